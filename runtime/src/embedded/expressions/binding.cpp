#include "embedded/expressions/binding.hpp"

#include <algorithm>
#include <cstddef>

namespace partita::inline epoch1::embedded {

namespace {

using wire::Tag;

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html ("Expression parameters") and
// Expressions.OperatorsAndFunctions.html ("The list can contain up to 100 values")
constexpr std::size_t max_operators = 300;
constexpr std::size_t max_depth = 32;
constexpr std::size_t max_list = 100;

constexpr std::string_view attribute_types = "{NS,L,BS,M,N,S,BOOL,SS,NULL,B}";

bool is_ordered(Tag tag) {
  return tag == Tag::S || tag == Tag::N || tag == Tag::B;
}

// A value as BETWEEN's messages show it: the service prints its own object.
std::string describe_bound(const Value& value) {
  std::string text = "AttributeValue: {";
  text.append(wire::name_of(value.tag())).append(":");
  if (const auto* string = value.as<std::string>()) text += *string;
  if (const auto* number = value.as<decimal>()) text += number->to_string();
  if (const auto* binary = value.as<Binary>()) {
    const std::string size = std::to_string(binary->bytes.size());
    text.append("java.nio.HeapByteBuffer[pos=0 lim=").append(size).append(" cap=").append(size).append("]");
  }
  return text + "}";
}

// An action's operand has the long names of types.
std::string_view long_name_of(Tag tag) {
  constexpr std::string_view names[] = {"STRING", "NUMBER", "BINARY", "BOOLEAN", "NULL", "MAP", "LIST"};
  return names[static_cast<std::size_t>(tag)];
}

}  // namespace

Binding::Binding(Expression& expression, Placeholders& placeholders)
    : expression_(expression), syntax_(*expression.syntax), placeholders_(placeholders) {
  expression_.names.resize(syntax_.steps.size());
  expression_.values.resize(syntax_.values);
  if (syntax_.kind == ExpressionKind::update || syntax_.kind == ExpressionKind::projection) {
    std::vector<std::uint16_t> paths;
    for (std::uint16_t i = syntax_.root; i != no_node; i = syntax_.nodes[i].next) paths.push_back(i);
    const auto path_of = [&](std::uint16_t i) -> const Node& {
      return syntax_.nodes[i].op == Operator::path ? syntax_.nodes[i] : syntax_.nodes[syntax_.nodes[i].first];
    };
    for (std::size_t i = paths.size(); i-- > 0 && ok();) {
      const Node& path = path_of(paths[i]);
      bind_path(path);
      for (std::size_t later = i + 1; later < paths.size() && ok(); ++later) check_overlap(path, path_of(paths[later]));
    }
    if (syntax_.kind == ExpressionKind::update) {
      for (std::size_t i = paths.size(); i-- > 0 && ok();) check_action(syntax_.nodes[paths[i]]);
    }
  } else {
    bind(syntax_.nodes[syntax_.root]);
  }
  if (ok()) check_operator_count();
}

void Binding::fail(std::string_view what, std::string_view which) {
  if (ok()) fault_.append(what).append(which);
}

void Binding::fail_type(const Node& node, std::string_view type) {
  fail("Incorrect operand type for operator or function; operator or function: ",
       std::string(name_of(node.op)).append(", operand type: ").append(type));
}

const Node& Binding::operand(const Node& node, int number) const {
  std::uint16_t i = node.first;
  while (number-- > 0) i = syntax_.nodes[i].next;
  return syntax_.nodes[i];
}

void Binding::bind(const Node& node) {
  if (!ok()) return;
  if (node.op == Operator::path) return bind_path(node);
  if (node.op == Operator::value) return bind_value(node);
  bind_operands(node);
  if (ok()) check(node);
}

void Binding::bind_operands(const Node& node) {
  for_each_operand(syntax_, node, [&](const Node& operand) { bind(operand); });
}

void Binding::bind_path(const Node& path) {
  for (std::size_t i = path.first; i < std::size_t{path.first} + path.count; ++i) {
    const Step& step = syntax_.steps[i];
    const std::string_view text = syntax_.text_of(step);
    if (step.kind == Step::Kind::name) expression_.names[i] = text;
    if (step.kind != Step::Kind::placeholder) continue;
    const std::string* name = placeholders_.name(text);
    if (name == nullptr) {
      return fail("An expression attribute name used in the document path is not defined; attribute name: ", text);
    }
    expression_.names[i] = *name;
  }
  if (path.count > max_depth) {
    fail("The document path has too many nesting levels; nesting levels: ", std::to_string(path.count));
  }
}

void Binding::bind_value(const Node& value) {
  const std::string_view text = syntax_.text_of(value);
  const Value* found = placeholders_.value(text);
  if (found == nullptr) {
    return fail("An expression attribute value used in expression is not defined; attribute value: ", text);
  }
  expression_.values[value.first] = found;
}

// Of a path it is known only with an item.
std::optional<Tag> Binding::type_of(const Node& operand) const {
  if (operand.op == Operator::value) return expression_.value_of(operand).tag();
  if (operand.op == Operator::size) return Tag::N;
  return std::nullopt;
}

template <class Fits>
void Binding::check_types(const Node& node, Fits fits) {
  for_each_operand(syntax_, node, [&](const Node& operand) {
    if (const auto type = type_of(operand); type && !fits(*type)) fail_type(node, wire::name_of(*type));
  });
}

void Binding::check(const Node& node) {
  switch (node.op) {
    case Operator::equal:
    case Operator::not_equal:
      return check_distinct(node);
    case Operator::less:
    case Operator::less_equal:
    case Operator::greater:
    case Operator::greater_equal:
      check_distinct(node);
      return check_types(node, is_ordered);
    case Operator::between:
      return check_between(node);
    case Operator::in:
      if (node.count > max_list + 1) {
        return fail("The IN operator is provided with too many operands; number of operands: ",
                    std::to_string(node.count - 1));
      }
      return check_distinct(node);
    case Operator::attribute_exists:
    case Operator::attribute_not_exists:
      check_operand_count(node, 1);
      return check_first_is_path(node);
    case Operator::if_not_exists:
      check_operand_count(node, 2);
      check_first_is_path(node);
      return check_distinct(node);
    case Operator::attribute_type:
      check_operand_count(node, 2);
      check_distinct(node);
      return check_attribute_type(node);
    case Operator::begins_with:
      check_operand_count(node, 2);
      check_distinct(node);
      return check_types(node, [](Tag tag) { return tag == Tag::S || tag == Tag::B; });
    case Operator::contains:
      check_operand_count(node, 2);
      return check_distinct(node);
    case Operator::size:
      check_operand_count(node, 1);
      return check_types(node, [](Tag tag) { return tag != Tag::N && tag != Tag::BOOL && tag != Tag::null; });
    case Operator::list_append:
      check_operand_count(node, 2);
      return check_types(node, [](Tag tag) { return tag == Tag::L; });
    case Operator::plus:
    case Operator::minus:
      return check_types(node, [](Tag tag) { return tag == Tag::N; });
    default:
      return;
  }
}

void Binding::check_operand_count(const Node& node, std::uint16_t count) {
  if (node.count == count) return;
  fail("Incorrect number of operands for operator or function; operator or function: ",
       std::string(name_of(node.op)).append(", number of operands: ").append(std::to_string(node.count)));
}

void Binding::check_first_is_path(const Node& node) {
  if (ok() && operand(node, 0).op != Operator::path) {
    fail("Operator or function requires a document path; operator or function: ", name_of(node.op));
  }
}

void Binding::check_distinct(const Node& node) {
  if (!ok()) return;
  const Node& first = operand(node, 0);
  if (first.op != Operator::path) return;
  for (std::uint16_t i = first.next; i != no_node; i = syntax_.nodes[i].next) {
    const Node& other = syntax_.nodes[i];
    if (other.op != Operator::path || other.count != first.count || relation_of(first, other) != Relation::overlap) {
      continue;
    }
    return fail(
        "The first operand must be distinct from the remaining operands for this operator or function; operator: ",
        std::string(name_of(node.op)).append(", first operand: ").append(describe_path(expression_, first)));
  }
}

void Binding::check_between(const Node& node) {
  check_types(node, is_ordered);
  check_distinct(node);
  const Node& low = operand(node, 1);
  const Node& high = operand(node, 2);
  if (!ok() || low.op != Operator::value || high.op != Operator::value) return;
  const Value& low_value = expression_.value_of(low);
  const Value& high_value = expression_.value_of(high);
  const auto order = compare(low_value, high_value);
  if (order && *order <= 0) return;
  fail(order ? "The BETWEEN operator requires upper bound to be greater than or equal to lower bound; "
             : "The BETWEEN operator requires same data type for lower and upper bounds; ",
       std::string("lower bound operand: ")
           .append(describe_bound(low_value))
           .append(", upper bound operand: ")
           .append(describe_bound(high_value)));
}

void Binding::check_attribute_type(const Node& node) {
  if (!ok()) return;
  const Node& type = operand(node, 1);
  if (type.op != Operator::value) {
    return fail_type(node, type.op == Operator::size ? wire::name_of(Tag::N) : attribute_types);
  }
  const Value& value = expression_.value_of(type);
  const auto* name = value.as<std::string>();
  if (name == nullptr) return fail_type(node, wire::name_of(value.tag()));
  for (auto tag = Tag::S; tag <= Tag::BS; tag = static_cast<Tag>(static_cast<int>(tag) + 1)) {
    if (wire::name_of(tag) == *name) return;
  }
  fail("Invalid attribute type name found; type: ", *name + ", valid types: " + std::string(attribute_types));
}

void Binding::check_action(const Node& action) {
  if (action.op == Operator::remove) return;
  const Node& value = operand(action, 1);
  bind(value);
  if (action.op == Operator::set || !ok()) return;
  const Tag tag = expression_.value_of(value).tag();
  if (wire::is_set(tag) || (action.op == Operator::add && tag == Tag::N)) return;
  fail("Incorrect operand type for operator or function; operator: ",
       std::string(name_of(action.op)).append(", operand type: ").append(long_name_of(tag)));
}

// Whether both lead to the same place or one into the other, or whether no item can have both.
Binding::Relation Binding::relation_of(const Node& a, const Node& b) const {
  for (std::size_t i = 0; i < std::min(a.count, b.count); ++i) {
    const Step& left = syntax_.steps[a.first + i];
    const Step& right = syntax_.steps[b.first + i];
    if ((left.kind == Step::Kind::index) != (right.kind == Step::Kind::index)) return Relation::conflict;
    if (left.kind == Step::Kind::index ? left.index != right.index
                                       : expression_.names[a.first + i] != expression_.names[b.first + i]) {
      return Relation::none;
    }
  }
  return Relation::overlap;
}

void Binding::check_overlap(const Node& path, const Node& later) {
  const Relation relation = relation_of(path, later);
  if (relation == Relation::none) return;
  fail(relation == Relation::overlap ? "Two document paths overlap with each other"
                                     : "Two document paths conflict with each other",
       std::string("; must remove or rewrite one of these paths; path one: ")
           .append(describe_path(expression_, path))
           .append(", path two: ")
           .append(describe_path(expression_, later)));
}

void Binding::check_operator_count() {
  std::size_t count = 0;
  for (const Node& node : syntax_.nodes) {
    const bool is_chain = node.op == Operator::and_ || node.op == Operator::or_;
    const bool is_operator = node.op > Operator::value && node.op < Operator::set;
    count += is_chain ? node.count - std::size_t{1} : is_operator ? 1 : 0;
  }
  if (count > max_operators) fail("The expression contains too many operators; operator count: 301");
}

}  // namespace partita::inline epoch1::embedded
