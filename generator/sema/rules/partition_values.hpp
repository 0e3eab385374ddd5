// How many values a partition key can have: few, where it is made of enumerations.
#pragma once

#include "model/declared.hpp"
#include "model/schema.hpp"
#include "plan/access_key.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace partita::sema {

/// So many values, or fewer, share the load of a whole table badly.
inline constexpr std::uint64_t few_partition_values = 20;

/// Null if the type is no enumeration.
const model::NamedType* find_enumeration(const model::Declared& declared, const model::Type& type);

/// How many values the parts can have together; none: as many as there are items.
std::optional<std::uint64_t> partition_values(const model::Declared& declared, const model::Entity& entity,
                                              const std::vector<plan::KeyPart>& parts);

}  // namespace partita::sema
