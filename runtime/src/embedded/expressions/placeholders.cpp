#include "embedded/expressions/placeholders.hpp"

#include "embedded/values/item_scanner.hpp"
#include "embedded/values/value_text.hpp"

#include <algorithm>
#include <cstddef>
#include <map>
#include <utility>

namespace partita::inline epoch1::embedded {

namespace {

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html ("Expression parameters")
constexpr std::size_t max_placeholder_size = 255;
constexpr std::size_t max_name_size = 65535;
constexpr std::size_t max_size_of_values = 2097152;

constexpr std::string_view names_parameter = "ExpressionAttributeNames";
constexpr std::string_view values_parameter = "ExpressionAttributeValues";

void refuse(RequestReader& in, std::string_view parameter, std::string_view what) {
  in.refuse_invalid(std::string(parameter).append(" ").append(what));
}

void check_placeholder(RequestReader& in, std::string_view parameter, char sign, std::string_view placeholder) {
  const auto is_word = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  };
  if (placeholder.size() < 2 || placeholder.front() != sign ||
      !std::all_of(placeholder.begin() + 1, placeholder.end(), is_word)) {
    refuse(in, parameter, "contains invalid key: Syntax error; key: \"" + std::string(placeholder) + "\"");
  } else if (placeholder.size() > max_placeholder_size) {
    refuse(in, parameter,
           "contains invalid key: The expression attribute map contains a key that is too long; size of key: " +
               std::to_string(placeholder.size()));
  }
}

void refuse_content(RequestReader& in, std::string_view parameter, std::string_view what,
                    std::string_view placeholder) {
  refuse(in, parameter, std::string("contains invalid value: ").append(what).append(" for key ").append(placeholder));
}

void check_name(RequestReader& in, std::string_view name, std::string_view placeholder) {
  if (name.empty()) {
    refuse_content(in, names_parameter, "Empty attribute name", placeholder);
  } else if (name.size() > max_name_size) {
    refuse_content(in, names_parameter, "Attribute name is too large, must be less than 65536 bytes", placeholder);
  }
}

}  // namespace

void Placeholders::read_names(RequestReader& in) {
  names_.clear();
  if (in.take_null() || !in.begin_object()) return;
  std::map<std::string, std::string> names;
  std::string_view key;
  while (in.next_key(key)) {
    const std::string placeholder(key);
    std::string name(in.take_null() ? std::string_view() : in.string());
    check_placeholder(in, names_parameter, '#', placeholder);
    check_name(in, name, placeholder);
    names.insert_or_assign(placeholder, std::move(name));  // of one that comes twice the last name counts
  }
  if (names.empty()) refuse(in, names_parameter, "must not be empty");
  for (auto& [placeholder, name] : names) names_.push_back({placeholder, std::move(name)});
}

void Placeholders::read_values(RequestReader& in) {
  values_.clear();
  if (in.take_null()) return;
  ScannedItem scanned;
  RequestReader values(in.skip_value());
  scan_item(values, scanned);
  if (!values.ok()) {
    Refusal refusal = values.refusal();
    const bool is_of_types = refusal.type == "SerializationException";
    if (is_of_types || scanned.refused.empty()) return in.refuse(std::move(refusal));
    check_placeholder(in, values_parameter, ':', scanned.refused);
    return refuse_content(in, values_parameter, refusal.message, scanned.refused);
  }
  for (const ItemMembers::Member& member : scanned.members.list()) {
    check_placeholder(in, values_parameter, ':', member.name);
    values_.push_back({std::string(member.name), parse_value(member.json)});
  }
  if (values_.empty()) refuse(in, values_parameter, "must not be empty");
  if (scanned.size > max_size_of_values) refuse(in, values_parameter, "exceeds max size");
}

template <class T>
const T* Placeholders::find(Entries<T>& entries, std::string_view placeholder) {
  const auto at =
      std::lower_bound(entries.begin(), entries.end(), placeholder,
                       [](const Entry<T>& each, std::string_view sought) { return each.placeholder < sought; });
  if (at == entries.end() || at->placeholder != placeholder) return nullptr;
  at->used = true;
  return &at->content;
}

const std::string* Placeholders::name(std::string_view placeholder) {
  return find(names_, placeholder);
}
const Value* Placeholders::value(std::string_view placeholder) {
  return find(values_, placeholder);
}

template <class T>
std::string Placeholders::unused_of(const Entries<T>& entries) {
  std::string keys;
  for (const Entry<T>& each : entries) {
    if (!each.used) keys.append(keys.empty() ? "" : ", ").append(each.placeholder);
  }
  return keys;
}

std::optional<Refusal> Placeholders::refuse_unused() const {
  const auto refuse_keys = [](std::string_view parameter, const std::string& keys) {
    return Refusal{"ValidationException", std::string("Value provided in ")
                                              .append(parameter)
                                              .append(" unused in expressions: keys: {")
                                              .append(keys)
                                              .append("}")};
  };
  if (const std::string keys = unused_of(names_); !keys.empty()) return refuse_keys(names_parameter, keys);
  if (const std::string keys = unused_of(values_); !keys.empty()) return refuse_keys(values_parameter, keys);
  return std::nullopt;
}

}  // namespace partita::inline epoch1::embedded
