#include "key_condition.hpp"

#include <partita/query_state.hpp>
#include <partita/wire/members.hpp>

#include "item_text.hpp"

#include <utility>

namespace partita::inline epoch1::detail {

namespace {

Value refused(const AttributeName& name, bool is_partition, const std::string& fault) {
  return Value::refused(Error(ErrorKind::invalid_argument, std::string("condition on ") +
                                                               (is_partition ? "partition" : "sort") + " key '" +
                                                               std::string(name.name) + "': " + fault));
}

Value checked(const AttributeName& name, Value value, std::size_t size, bool is_partition) {
  const std::size_t allowed = wire::max_key_size(is_partition ? wire::KeyPart::partition : wire::KeyPart::sort);
  if (value.error()) return refused(name, is_partition, value.error()->message());
  if (size == 0 || value.json() == R"({"S":""})" || value.json() == R"({"B":""})") {
    return refused(name, is_partition, "the value must not be empty");
  }
  if (size > allowed) {
    return refused(name, is_partition,
                   "the value is " + std::to_string(size) + " bytes long; DynamoDB allows " + std::to_string(allowed));
  }
  return value;
}

}  // namespace

std::string_view comparison(SortOperator op) {
  switch (op) {
    case SortOperator::equal:
      return " = ";
    case SortOperator::less:
      return " < ";
    case SortOperator::at_most:
      return " <= ";
    case SortOperator::greater:
      return " > ";
    case SortOperator::at_least:
      return " >= ";
    case SortOperator::between:
      return " BETWEEN ";
    case SortOperator::begins_with:
      return ", ";
  }
  return {};
}

Value sort_value(const AttributeName& name, Value value, std::size_t size, bool fits) {
  if (!fits) return refused(name, false, "the value is out of the range of the key's type");
  return checked(name, std::move(value), size, false);
}

Value key_value(const AttributeName& name, Value value, bool is_partition) {
  const bool has_length = value.json().starts_with(R"({"S")") || value.json().starts_with(R"({"B")");
  const std::size_t size = has_length ? value_size(value.json()) : 1;
  return checked(name, std::move(value), size, is_partition);
}

void KeyExpression::add(const KeyCondition& condition) {
  parts_.name(condition.name);
  const bool is_prefix = condition.op == SortOperator::begins_with;
  text_.append(text_.empty() ? "" : " AND ").append(is_prefix ? "begins_with(" : "").append(condition.name.text());
  text_.append(comparison(condition.op)).append(placeholder(condition.first));
  if (condition.second) text_.append(" AND ").append(placeholder(*condition.second));
  if (is_prefix) text_ += ')';
}

std::string KeyExpression::placeholder(const Value& value) {
  std::string name = ":k" + std::to_string(count_++);
  parts_.value(name, value.json());
  return name;
}

}  // namespace partita::inline epoch1::detail
