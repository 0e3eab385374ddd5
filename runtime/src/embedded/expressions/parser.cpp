#include "embedded/expressions/parser.hpp"

#include "embedded/expressions/grammar.hpp"
#include "embedded/expressions/reserved_words.hpp"

#include <cstddef>
#include <limits>
#include <string>

namespace partita::inline epoch1::embedded {

std::string_view name_of(Operator op) {
  constexpr std::string_view names[] = {"path",
                                        "value",
                                        "AND",
                                        "OR",
                                        "NOT",
                                        "=",
                                        "<>",
                                        "<",
                                        "<=",
                                        ">",
                                        ">=",
                                        "BETWEEN",
                                        "IN",
                                        "attribute_exists",
                                        "attribute_not_exists",
                                        "attribute_type",
                                        "begins_with",
                                        "contains",
                                        "size",
                                        "if_not_exists",
                                        "list_append",
                                        "+",
                                        "-",
                                        "function",
                                        "SET",
                                        "REMOVE",
                                        "ADD",
                                        "DELETE"};
  return names[static_cast<std::size_t>(op)];
}

tl::unexpected<Refusal> invalid_expression(ExpressionKind kind, std::string_view what) {
  constexpr std::string_view names[] = {"ConditionExpression", "FilterExpression", "KeyConditionExpression",
                                        "UpdateExpression", "ProjectionExpression"};
  return invalid(std::string("Invalid ").append(names[static_cast<std::size_t>(kind)]).append(": ").append(what));
}

namespace {

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html ("Expression parameters")
constexpr std::size_t max_size = 4096;

// Refuses words and functions where they may not stand, whatever stands first in the text.
class Usage {
 public:
  explicit Usage(const Syntax& syntax) : syntax_(syntax) {}

  std::string fault() {
    if (syntax_.kind == ExpressionKind::update) {
      check_sections();
    } else {
      for (std::uint16_t i = syntax_.root; i != no_node; i = syntax_.nodes[i].next) {
        check(syntax_.nodes[i], Place::condition);
      }
    }
    return std::move(fault_);
  }

 private:
  enum class Place : std::uint8_t { condition, operand, set_value };

  // A section that is there twice is refused behind what else is wrong in it.
  void check_sections() {
    unsigned seen = 0;
    for (std::uint16_t i = syntax_.root; i != no_node;) {
      const Node& action = syntax_.nodes[i];
      for_each_operand(syntax_, action, [&](const Node& operand) { check(operand, Place::set_value); });
      i = action.next;
      if (i != no_node && syntax_.nodes[i].at == action.at) continue;
      const unsigned section = 1U << (static_cast<unsigned>(action.op) - static_cast<unsigned>(Operator::set));
      if ((seen & section) != 0) {
        fail("The \"", std::string(name_of(action.op)) + "\" section can only be used once in an update expression;");
      }
      seen |= section;
    }
  }

  void check(const Node& node, Place place) {
    if (!fault_.empty()) return;
    switch (node.op) {
      case Operator::path:
        return check_steps(node);
      case Operator::value:
        return;
      case Operator::and_:
      case Operator::or_:
      case Operator::not_:
        return check_operands(node, Place::condition);
      default:
        check_function(node, place);
        check_operands(node, Place::operand);
    }
  }

  void check_operands(const Node& node, Place place) {
    for_each_operand(syntax_, node, [&](const Node& operand) { check(operand, place); });
  }

  void check_function(const Node& node, Place place) {
    const std::string_view name = syntax_.text_of(node);
    if (node.op == Operator::unknown_function) return fail("Invalid function name; function: ", name);
    if (syntax_.kind == ExpressionKind::update) {
      if (is_condition_function(node.op))
        return fail("The function is not allowed in an update expression; function: ", name);
      if (node.op == Operator::list_append && place != Place::set_value) fail_misplaced(name);
      return;
    }
    if (is_update_function(node.op))
      return fail("The function is not allowed in a condition expression; function: ", name);
    const bool is_operand = node.op == Operator::size;
    if (is_condition_function(node.op) && is_operand != (place == Place::operand)) fail_misplaced(name);
  }

  void check_steps(const Node& path) {
    for (std::size_t i = 0; i < path.count; ++i) {
      const Step& step = syntax_.steps[path.first + i];
      const std::string_view text = syntax_.text_of(step);
      if (step.kind == Step::Kind::index && step.index > std::numeric_limits<std::int32_t>::max()) {
        return fail("List index is not within the allowable range; index: [", std::string(text) + "]");
      }
      if (step.kind == Step::Kind::name && is_reserved_word(text)) {
        return fail("Attribute name is a reserved keyword; reserved keyword: ", text);
      }
    }
  }

  void fail_misplaced(std::string_view function) {
    fail("The function is not allowed to be used this way in an expression; function: ", function);
  }
  void fail(std::string_view what, std::string_view which) {
    if (fault_.empty()) fault_.append(what).append(which);
  }

  const Syntax& syntax_;
  std::string fault_;
};

}  // namespace

Checked<Syntax> parse_expression(ExpressionKind kind, std::string_view text) {
  if (text.empty()) return invalid_expression(kind, "The expression can not be empty;");
  if (text.size() > max_size) {
    return invalid_expression(
        kind, "Expression size has exceeded the maximum allowed size; expression size: " + std::to_string(text.size()));
  }
  Syntax syntax;
  syntax.kind = kind;
  syntax.text = text;
  syntax.nodes.reserve(text.size() / 4 + 4);
  Grammar grammar(syntax.text, syntax);
  if (kind == ExpressionKind::update) {
    grammar.update();
  } else if (kind == ExpressionKind::projection) {
    grammar.projection();
  } else {
    grammar.condition();
  }
  if (!grammar.fault().empty()) return invalid_expression(kind, grammar.fault());
  if (const std::string fault = Usage(syntax).fault(); !fault.empty()) return invalid_expression(kind, fault);
  return syntax;
}

}  // namespace partita::inline epoch1::embedded
