#include <partita/expression.hpp>

#include <partita/field_types.hpp>
#include <partita/wire/codec.hpp>

#include "request_text.hpp"

#include <array>
#include <iterator>
#include <utility>

namespace partita::inline epoch1 {

namespace {

// Scalars need no generated codec.
struct NoCodec {};

}  // namespace

Value Value::of(std::string_view text) {
  return wire::value<NoCodec>(text);
}
Value Value::of(std::span<const std::byte> bytes) {
  return wire::value<NoCodec>(bytes);
}
Value Value::of(bool value) {
  return wire::value<NoCodec>(value);
}
Value Value::of(double value) {
  return wire::value<NoCodec>(value);
}
Value Value::of(float value) {
  return wire::value<NoCodec>(value);
}
Value Value::of(const decimal& value) {
  return wire::value<NoCodec>(value);
}
Value Value::of_signed(std::int64_t value) {
  return wire::value<NoCodec>(value);
}
Value Value::of_unsigned(std::uint64_t value) {
  return wire::value<NoCodec>(value);
}

std::string_view to_string(AttributeType type) {
  constexpr std::array<std::string_view, 10> tags{"S", "N", "B", "BOOL", "NULL", "L", "M", "SS", "NS", "BS"};
  return tags[static_cast<std::size_t>(type)];
}

Value Value::encoded(std::string json) {
  Value value;
  value.json_ = std::move(json);
  return value;
}

Value Value::refused(Error error) {
  Value value;
  value.error_ = std::move(error);
  return value;
}

Expression::Expression(std::string_view pattern, const AttributePath& attribute, std::vector<Operand> operands)
    : operators_(1) {
  const std::vector<PathStep> path = attribute.steps();
  std::size_t next = 0;
  for (const char c : pattern) {
    if (c == '@') {
      append(path);
    } else if (c == '?') {
      append(operands[next++]);
    } else {
      text_ += c;
    }
  }
  for (const Operand& each : operands) {
    if (each.value().error()) refuse(attribute, each.value().error()->kind(), each.value().error()->message());
  }
  if (pattern.starts_with("size(")) ++operators_;
}

Expression Expression::one_of(const AttributePath& attribute, std::vector<Operand> values) {
  constexpr std::size_t most = 100;
  const std::size_t count = values.size();
  if (count == 0) return refused(attribute, "in() takes at least one value");
  if (count > most) {
    return refused(attribute, "in() has " + std::to_string(count) + " values; DynamoDB takes " + std::to_string(most));
  }
  std::string pattern = "@ IN (?";
  for (std::size_t i = 1; i < count; ++i) pattern += ", ?";
  return Expression(pattern + ")", attribute, std::move(values));
}

Expression Expression::refused(const AttributePath& attribute, std::string_view reason) {
  Expression result;
  result.refuse(attribute, ErrorKind::invalid_argument, reason);
  return result;
}

void Expression::refuse(const AttributePath& attribute, ErrorKind kind, std::string_view reason) {
  if (!error_) error_ = Error(kind, "condition on '" + attribute.shown() + "': " + std::string(reason));
}

void Expression::append(const std::vector<PathStep>& path) {
  attributes_.push_back(path.front().name);
  for (std::size_t i = 0; i < path.size(); ++i) {
    const PathStep& step = path[i];
    if (step.kind == PathStep::Kind::element) {
      text_ += "[" + std::to_string(step.element) + "]";
      continue;
    }
    if (i != 0) text_ += '.';
    if (step.kind == PathStep::Kind::member && step.alias.empty()) {
      text_ += step.name;
      continue;
    }
    text_ += '@';
    names_.push_back(step);
    // Only the attribute's own alias was chosen to be unlike all others of the item.
    if (i != 0) names_.back().alias.clear();
  }
}

void Expression::append(const Operand& operand) {
  if (!operand.attribute().empty()) return append(operand.attribute());
  text_ += '?';
  values_.push_back(operand.value().json());
}

Expression Expression::combine(Expression left, std::string_view word, Expression right) {
  left.text_ = "(" + left.text_ + ") " + std::string(word) + " (" + right.text_ + ")";
  const auto add = [](auto& to, auto& from) {
    to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
  };
  add(left.values_, right.values_);
  add(left.names_, right.names_);
  add(left.attributes_, right.attributes_);
  left.operators_ += right.operators_ + 1;
  if (!left.error_) left.error_ = std::move(right.error_);
  return left;
}

Expression Expression::both(Expression left, Expression right) {
  return combine(std::move(left), "AND", std::move(right));
}

Expression Expression::either(Expression left, Expression right) {
  return combine(std::move(left), "OR", std::move(right));
}

Expression Expression::negation(Expression operand) {
  operand.text_ = "NOT (" + operand.text_ + ")";
  ++operand.operators_;
  return operand;
}

std::string Expression::render(char prefix, detail::ExpressionParts& parts) const {
  std::string text;
  std::size_t next_value = 0;
  std::size_t next_name = 0;
  for (const char c : text_) {
    if (c == '?') {
      const std::string placeholder = std::string(":") + prefix + std::to_string(next_value);
      parts.value(placeholder, values_[next_value++]);
      text += placeholder;
    } else if (c == '@') {
      text += parts.alias(names_[next_name++]);
    } else {
      text += c;
    }
  }
  parts.count_operators(operators_);
  return text;
}

}  // namespace partita::inline epoch1
