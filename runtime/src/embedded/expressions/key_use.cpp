#include "embedded/expressions/key_use.hpp"

#include <string>

namespace partita::inline epoch1::embedded {

namespace {

// The first path of the text that is wrong.
template <class Wrong>
const Node* find_path_node(const Expression& expression, Wrong wrong) {
  for (const Node& node : expression.syntax->nodes) {
    if (node.op == Operator::path && wrong(node)) return &node;
  }
  return nullptr;
}

}  // namespace

std::optional<Refusal> refuse_path_into_key(const Expression& expression, const KeySchema& key,
                                            std::string_view which) {
  const Node* path = find_path_node(
      expression, [&](const Node& node) { return node.count > 1 && key.holds(expression.attribute_of(node)); });
  if (path == nullptr) return std::nullopt;
  return Refusal{"ValidationException",
                 std::string("Key attributes must be scalars; list random access '[]' and map lookup '.' are not "
                             "allowed: ")
                     .append(which)
                     .append(": ")
                     .append(expression.attribute_of(*path))};
}

std::optional<Refusal> refuse_update_of_key(const Expression& update, const KeySchema& key) {
  std::optional<Refusal> refusal;
  for_each_path(update, [&](const Node& path) {
    const std::string_view attribute = update.attribute_of(path);
    if (refusal || !key.holds(attribute)) return;
    refusal = Refusal{"ValidationException", std::string("One or more parameter values were invalid: Cannot update "
                                                         "attribute ")
                                                 .append(attribute)
                                                 .append(". This attribute is part of the key")};
  });
  return refusal;
}

std::optional<Refusal> refuse_filter_on_key(const Expression& filter, const KeySchema& key) {
  const Node* path = find_path_node(filter, [&](const Node& node) { return key.holds(filter.attribute_of(node)); });
  if (path == nullptr) return std::nullopt;
  return Refusal{"ValidationException",
                 std::string("Filter Expression can only contain non-primary key attributes: Primary key attribute: ")
                     .append(filter.attribute_of(*path))};
}

}  // namespace partita::inline epoch1::embedded
