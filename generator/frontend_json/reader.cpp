#include "frontend_json/reader.hpp"

#include "diagnostics/suggestion.hpp"
#include "plan/chosen_name.hpp"
#include "plan/names.hpp"

#include <algorithm>
#include <charconv>
#include <system_error>
#include <utility>
#include <variant>

namespace partita::frontend_json {

using diagnostics::Id;

bool is_qualified_name(std::string_view text) {
  while (true) {
    const std::size_t end = text.find("::");
    const std::string_view part = text.substr(0, end);
    if (!plan::has_identifier_form(part) || plan::is_cpp_keyword(part)) return false;
    if (end == std::string_view::npos) return true;
    text.remove_prefix(end + 2);
  }
}

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
  const ObjectMember* member = object.find(key);
  if (member == nullptr) return {};
  return names_in(member->value, "'" + std::string(key) + "'");
}

std::vector<model::Name> Reader::names_in(const Value& list, std::string_view what) const {
  std::vector<model::Name> result;
  if (list.kind == ValueKind::string) {
    auto& report =
        sink_.report(Id::wrong_value_kind, list.span,
                     "expected a list of names for " + std::string(what) + ", got a string; put it in brackets");
    if (!list.has_escapes) report.fix = diagnostics::FixIt{list.span, "[\"" + list.text + "\"]"};
    result.push_back(name(list));
    return result;
  }
  if (!expect(list, ValueKind::array, what)) return result;
  for (const Value& item : list.items) {
    if (expect(item, ValueKind::string, "a name in " + std::string(what))) result.push_back(name(item));
  }
  return result;
}

std::optional<std::uint64_t> Reader::count(const Value& value, std::string_view what) const {
  std::uint64_t result = 0;
  const char* end = value.text.data() + value.text.size();
  if (value.kind == ValueKind::number) {
    const auto [stop, error] = std::from_chars(value.text.data(), end, result);
    if (error == std::errc() && stop == end && result != 0) return result;
  }
  const std::string got = value.kind == ValueKind::number ? value.text : std::string(article_name(value.kind));
  sink_.report(Id::wrong_value_kind, value.span,
               "expected a whole number, 1 or more, for " + std::string(what) + ", got " + got);
  return std::nullopt;
}

std::optional<model::KeyTemplate> Reader::key_template(const Value& string) const {
  auto parsed = model::parse_key_template(string.text);
  if (auto* error = std::get_if<model::TemplateError>(&parsed)) {
    sink_.report(Id::malformed_key_template, string.content(error->begin, error->end), std::move(error->message));
    return std::nullopt;
  }
  auto& syntax = std::get<model::TemplateSyntax>(parsed);
  syntax.key.span = string.content();
  for (std::size_t i = 0; i < syntax.key.parts.size(); ++i) {
    syntax.key.parts[i].attribute.span = string.content(syntax.part_bytes[i].first, syntax.part_bytes[i].second);
  }
  return std::move(syntax.key);
}

void Reader::report(const Value& string, const model::QuantityError& error) const {
  auto& report = sink_.report(Id::malformed_quantity, string.content(error.begin, error.end), error.message);
  if (error.replacement && !string.has_escapes) report.fix = diagnostics::FixIt{report.span, *error.replacement};
}

void Reader::suppressions(const Value& body, source::Span scope, std::vector<model::Suppression>& result) const {
  const Value* suppress = optional_member(body, "suppress", ValueKind::object);
  if (suppress == nullptr) return;
  for (const ObjectMember& member : suppress->members) {
    if (!expect(member.value, ValueKind::string, "the reason to suppress '" + member.key + "'")) continue;
    result.push_back({{member.key, member.key_span}, name(member.value), scope});
  }
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
  return plan::check_identifier(text, span, what, sink_);
}

bool Reader::check_qualified_name(const Value& string, std::string_view what) const {
  if (is_qualified_name(string.text)) return true;
  sink_.report(Id::invalid_identifier, string.content(),
               "'" + string.text + "' does not name " + std::string(what) +
                   " in C++; write it with its namespaces, such as 'shop::Money'");
  return false;
}

bool Reader::check_include(const Value& string) const {
  std::string_view name = string.text;
  const bool is_wrapped =
      name.size() > 1 && ((name.front() == '<' && name.back() == '>') || (name.front() == '"' && name.back() == '"'));
  if (is_wrapped) name = name.substr(1, name.size() - 2);
  const bool is_plain = !name.empty() && std::none_of(name.begin(), name.end(), [](char c) {
    return static_cast<unsigned char>(c) < ' ' || c == '"' || c == '\\' || c == '<' || c == '>';
  });
  if (is_plain && !is_wrapped) return true;
  auto& report =
      sink_.report(Id::invalid_include, string.content(),
                   "'" + string.text + "' does not name a header; write it as between the quotes of an #include");
  if (is_plain) report.fix = diagnostics::FixIt{string.content(), std::string(name)};
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
