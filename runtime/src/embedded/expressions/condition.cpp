#include "embedded/expressions/condition.hpp"

#include <algorithm>
#include <compare>
#include <cstddef>
#include <optional>

namespace partita::inline epoch1::embedded {

namespace {

// The length of a string in UTF-16 units, as the service counts it.
std::size_t length_of(std::string_view text) {
  std::size_t length = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    length += byte >= 0xF0 ? 2 : (byte & 0xC0U) != 0x80 ? 1 : 0;
  }
  return length;
}

std::optional<std::size_t> size_function(const Value& value) {
  if (const auto* string = value.as<std::string>()) return length_of(*string);
  if (const auto* binary = value.as<Binary>()) return binary->bytes.size();
  if (const auto* list = value.as<List>()) return list->size();
  if (const auto* map = value.as<Map>()) return map->size();
  if (const auto* set = value.as<StringSet>()) return set->size();
  if (const auto* set = value.as<NumberSet>()) return set->size();
  if (const auto* set = value.as<BinarySet>()) return set->size();
  return std::nullopt;
}

// A part of a string or binary, a member of a set or list.
bool contains(const Value& whole, const Value& part) {
  if (const auto* list = whole.as<List>()) return std::find(list->begin(), list->end(), part) != list->end();
  if (const auto* string = part.as<std::string>()) {
    if (const auto* text = whole.as<std::string>()) return text->find(*string) != std::string::npos;
    if (const auto* set = whole.as<StringSet>()) return set->contains(*string);
  } else if (const auto* binary = part.as<Binary>()) {
    if (const auto* bytes = whole.as<Binary>()) return bytes->bytes.find(binary->bytes) != std::string::npos;
    if (const auto* set = whole.as<BinarySet>()) return set->contains(*binary);
  } else if (const auto* number = part.as<decimal>()) {
    if (const auto* set = whole.as<NumberSet>()) return set->contains(*number);
  }
  return false;
}

bool begins_with(const Value& whole, const Value& beginning) {
  if (const auto* text = whole.as<std::string>()) {
    const auto* string = beginning.as<std::string>();
    return string != nullptr && text->starts_with(*string);
  }
  const auto* bytes = whole.as<Binary>();
  const auto* binary = beginning.as<Binary>();
  return bytes != nullptr && binary != nullptr && bytes->bytes.starts_with(binary->bytes);
}

class Evaluation {
 public:
  Evaluation(const Expression& expression, const Map& item) : expression_(expression), item_(item) {}

  bool holds(const Node& node) const {
    switch (node.op) {
      case Operator::and_:
        return all(node, true);
      case Operator::or_:
        return !all(node, false);
      case Operator::not_:
        return !holds(expression_.node(node.first));
      case Operator::between:
        return is_between(node);
      case Operator::in:
        return is_in(node);
      case Operator::attribute_exists:
        return find_path(expression_, expression_.node(node.first), item_) != nullptr;
      case Operator::attribute_not_exists:
        return find_path(expression_, expression_.node(node.first), item_) == nullptr;
      default:
        return compares(node);
    }
  }

 private:
  // An operand's value; that of `size` is made here.
  struct Operand {
    const Value* value = nullptr;
    Value made{};
  };

  void evaluate(const Node& node, Operand& operand) const {
    if (node.op == Operator::path) {
      operand.value = find_path(expression_, node, item_);
    } else if (node.op == Operator::value) {
      operand.value = &expression_.value_of(node);
    } else {
      Operand of;
      evaluate(expression_.node(node.first), of);
      const auto size = of.value != nullptr ? size_function(*of.value) : std::nullopt;
      if (!size) return;
      operand.made = Value(decimal(*size));
      operand.value = &operand.made;
    }
  }

  bool all(const Node& node, bool expected) const {
    for (std::uint16_t i = node.first; i != no_node; i = expression_.node(i).next) {
      if (holds(expression_.node(i)) != expected) return false;
    }
    return true;
  }

  // Of two operands.
  bool compares(const Node& node) const {
    const Node& left_node = expression_.node(node.first);
    Operand left_operand;
    Operand right_operand;
    evaluate(left_node, left_operand);
    evaluate(expression_.node(left_node.next), right_operand);
    const Value* const left = left_operand.value;
    const Value* const right = right_operand.value;
    if (left == nullptr || right == nullptr) return node.op == Operator::not_equal;
    switch (node.op) {
      case Operator::equal:
        return *left == *right;
      case Operator::not_equal:
        return !(*left == *right);
      case Operator::contains:
        return contains(*left, *right);
      case Operator::begins_with:
        return begins_with(*left, *right);
      case Operator::attribute_type:
        return wire::name_of(left->tag()) == *right->as<std::string>();
      default:
        break;
    }
    const auto order = compare(*left, *right);
    if (!order) return false;
    switch (node.op) {
      case Operator::less:
        return *order < 0;
      case Operator::less_equal:
        return *order <= 0;
      case Operator::greater:
        return *order > 0;
      default:
        return *order >= 0;
    }
  }

  bool is_between(const Node& node) const {
    const Node& value_node = expression_.node(node.first);
    const Node& low_node = expression_.node(value_node.next);
    Operand value;
    Operand low;
    Operand high;
    evaluate(value_node, value);
    evaluate(low_node, low);
    evaluate(expression_.node(low_node.next), high);
    if (value.value == nullptr || low.value == nullptr || high.value == nullptr) return false;
    const auto above = compare(*value.value, *low.value);
    const auto below = compare(*value.value, *high.value);
    return above && below && *above >= 0 && *below <= 0;
  }

  bool is_in(const Node& node) const {
    const Node& value_node = expression_.node(node.first);
    Operand value;
    evaluate(value_node, value);
    if (value.value == nullptr) return false;
    for (std::uint16_t i = value_node.next; i != no_node; i = expression_.node(i).next) {
      Operand other;
      evaluate(expression_.node(i), other);
      if (other.value != nullptr && *other.value == *value.value) return true;
    }
    return false;
  }

  const Expression& expression_;
  const Map& item_;
};

}  // namespace

bool holds(const Expression& condition, const Map& item) {
  return Evaluation(condition, item).holds(condition.root());
}

}  // namespace partita::inline epoch1::embedded
