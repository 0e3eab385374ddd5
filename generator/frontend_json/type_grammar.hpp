// The types of JSON schemas, written as text: `int64`, `list<string>`, `map<array<float, 3>>`, or a name from `types`.
#pragma once

#include "frontend_json/located_json.hpp"
#include "model/type.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace partita::frontend_json {

/// The names declared under `types`, each with the type that a use of it has.
using NamedTypes = std::map<std::string, model::Type, std::less<>>;

/// True for `string`, `list` and the other names that the grammar itself knows.
bool is_builtin_type(std::string_view name);

/// Reads the type in `text`. A mistake is reported at its very column and gives no type.
std::optional<model::Type> parse_type(const Value& text, const NamedTypes& named, diagnostics::Sink& sink);

}  // namespace partita::frontend_json
