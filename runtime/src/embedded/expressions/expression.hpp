// An expression whose placeholders have their values: what can be evaluated.
#pragma once

#include "embedded/expressions/placeholders.hpp"
#include "embedded/expressions/syntax.hpp"
#include "embedded/refusal.hpp"
#include "embedded/values/value.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace partita::inline epoch1::embedded {

/// Refers to the placeholders it was bound to, which must outlive it; to nothing else. Thread-safe once made.
struct Expression {
  std::shared_ptr<const Syntax> syntax;
  std::vector<std::string_view> names;  // a step's name by the step's position; empty for those with an index
  std::vector<const Value*> values;     // by the number of a value node

  const Node& node(std::uint16_t position) const { return syntax->nodes[position]; }
  const Node& root() const { return syntax->nodes[syntax->root]; }
  const Value& value_of(const Node& value) const { return *values[value.first]; }
  /// The attribute that a path begins with.
  std::string_view attribute_of(const Node& path) const { return names[path.first]; }
};

/// Calls `visit` with each path that a projection names or an update writes, in the order of the text.
template <class Visit>
void for_each_path(const Expression& expression, Visit visit) {
  const Syntax& syntax = *expression.syntax;
  for (std::uint16_t i = syntax.root; i != no_node; i = syntax.nodes[i].next) {
    const Node& node = syntax.nodes[i];
    visit(node.op == Operator::path ? node : syntax.nodes[node.first]);
  }
}

/// Gives the placeholders of `syntax` their values, and refuses what does not fit then: undefined ones, too deep and
/// overlapping paths, wrong numbers and types of operands, too many operators.
Checked<Expression> bind_expression(std::shared_ptr<const Syntax> syntax, Placeholders& placeholders);

/// Both steps in one. The service reads the expressions of a request in this order: update, condition, key condition,
/// filter, projection; then it asks for unused placeholders.
Checked<Expression> read_expression(ExpressionKind kind, std::string_view text, Placeholders& placeholders);

/// What a path leads to in an item; null if there is nothing.
const Value* find_path(const Expression& expression, const Node& path, const Map& item);

/// `[a, b, [1]]`, as paths stand in messages.
std::string describe_path(const Expression& expression, const Node& path);

}  // namespace partita::inline epoch1::embedded
