// The `types` of a schema: nested structures, enumerations, and types of the user's that a converter stores.
#pragma once

#include "frontend_json/reader.hpp"
#include "frontend_json/type_grammar.hpp"
#include "model/declared.hpp"

#include <set>
#include <string>
#include <vector>

namespace partita::frontend_json {

struct FileTypes {
  NamedTypes named;                     ///< as a type text names them
  std::vector<model::NamedType> types;  ///< a type before those that use it, else in the order of the file
  std::set<std::string> includes;       ///< headers of converted types
};

/// Reads `types`, an object. Names in it may be used before they are declared.
FileTypes read_types(const Value* types, const std::vector<std::string>& namespaces, const Reader& reader);

}  // namespace partita::frontend_json
