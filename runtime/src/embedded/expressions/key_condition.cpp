#include "embedded/expressions/key_condition.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace partita::inline epoch1::embedded {

namespace {

struct Part {
  std::string_view attribute;
  Operator op = Operator::equal;
  const Value* value = nullptr;
  const Value* high = nullptr;
};

// `:v < sk` says `sk > :v`.
Operator turned(Operator op) {
  switch (op) {
    case Operator::less:
      return Operator::greater;
    case Operator::less_equal:
      return Operator::greater_equal;
    case Operator::greater:
      return Operator::less;
    case Operator::greater_equal:
      return Operator::less_equal;
    default:
      return op;
  }
}

class Parts {
 public:
  explicit Parts(const Expression& expression) : expression_(expression) { add(expression.root()); }

  const std::string& fault() const { return fault_; }
  const std::vector<Part>& list() const { return list_; }

 private:
  void add(const Node& node) {
    if (!fault_.empty()) return;
    if (node.op == Operator::and_) {
      return for_each_operand(*expression_.syntax, node, [&](const Node& operand) { add(operand); });
    }
    const bool key_first = node.op == Operator::between || node.op == Operator::begins_with;
    const bool allowed = key_first || (is_comparison(node.op) && node.op != Operator::not_equal);
    if (!allowed)
      return fail(std::string("Invalid operator used in KeyConditionExpression: ").append(name_of(node.op)));
    const Node& first = expression_.node(node.first);
    if (key_first && first.op != Operator::path) {
      return fail(std::string("Invalid condition in KeyConditionExpression: ")
                      .append(name_of(node.op))
                      .append(" operator must have the key attribute as its first operand"));
    }
    read(node, first);
  }

  void read(const Node& node, const Node& first) {
    const Node* path = nullptr;
    Part part;
    part.op = node.op;
    for_each_operand(*expression_.syntax, node, [&](const Node& operand) {
      if (operand.op == Operator::value) {
        (part.value == nullptr ? part.value : part.high) = &expression_.value_of(operand);
      } else if (operand.op != Operator::path) {
        fail("KeyConditionExpressions cannot contain nested operations");
      } else if (path != nullptr) {
        fail("Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition");
      } else if (operand.count > 1) {
        fail("KeyConditionExpressions cannot have conditions on nested attributes");
      } else {
        path = &operand;
      }
    });
    if (!fault_.empty()) return;
    if (path == nullptr) return fail("Invalid condition in KeyConditionExpression: No key attribute specified");
    part.attribute = expression_.attribute_of(*path);
    if (path != &first) part.op = turned(node.op);
    if (std::any_of(list_.begin(), list_.end(), [&](const Part& other) { return other.attribute == part.attribute; })) {
      return fail("KeyConditionExpressions must only contain one condition per key");
    }
    list_.push_back(part);
  }

  void fail(std::string what) {
    if (fault_.empty()) fault_ = std::move(what);
  }

  const Expression& expression_;
  std::vector<Part> list_;
  std::string fault_;
};

const Part* find(const std::vector<Part>& parts, std::string_view attribute) {
  const auto at =
      std::find_if(parts.begin(), parts.end(), [&](const Part& part) { return part.attribute == attribute; });
  return at == parts.end() ? nullptr : &*at;
}

tl::unexpected<Refusal> missed(std::string_view attribute) {
  return invalid("Query condition missed key schema element: " + std::string(attribute));
}
tl::unexpected<Refusal> not_supported() {
  return invalid("Query key condition not supported");
}

std::optional<Refusal> refuse_value(const Value& value, const KeyAttribute& attribute) {
  if (value.tag() != attribute.type) {
    return Refusal{"ValidationException",
                   "One or more parameter values were invalid: Condition parameter type does not match schema type"};
  }
  const auto* string = value.as<std::string>();
  const auto* binary = value.as<Binary>();
  if ((string != nullptr && string->empty()) || (binary != nullptr && binary->bytes.empty())) {
    return Refusal{"ValidationException",
                   std::string("One or more parameter values are not valid. The AttributeValue for a key attribute "
                               "cannot contain an empty ")
                       .append(string != nullptr ? "string" : "binary")
                       .append(" value. Key: ")
                       .append(attribute.name)};
  }
  return std::nullopt;
}

std::optional<Refusal> refuse_values(const Part& part, const KeyAttribute& attribute) {
  if (auto refusal = refuse_value(*part.value, attribute)) return refusal;
  return part.high != nullptr ? refuse_value(*part.high, attribute) : std::nullopt;
}

}  // namespace

std::optional<Refusal> refuse_key_condition(const Expression& condition) {
  const Parts parts(condition);
  if (parts.fault().empty()) return std::nullopt;
  return Refusal{"ValidationException", parts.fault()};
}

Checked<KeyCondition> read_key_condition(const Expression& condition, const KeySchema& schema) {
  const Parts parts(condition);
  if (!parts.fault().empty()) return invalid(parts.fault());
  const bool is_simple = schema.partition.size() == 1 && schema.sort.size() <= 1;
  if (is_simple && parts.list().size() > 2) return invalid("Conditions can be of length 1 or 2 only");

  KeyCondition key;
  for (const KeyAttribute& attribute : schema.partition) {
    const Part* part = find(parts.list(), attribute.name);
    if (part == nullptr) return missed(attribute.name);
    if (auto refusal = refuse_values(*part, attribute)) return tl::unexpected<Refusal>(*std::move(refusal));
    if (part->op != Operator::equal) return not_supported();
    key.partition.push_back(part->value);
  }
  const KeyAttribute* gap = nullptr;  // the first sort attribute without a condition
  std::size_t found = schema.partition.size();
  for (const KeyAttribute& attribute : schema.sort) {
    const Part* part = find(parts.list(), attribute.name);
    if (part == nullptr) {
      if (gap == nullptr) gap = &attribute;
      continue;
    }
    ++found;
    if (gap != nullptr) return missed(gap->name);
    if (key.last) return not_supported();
    if (auto refusal = refuse_values(*part, attribute)) return tl::unexpected<Refusal>(*std::move(refusal));
    if (part->op == Operator::equal) {
      key.sort.push_back(part->value);
    } else {
      key.last = SortCondition{part->op, part->value, part->high};
    }
  }
  if (found < parts.list().size()) return gap != nullptr ? missed(gap->name) : not_supported();
  return key;
}

}  // namespace partita::inline epoch1::embedded
