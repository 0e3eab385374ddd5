// The type that DynamoDB sees.
#pragma once

#include "model/type.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace partita::sema {

enum class StoredType : std::uint8_t { string, number, binary, boolean, list, map, set };

/// Empty for a type that a front end has reported.
std::optional<StoredType> stored_type(const model::Type& type);

/// "a string", "a number".
std::string_view described(StoredType type);

/// True for two names that are not equal, but are so without regard to the case of ASCII letters.
bool same_but_for_case(std::string_view a, std::string_view b);

}  // namespace partita::sema
