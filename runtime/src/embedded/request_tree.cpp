#include "embedded/request_tree.hpp"

#include <partita/wire/reader.hpp>

#include <algorithm>
#include <charconv>
#include <system_error>

namespace partita::inline epoch1::embedded {
namespace {

// More than any request is nested: a bound for the recursion.
constexpr int max_depth = 32;

Json read(wire::Reader& reader, int depth) {
  Json json;
  switch (reader.peek()) {
    case '{': {
      json.kind = Json::Kind::object;
      if (depth == max_depth) {
        reader.fail("nested too deeply");
        break;
      }
      reader.begin_object();
      for (std::string_view key; reader.next_key(key);) {
        std::string name(key);
        Json value = read(reader, depth + 1);
        if (value.kind != Json::Kind::null) json.members.emplace_back(std::move(name), std::move(value));
      }
      break;
    }
    case '[':
      json.kind = Json::Kind::array;
      if (depth == max_depth) {
        reader.fail("nested too deeply");
        break;
      }
      reader.begin_array();
      while (reader.next_element()) json.elements.push_back(read(reader, depth + 1));
      break;
    case '"':
      json.kind = Json::Kind::string;
      json.text = reader.read_plain_string();
      break;
    case 't':
    case 'f':
      json.kind = Json::Kind::boolean;
      json.flag = reader.read_bool();
      break;
    case 'n':
      reader.skip_value();
      break;
    default:
      json.kind = Json::Kind::number;
      json.text = reader.skip_value();
  }
  return json;
}

Refusal cannot_be_read(std::string message) {
  return Refusal{"SerializationException", std::move(message)};
}

}  // namespace

const Json* Json::find(std::string_view name) const {
  // Of a member that is there twice the last one counts, as it does where items are read.
  const auto found =
      std::find_if(members.rbegin(), members.rend(), [&](const auto& each) { return each.first == name; });
  return found != members.rend() ? &found->second : nullptr;
}

RequestValue RequestValue::operator[](std::string_view name) const {
  return {is(Json::Kind::object) ? json_->find(name) : nullptr, *refusal_};
}

std::optional<std::string> RequestValue::string() const {
  if (!is(Json::Kind::string)) return std::nullopt;
  return json_->text;
}

std::optional<std::int64_t> RequestValue::integer() const {
  if (!is(Json::Kind::number)) return std::nullopt;
  const char* const end = json_->text.data() + json_->text.size();
  std::int64_t value = 0;
  const auto [at, error] = std::from_chars(json_->text.data(), end, value);
  if (error == std::errc() && at == end) return value;
  if (!*refusal_) *refusal_ = cannot_be_read("'" + json_->text + "' cannot be converted to Long");
  return std::nullopt;
}

std::optional<bool> RequestValue::boolean() const {
  if (!is(Json::Kind::boolean)) return std::nullopt;
  return json_->flag;
}

std::vector<RequestValue> RequestValue::list() const {
  std::vector<RequestValue> values;
  if (!is(Json::Kind::array)) return values;
  for (const Json& each : json_->elements) values.emplace_back(&each, *refusal_);
  return values;
}

std::vector<std::string> RequestValue::strings() const {
  std::vector<std::string> texts;
  for (const RequestValue& each : list()) texts.push_back(each.string().value_or(std::string()));
  return texts;
}

bool RequestValue::is(Json::Kind kind) const {
  if (json_ == nullptr || json_->kind == kind) return json_ != nullptr;
  if (*refusal_) return false;
  const Json::Kind found = json_->kind;
  if (found == Json::Kind::object) {
    *refusal_ = cannot_be_read("Start of structure or map found where not expected.");
  } else if (found == Json::Kind::array) {
    *refusal_ = cannot_be_read("Start of list found where not expected");
  } else if (kind == Json::Kind::object || kind == Json::Kind::array) {
    *refusal_ = cannot_be_read("Unexpected field type");
  } else {
    const std::string name = found == Json::Kind::number   ? "NUMBER_VALUE"
                             : found == Json::Kind::string ? "STRING_VALUE"
                             : found == Json::Kind::null   ? "NULL_VALUE"
                             : json_->flag                 ? "TRUE_VALUE"
                                                           : "FALSE_VALUE";
    const std::string type = kind == Json::Kind::string ? "String" : kind == Json::Kind::number ? "Long" : "Boolean";
    *refusal_ = cannot_be_read(name + " cannot be converted to " + type);
  }
  return false;
}

RequestTree::RequestTree(std::string_view body) {
  wire::TextReader text(body);
  wire::Reader& reader = text.reader();
  json_ = read(reader, 0);
  reader.end();
  if (!reader.ok()) {
    refusal_ = cannot_be_read(reader.error().message());
  } else if (json_.kind != Json::Kind::object) {
    refusal_ = cannot_be_read("Unexpected field type");
  }
  if (refusal_) json_ = Json{Json::Kind::object};
}

}  // namespace partita::inline epoch1::embedded
