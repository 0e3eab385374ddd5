// The `collections` of a schema: entities that share a partition key value, read by one query into one structure.
#pragma once

#include "frontend_json/reader.hpp"
#include "model/declared.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace partita::frontend_json {

/// Adds the collections in `collections`, an object. Entities are named as in C++, from the namespace of the file;
/// whether they are declared is for the rules, since other files may declare them.
void read_collections(const Value& collections, std::size_t input, const std::vector<std::string>& namespaces,
                      const Reader& reader, model::Declared& declared);

}  // namespace partita::frontend_json
