#include <partita/expression.hpp>

#include <partita/wire/codec.hpp>

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

Expression::Expression(std::string_view pattern, const AttributeName& name, std::vector<Value> values) {
  for (const char c : pattern) {
    if (c == '@') {
      text_ += name.text();
    } else {
      text_ += c;
    }
  }
  if (!name.alias.empty()) aliased_.push_back(name);
  for (Value& value : values) {
    if (value.error() && !error_) {
      error_ =
          Error(value.error()->kind(), "condition on '" + std::string(name.name) + "': " + value.error()->message());
    }
    values_.push_back(value.json());
  }
}

Expression Expression::combine(Expression left, std::string_view word, Expression right) {
  left.text_ = "(" + left.text_ + ") " + std::string(word) + " (" + right.text_ + ")";
  for (std::string& value : right.values_) left.values_.push_back(std::move(value));
  // A name may stand in both operands: a request declares each alias once.
  left.aliased_.insert(left.aliased_.end(), right.aliased_.begin(), right.aliased_.end());
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
  return operand;
}

std::string Expression::render(char prefix, std::string& values) const {
  std::string text;
  std::size_t next = 0;
  for (const char c : text_) {
    if (c != '?') {
      text += c;
      continue;
    }
    const std::string placeholder = std::string(":") + prefix + std::to_string(next);
    text += placeholder;
    if (!values.empty()) values += ',';
    values += '"' + placeholder + "\":" + values_[next];
    ++next;
  }
  return text;
}

}  // namespace partita::inline epoch1
