// The condition under which a write happens: what its kind and its entity demand, and what the caller does.
#pragma once

#include <partita/expression.hpp>
#include <partita/item_write.hpp>
#include <partita/timestamp.hpp>

#include "request_text.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace partita::inline epoch1::detail {

struct WriteDemands {
  WriteKind kind = WriteKind::put;
  const WriteRules& rules;
  std::optional<std::int64_t> version{};
  Value tenant = Value::absent();
  std::optional<Expression> condition{};
  timestamp now{};  ///< for entities with a time to live
  Presence presence = Presence::either;
};

/// The text of the condition, empty if there is none; its names and values go to `parts`.
std::string write_condition(const WriteDemands& demands, ExpressionParts& parts);

}  // namespace partita::inline epoch1::detail
