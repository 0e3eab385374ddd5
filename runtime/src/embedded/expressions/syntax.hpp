// What the text of an expression says, before its placeholders have values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace partita::inline epoch1::embedded {

/// The parameters that hold expressions.
enum class ExpressionKind : std::uint8_t { condition, filter, key_condition, update, projection };

enum class Operator : std::uint8_t {
  // leaves
  path,
  value,
  // conditions
  and_,
  or_,
  not_,
  equal,
  not_equal,
  less,
  less_equal,
  greater,
  greater_equal,
  between,
  in,
  attribute_exists,
  attribute_not_exists,
  attribute_type,
  begins_with,
  contains,
  // operands
  size,
  if_not_exists,
  list_append,
  plus,
  minus,
  unknown_function,
  // actions of an update: a path, and for all but `remove` a value
  set,
  remove,
  add,
  delete_,
};

/// As it stands in messages: `<=`, `BETWEEN`, `begins_with`.
std::string_view name_of(Operator op);
inline bool is_comparison(Operator op) {
  return op >= Operator::equal && op <= Operator::greater_equal;
}
inline bool is_condition_function(Operator op) {
  return op >= Operator::attribute_exists && op <= Operator::size;
}
inline bool is_update_function(Operator op) {
  return op == Operator::if_not_exists || op == Operator::list_append;
}

inline constexpr std::uint16_t no_node = 0xFFFF;

/// A path's operands are its steps; a value's `first` is its number among the values of the expression; all others
/// have nodes as operands, chained by `next`.
struct Node {
  Operator op = Operator::path;
  std::uint16_t first = no_node;
  std::uint16_t count = 0;
  std::uint16_t next = no_node;
  // Where the name of a function or placeholder stands in the text; or the word that begins an action's section.
  std::uint16_t at = 0;
  std::uint16_t length = 0;
};

/// One part of a path: an attribute's name, a placeholder for one, or a position in a list.
struct Step {
  enum class Kind : std::uint8_t { name, placeholder, index };
  Kind kind = Kind::name;
  std::uint16_t at = 0;
  std::uint16_t length = 0;
  std::uint32_t index = 0;
};

/// Nodes refer to each other, to steps and to the text by position, so a Syntax can be copied, and kept for the next
/// request with the same text. No reference to the text that was read is left.
struct Syntax {
  ExpressionKind kind = ExpressionKind::condition;
  std::string text;
  std::vector<Node> nodes;
  std::vector<Step> steps;
  std::uint16_t values = 0;  // how many value placeholders
  /// A condition; or the first action of an update, the first path of a projection, the others being chained.
  std::uint16_t root = no_node;

  std::string_view text_of(const Node& node) const { return std::string_view(text).substr(node.at, node.length); }
  std::string_view text_of(const Step& step) const { return std::string_view(text).substr(step.at, step.length); }
};

/// Calls `visit` with each operand of a node, in the order of the text.
template <class Visit>
void for_each_operand(const Syntax& syntax, const Node& node, Visit visit) {
  for (std::uint16_t i = node.first; i != no_node; i = syntax.nodes[i].next) visit(syntax.nodes[i]);
}

}  // namespace partita::inline epoch1::embedded
