#include <partita/stored_value.hpp>

#include <partita/error.hpp>
#include <partita/wire/writer.hpp>

#include <unordered_set>

namespace partita::inline epoch1::detail {

namespace {

// The type of an encoded value, such as `{"S":"x"}`, and what is behind it.
std::string_view tag_of(std::string_view json) {
  return json.substr(2, json.find('"', 2) - 2);
}
std::string_view content_of(std::string_view json) {
  json.remove_prefix(json.find(':') + 1);
  json.remove_suffix(1);
  return json;
}

// What a list or map becomes that holds one; a codec says the same.
Value empty_set(std::string_view part) {
  return Value::refused(Error(ErrorKind::invalid_argument, std::string(part) +
                                                               " is an empty set, which DynamoDB cannot "
                                                               "store inside a list or map"));
}

}  // namespace

Value whole_list(const std::vector<Value>& elements) {
  std::string text;
  for (const Value& each : elements) {
    if (each.error()) return each;
    if (each.is_absent()) return empty_set("an element");
    text.append(text.empty() ? "" : ",").append(each.json());
  }
  return Value::encoded(R"({"L":[)" + text + "]}");
}

Value whole_map(const std::vector<std::pair<std::string, Value>>& entries) {
  wire::Writer out;
  for (const auto& [key, value] : entries) {
    if (value.error()) return value;
    if (value.is_absent()) return empty_set("an entry");
    if (!out.view().empty()) out.raw(",");
    out.json_string(key);
    out.raw(":");
    out.raw(value.json());
  }
  if (out.failed()) return Value::refused(out.error());
  return Value::encoded(R"({"M":{)" + std::string(out.view()) + "}}");
}

Value whole_set(const std::vector<Value>& elements) {
  if (elements.empty()) return Value::absent();
  std::unordered_set<std::string_view> seen;
  std::string text;
  for (const Value& each : elements) {
    if (each.error()) return each;
    const std::string_view content = content_of(each.json());
    if (seen.insert(content).second) text.append(text.empty() ? "" : ",").append(content);
  }
  return Value::encoded(R"({")" + std::string(tag_of(elements.front().json())) + R"(S":[)" + text + "]}");
}

Value out_of_range() {
  return Value::refused(Error(ErrorKind::invalid_argument, "the value is out of the range of its type"));
}

}  // namespace partita::inline epoch1::detail
