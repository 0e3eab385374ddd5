#include "embedded/expressions/expression.hpp"

#include "embedded/expressions/binding.hpp"
#include "embedded/expressions/parser.hpp"

#include <cstddef>
#include <utility>

namespace partita::inline epoch1::embedded {

Checked<Expression> bind_expression(std::shared_ptr<const Syntax> syntax, Placeholders& placeholders) {
  Expression expression;
  expression.syntax = std::move(syntax);
  const std::string fault = Binding(expression, placeholders).fault();
  if (!fault.empty()) return invalid_expression(expression.syntax->kind, fault);
  return expression;
}

Checked<Expression> read_expression(ExpressionKind kind, std::string_view text, Placeholders& placeholders) {
  Checked<Syntax> syntax = parse_expression(kind, text);
  if (!syntax) return tl::unexpected<Refusal>(std::move(syntax).error());
  return bind_expression(std::make_shared<const Syntax>(*std::move(syntax)), placeholders);
}

const Value* find_path(const Expression& expression, const Node& path, const Map& item) {
  const Value* value = item.find(expression.attribute_of(path));
  for (std::size_t i = path.first + std::size_t{1}; value != nullptr && i < std::size_t{path.first} + path.count; ++i) {
    const Step& step = expression.syntax->steps[i];
    if (step.kind == Step::Kind::index) {
      const List* list = value->as<List>();
      value = list != nullptr && step.index < list->size() ? &(*list)[step.index] : nullptr;
    } else {
      const Map* map = value->as<Map>();
      value = map != nullptr ? map->find(expression.names[i]) : nullptr;
    }
  }
  return value;
}

std::string describe_path(const Expression& expression, const Node& path) {
  std::string text = "[";
  for (std::size_t i = path.first; i < std::size_t{path.first} + path.count; ++i) {
    const Step& step = expression.syntax->steps[i];
    if (i != path.first) text += ", ";
    if (step.kind == Step::Kind::index) {
      text.append("[").append(std::to_string(step.index)).append("]");
    } else {
      text += expression.names[i];
    }
  }
  return text + "]";
}

}  // namespace partita::inline epoch1::embedded
