// "default" of an attribute: checked against its type and spelled as a C++ initialiser.
#pragma once

#include "frontend_json/located_json.hpp"
#include "model/type.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace partita::frontend_json {

/// The C++ text of `value` as an initialiser of `type`. A value that does not fit is reported and gives none.
/// `types` are the named types of the file, with their enumerators.
std::optional<std::string> default_text(const Value& value, const model::Type& type,
                                        const std::vector<model::NamedType>& types, diagnostics::Sink& sink);

/// `text` as a C++ string literal.
std::string cpp_string_literal(std::string_view text);

}  // namespace partita::frontend_json
