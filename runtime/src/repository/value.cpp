#include <partita/expression.hpp>

#include <partita/field_types.hpp>
#include <partita/wire/codec.hpp>

#include <array>
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

}  // namespace partita::inline epoch1
