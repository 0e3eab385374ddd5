// How the parts of a table's definition are written, in answers as in the store.
#pragma once

#include "embedded/json_object.hpp"
#include "embedded/tables/table.hpp"

namespace partita::inline epoch1::embedded {

void write_attributes(JsonObject& object, const std::vector<KeyAttribute>& attributes);
void write_key_schema(JsonObject& object, const KeySchema& key);
void write_projection(JsonObject& object, const Index& index);

}  // namespace partita::inline epoch1::embedded
