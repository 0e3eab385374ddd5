#include "frontend_json/reader.hpp"

#include "diagnostics/suggestion.hpp"
#include "plan/names.hpp"

#include <algorithm>
#include <optional>

namespace partita::frontend_json {

using diagnostics::Id;

bool Reader::expect(const Value& value, ValueKind kind, std::string_view what) const {
  if (value.kind == kind) return true;
  std::string message = "expected ";
  message.append(article_name(kind)).append(" for ").append(what).append(", got ").append(article_name(value.kind));
  sink_.report(Id::wrong_value_kind, value.span, std::move(message));
  return false;
}

void Reader::check_members(const Value& object, std::string_view owner,
                           std::initializer_list<std::string_view> known) const {
  for (const ObjectMember& member : object.members) {
    if (std::find(known.begin(), known.end(), member.key) != known.end()) continue;
    const std::vector<std::string> words(known.begin(), known.end());
    const std::optional<std::string> meant = diagnostics::closest(member.key, words);
    std::string message = "unknown member '" + member.key + "' of " + std::string(owner);
    if (meant) message += "; did you mean '" + *meant + "'?";
    auto& report = sink_.report(Id::unknown_member, member.key_span, std::move(message));
    // Renaming to a member that is there too would only make a duplicate of it.
    if (meant && object.find(*meant) == nullptr) report.fix = diagnostics::FixIt{member.key_span, *meant};
    report.notes.push_back(
        {member.key_span, std::string(owner) + " knows " + diagnostics::quoted_list(words), std::nullopt});
  }
}

const Value* Reader::optional_member(const Value& object, std::string_view key, ValueKind kind) const {
  const ObjectMember* member = object.find(key);
  if (member == nullptr || !expect(member->value, kind, "'" + std::string(key) + "'")) return nullptr;
  return &member->value;
}

const Value* Reader::required_member(const Value& object, std::string_view key, ValueKind kind, source::Span at,
                                     std::string_view owner, std::string_view advice) const {
  if (is_misspelt(object, key)) return nullptr;
  if (object.find(key) == nullptr) {
    std::string message(owner);
    message.append(" has no '").append(key).append("'; ").append(advice);
    sink_.report(Id::missing_member, at, std::move(message));
    return nullptr;
  }
  return optional_member(object, key, kind);
}

bool Reader::is_misspelt(const Value& object, std::string_view key) const {
  if (object.find(key) != nullptr) return false;
  return std::any_of(object.members.begin(), object.members.end(), [&](const ObjectMember& member) {
    return diagnostics::closest(member.key, {std::string(key)}).has_value();
  });
}

bool Reader::flag(const Value& object, std::string_view key) const {
  const Value* value = optional_member(object, key, ValueKind::boolean);
  return value != nullptr && value->boolean;
}

std::vector<model::Name> Reader::names(const Value& object, std::string_view key) const {
  std::vector<model::Name> result;
  const ObjectMember* member = object.find(key);
  if (member == nullptr) return result;
  const std::string what = "'" + std::string(key) + "'";
  if (member->value.kind == ValueKind::string) {
    const Value& lone = member->value;
    auto& report = sink_.report(Id::wrong_value_kind, lone.span,
                                "expected a list of names for " + what + ", got a string; put it in brackets");
    if (!lone.has_escapes) report.fix = diagnostics::FixIt{lone.span, "[\"" + lone.text + "\"]"};
    result.push_back(name(lone));
    return result;
  }
  if (!expect(member->value, ValueKind::array, what)) return result;
  for (const Value& item : member->value.items) {
    if (expect(item, ValueKind::string, "a name in " + what)) result.push_back(name(item));
  }
  return result;
}

std::optional<std::size_t> Reader::choice(const Value& string, std::string_view what,
                                          const std::vector<std::string>& words) const {
  const auto found = std::find(words.begin(), words.end(), string.text);
  if (found != words.end()) return static_cast<std::size_t>(found - words.begin());
  const std::optional<std::string> meant = diagnostics::closest(string.text, words);
  std::string message = "'" + string.text + "' is not known as " + std::string(what) + "; ";
  message += meant ? "did you mean '" + *meant + "'?" : "write one of " + diagnostics::quoted_list(words);
  auto& report = sink_.report(Id::unknown_value, string.content(), std::move(message));
  if (meant) {
    report.fix = diagnostics::FixIt{string.content(), *meant};
    report.notes.push_back({string.content(), "known are " + diagnostics::quoted_list(words), std::nullopt});
  }
  return std::nullopt;
}

bool Reader::check_identifier(std::string_view text, source::Span span, std::string_view what) const {
  std::string message;
  if (!plan::has_identifier_form(text)) {
    message = std::string(what) + " '" + std::string(text) + "' is not a C++ identifier";
  } else if (plan::is_cpp_keyword(text)) {
    message = std::string(what) + " '" + std::string(text) + "' is a C++ keyword";
  } else if (plan::is_predefined_macro(text)) {
    message = std::string(what) + " '" + std::string(text) + "' is a predefined macro";
  } else {
    return true;
  }
  const std::string derived = plan::cpp_identifier(text);
  auto& report = sink_.report(Id::invalid_identifier, span, message + "; name it otherwise");
  report.notes.push_back({span, "'" + derived + "' would do", diagnostics::FixIt{span, derived}});
  return false;
}

void Reader::check_scope_name(std::string_view text, source::Span span, std::string_view what) const {
  if (!check_identifier(text, span, what)) return;
  if (std::find(plan::used_namespaces.begin(), plan::used_namespaces.end(), text) == plan::used_namespaces.end())
    return;
  std::string message(what);
  message.append(" '").append(text).append("' would hide namespace '::").append(text);
  sink_.report(Id::name_collision, span, message + "' from generated code; name it otherwise");
}

}  // namespace partita::frontend_json
