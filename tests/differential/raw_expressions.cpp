#include "raw_expressions.hpp"

#include "raw_values.hpp"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

namespace differential {
namespace {

const std::vector<std::string> comparators{"=", "<>", "<", "<=", ">", ">="};

std::string any_attribute(Rng& rng) {
  if (!rng.chance(12)) return random_attribute(rng);
  return rng.chance(50) ? "pk" : "sk";
}

}  // namespace

std::string RawExpressions::name(const std::string& attribute) {
  const bool needs = attribute == "name" || attribute.find('.') != std::string::npos;
  if (!needs && rng_.chance(70)) return attribute;
  const std::string placeholder = attribute == "a.b" ? "#dotted" : "#" + attribute;
  names_[placeholder] = attribute;
  return placeholder;
}

std::string RawExpressions::value(Json value) {
  const std::string placeholder = ":v" + std::to_string(values_.size());
  values_[placeholder] = std::move(value);
  return placeholder;
}

std::string RawExpressions::path(const std::string& attribute) {
  std::string text = name(attribute);
  if (attribute == "m" && rng_.chance(60)) {
    text += "." + name(rng_.chance(80) ? "x" : rng_.chance(50) ? "y" : "a.b");
  } else if (attribute == "li" && rng_.chance(60)) {
    text += "[" + std::to_string(rng_.below(4)) + "]";
  } else if (attribute == "c" && rng_.chance(20)) {
    text += rng_.chance(50) ? ".x" : "[0]";
  }
  if (text.back() == ']' && rng_.chance(10)) text += ".x";
  return text;
}

std::string RawExpressions::any_path() {
  return path(any_attribute(rng_));
}

std::string RawExpressions::operand(const std::string& attribute) {
  if (rng_.chance(10)) return any_path();
  return value(random_value_for(rng_, attribute));
}

std::string RawExpressions::comparison() {
  const std::string attribute = any_attribute(rng_);
  std::string left = path(attribute);
  const std::size_t kind = rng_.below(10);
  if (kind == 0) {
    left += " BETWEEN " + operand(attribute);
    return left + " AND " + operand(attribute);
  }
  if (kind == 1) {
    left += " IN (" + operand(attribute);
    for (std::size_t more = rng_.below(3); more > 0; --more) left += ", " + operand(attribute);
    return left + ")";
  }
  if (kind == 2) {
    const std::string& comparator = comparators[rng_.below(comparators.size())];
    return "size(" + left + ") " + comparator + " " + value({{"N", std::to_string(rng_.below(4))}});
  }
  left += " " + comparators[rng_.chance(40) ? 0 : rng_.below(comparators.size())] + " ";
  return left + operand(attribute);
}

std::string RawExpressions::call() {
  static const std::vector<std::string> tags{"S", "N", "B", "SS", "NS", "BS", "BOOL", "NULL", "L", "M"};
  const std::string attribute = any_attribute(rng_);
  const std::string subject = path(attribute);
  switch (rng_.below(6)) {
    case 0:
    case 1:
      return "attribute_exists(" + subject + ")";
    case 2:
      return "attribute_not_exists(" + subject + ")";
    case 3:
      return "attribute_type(" + subject + ", " + value({{"S", tags[rng_.below(tags.size())]}}) + ")";
    case 4:
      return "begins_with(" + subject + ", " + value(random_value_of(rng_, rng_.chance(80) ? "S" : "B")) + ")";
    default:
      return "contains(" + subject + ", " + (rng_.chance(90) ? value(random_value(rng_, 2)) : any_path()) + ")";
  }
}

std::string RawExpressions::condition(int depth) {
  if (depth < 3 && rng_.chance(35)) {
    std::string left = condition(depth + 1);
    if (rng_.chance(20)) return "NOT " + left;
    if (rng_.chance(30)) left = "(" + left + ")";
    left += rng_.chance(50) ? " AND " : " OR ";
    return left + condition(depth + 1);
  }
  return rng_.chance(60) ? comparison() : call();
}

std::string RawExpressions::set_action(const std::string& attribute) {
  const std::string target = path(attribute);
  const auto fresh = [&] { return value(random_value_for(rng_, attribute)); };
  const std::size_t kind = rng_.below(10);
  if (attribute == "b" || attribute == "n" || kind == 0) {
    std::string source = rng_.chance(60) ? target : "if_not_exists(" + target + ", " + fresh() + ")";
    if (rng_.chance(25)) return target + " = " + source;
    source += rng_.chance(60) ? " + " : " - ";
    return target + " = " + source + value(random_value_of(rng_, "N"));
  }
  if (attribute == "li" && rng_.chance(60)) {
    const std::string more = value(random_value_of(rng_, "L"));
    const std::string list = rng_.chance(50) ? "li" : "if_not_exists(li, " + value({{"L", Json::array()}}) + ")";
    return "li = list_append(" + (rng_.chance(50) ? list + ", " + more : more + ", " + list) + ")";
  }
  if (kind == 1) return target + " = if_not_exists(" + any_path() + ", " + fresh() + ")";
  if (kind == 2) return target + " = " + any_path();
  return target + " = " + fresh();
}

std::string RawExpressions::update() {
  std::map<std::string, std::vector<std::string>> clauses;
  std::vector<std::string> used;
  for (std::size_t count = 1 + rng_.below(3); count > 0; --count) {
    const std::string attribute = random_attribute(rng_);
    if (std::find(used.begin(), used.end(), attribute) != used.end()) continue;
    used.push_back(attribute);
    const bool is_set = attribute == "ss" || attribute == "ns" || attribute == "bs";
    const std::size_t kind = rng_.below(10);
    if (is_set && kind < 4) {
      clauses["ADD"].push_back(name(attribute) + " " + value(random_value_for(rng_, attribute)));
    } else if (is_set && kind < 8) {
      clauses["DELETE"].push_back(name(attribute) + " " + value(random_value_for(rng_, attribute)));
    } else if (attribute == "b" && kind < 4) {
      clauses["ADD"].push_back(path(attribute) + " " + value(random_value_of(rng_, "N")));
    } else if (kind == 9 || (kind == 8 && attribute != "b")) {
      clauses["REMOVE"].push_back(path(attribute));
    } else {
      clauses["SET"].push_back(set_action(attribute));
    }
  }
  std::string text;
  for (const auto& [clause, actions] : clauses) {
    text += (text.empty() ? "" : " ") + clause;
    for (std::size_t i = 0; i < actions.size(); ++i) text += (i == 0 ? " " : ", ") + actions[i];
  }
  return text;
}

std::string RawExpressions::projection() {
  std::vector<std::string> used;
  std::string text;
  for (std::size_t count = 1 + rng_.below(3); count > 0; --count) {
    const std::string attribute = any_attribute(rng_);
    if (std::find(used.begin(), used.end(), attribute) != used.end()) continue;
    used.push_back(attribute);
    text += (text.empty() ? "" : ", ") + path(attribute);
  }
  return text;
}

std::string RawExpressions::key_condition(const KeyPart& partition, const KeyPart& sort) {
  std::string text = name(partition.name) + " = ";
  text += value(random_key_value(rng_, partition));
  if (sort.name.empty() || rng_.chance(40)) return text;
  std::string of_sort = name(sort.name);
  const std::size_t kind = rng_.below(7);
  if (kind == 0) {
    of_sort += " BETWEEN " + value(random_key_value(rng_, sort));
    of_sort += " AND " + value(random_key_value(rng_, sort));
  } else if (kind == 1 && sort.type != "N") {
    of_sort = "begins_with(" + of_sort + ", " + value(random_key_value(rng_, sort)) + ")";
  } else {
    static const std::vector<std::string> allowed{"=", "<", "<=", ">", ">="};
    of_sort += " " + allowed[rng_.below(allowed.size())] + " ";
    of_sort += value(random_key_value(rng_, sort));
  }
  return rng_.chance(85) ? text + " AND " + of_sort : of_sort + " AND " + text;
}

void RawExpressions::add_placeholders(Json& body) const {
  if (!names_.empty()) body["ExpressionAttributeNames"] = names_;
  if (!values_.empty()) body["ExpressionAttributeValues"] = values_;
}

}  // namespace differential
