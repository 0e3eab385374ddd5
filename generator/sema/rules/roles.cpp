#include "sema/advice.hpp"
#include "sema/lookup.hpp"
#include "sema/rules/rules.hpp"
#include "sema/rules/templates.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <system_error>

namespace partita::sema {
namespace {

using diagnostics::Id;
using model::TypeKind;

bool is_wide_integer(const model::Type& type) {
  return type.kind == TypeKind::int32 || type.kind == TypeKind::int64 || type.kind == TypeKind::uint32 ||
         type.kind == TypeKind::uint64;
}

// The service reads seconds since the epoch from a Number; a point in time is stored so under `ttl`, whatever its unit.
// Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html
bool is_ttl_type(const model::Type& type) {
  return is_wide_integer(type) || type.kind == TypeKind::timestamp || type.kind == TypeKind::timestamp_seconds ||
         type.kind == TypeKind::sys_milliseconds || type.kind == TypeKind::sys_seconds;
}

// The key, or one of those that it is made from.
bool is_part(const model::DeclaredEntity& entity, const model::KeyUse& use, const model::DeclaredAttribute& attribute) {
  const model::DeclaredAttribute* key = find_attribute(entity, use.attribute.text);
  if (key == nullptr) return false;
  const auto parts = parts_of(entity, *key);
  return std::find(parts.begin(), parts.end(), &attribute) != parts.end();
}

void check_ttl(const model::DeclaredEntity& entity, const model::DeclaredAttribute& attribute,
               diagnostics::Sink& sink) {
  const model::Type& type = attribute.member.type;
  if (!is_known(type) || is_ttl_type(type)) return;
  const std::string usual = entity.notation == model::Notation::cpp ? "partita::timestamp" : "timestamp";
  sink.report(Id::ttl_type, attribute.role_span,
              "ttl attribute '" + attribute.member.name.text + "' has type '" + type_spelling(entity.notation, type) +
                  "'; DynamoDB reads seconds from a number: make it a '" + usual + "' or a 32-bit or 64-bit integer");
}

// An update sets the attribute alone: what else is composed from it would keep the old value.
void check_templates_of(const model::DeclaredEntity& entity, const model::DeclaredAttribute& attribute, Id id,
                        const std::string& subject, diagnostics::Sink& sink) {
  for (const TemplateUse& use : templates(entity)) {
    const bool composed = use.kind == TemplateUse::Kind::composed;
    if (composed && use.of_table()) continue;  // reported with the key
    for (const model::TemplatePart& part : use.key->parts) {
      if (part.attribute.text != attribute.member.name.text) continue;
      const std::string why = composed
                                  ? ", and every update changes it without composing the key again; make the attribute "
                                    "itself a key of the index, or compose the key from another one"
                                  : ", and every write changes it, so that the extra items would be made anew each "
                                    "time; compose their key from another one";
      sink.report(id, part.attribute.span, subject + " is part of " + use.what + why)
          .notes.push_back({attribute.role_span, "its role is given here", std::nullopt});
    }
  }
}

void check_version(const model::DeclaredEntity& entity, const model::DeclaredAttribute& attribute,
                   diagnostics::Sink& sink) {
  const model::Member& member = attribute.member;
  const std::string subject = "version attribute '" + member.name.text + "'";
  if (is_known(member.type) && !is_wide_integer(member.type)) {
    const std::string usual = entity.notation == model::Notation::cpp ? "std::int64_t" : "int64";
    sink.report(Id::version_type, attribute.role_span,
                subject + " has type '" + type_spelling(entity.notation, member.type) + "'; make it '" + usual + "'");
  } else if (member.optional) {
    sink.report(Id::version_type, attribute.role_span,
                subject + " is optional, but every write counts it up; make it required");
  }
  for (const model::KeyUse* use : key_uses(entity, "")) {
    if (!is_part(entity, *use, attribute)) continue;
    sink.report(Id::version_on_key, attribute.role_span,
                subject + " is " + (use->attribute.text == member.name.text ? "the " : "part of the ") +
                    std::string(role_name(use->role)) +
                    " of the table, which never changes; count versions in another attribute");
  }
  check_templates_of(entity, attribute, Id::version_on_key, subject, sink);
}

// 5,138 years after the epoch in seconds, March 1973 in milliseconds.
constexpr std::int64_t least_milliseconds = 100'000'000'000;

// A clock in milliseconds is 50,000 years ahead of one in seconds: items never expire.
void check_ttl_unit(const model::DeclaredAttribute& attribute, diagnostics::Sink& sink) {
  const model::Member& member = attribute.member;
  if (!is_wide_integer(member.type)) return;
  const std::string& name = member.name.text;
  const bool named = name.ends_with("_ms") || name.ends_with("Ms") || name.ends_with("_millis") ||
                     name.ends_with("Millis") || name.ends_with("_msec") || name.ends_with("milliseconds") ||
                     name.ends_with("Milliseconds");
  std::int64_t value = 0;
  const auto read =
      std::from_chars(member.default_text.data(), member.default_text.data() + member.default_text.size(), value);
  if (!named && (read.ec != std::errc() || value < least_milliseconds)) return;
  sink.report(
      Id::ttl_in_milliseconds, attribute.role_span,
      "ttl attribute '" + name +
          "' seems to hold milliseconds, but DynamoDB reads seconds, so that no item would ever expire; make it "
          "a timestamp, which is stored in seconds here");
}

void check_write_time(const model::DeclaredEntity& entity, const model::DeclaredAttribute& attribute, bool updated,
                      diagnostics::Sink& sink) {
  const model::Member& member = attribute.member;
  const std::string subject = (updated ? "updated-at attribute '" : "created-at attribute '") + member.name.text + "'";
  if (is_known(member.type) && !is_point_in_time(member.type)) {
    const std::string usual = entity.notation == model::Notation::cpp ? "partita::timestamp" : "timestamp";
    sink.report(Id::write_time_type, attribute.role_span,
                subject + " has type '" + type_spelling(entity.notation, member.type) + "'; make it a '" + usual + "'");
  }
  if (!updated) return;
  for (const model::KeyUse* use : key_uses(entity, "")) {
    if (!is_part(entity, *use, attribute)) continue;
    sink.report(Id::write_time_type, attribute.role_span,
                subject + " is part of the " + std::string(role_name(use->role)) +
                    " of the table, which never changes; note the time in another attribute");
  }
  check_templates_of(entity, attribute, Id::write_time_type, subject, sink);
}

// Keys are in error messages, logs and cursors.
void check_sensitive(const model::DeclaredEntity& entity, diagnostics::Sink& sink) {
  for (const model::DeclaredAttribute& attribute : entity.attributes) {
    if (!attribute.sensitive) continue;
    for (const model::KeyUse& use : entity.key_uses) {
      if (!is_part(entity, use, attribute)) continue;
      sink.report(Id::sensitive_key, *attribute.sensitive,
                  "sensitive attribute '" + attribute.member.name.text + "' is part of the " +
                      std::string(role_name(use.role)) + " of " + key_owner(use.index.text) +
                      ", and keys are seen in traces of the service and in access policies; key on a hash of it")
          .notes.push_back({use.span, "the key is here", std::nullopt});
      break;
    }
  }
}

// The first attribute with the role; each one beyond it is reported.
const model::DeclaredAttribute* check_single(const model::DeclaredEntity& entity, bool model::DeclaredAttribute::* role,
                                             Id id, std::string_view name, diagnostics::Sink& sink) {
  const model::DeclaredAttribute* first = nullptr;
  for (const model::DeclaredAttribute& attribute : entity.attributes) {
    if (!(attribute.*role)) continue;
    if (first == nullptr) {
      first = &attribute;
      continue;
    }
    auto& report = sink.report(id, attribute.role_span,
                               "'" + entity.cpp_name + "' has a second " + std::string(name) + " attribute, '" +
                                   attribute.member.name.text + "'; keep one");
    report.notes.push_back({first->role_span, "'" + first->member.name.text + "' is the first", std::nullopt});
  }
  return first;
}

}  // namespace

void check_roles(const model::DeclaredEntity& entity, diagnostics::Sink& sink) {
  const auto* ttl = check_single(entity, &model::DeclaredAttribute::ttl, Id::duplicate_ttl, "ttl", sink);
  const auto* version =
      check_single(entity, &model::DeclaredAttribute::version, Id::duplicate_version, "version", sink);
  const auto* created =
      check_single(entity, &model::DeclaredAttribute::created_at, Id::duplicate_write_time, "created-at", sink);
  const auto* updated =
      check_single(entity, &model::DeclaredAttribute::updated_at, Id::duplicate_write_time, "updated-at", sink);
  if (ttl != nullptr) {
    check_ttl(entity, *ttl, sink);
    check_ttl_unit(*ttl, sink);
  }
  if (created != nullptr) check_write_time(entity, *created, false, sink);
  if (updated != nullptr) check_write_time(entity, *updated, true, sink);
  check_sensitive(entity, sink);
  if (version != nullptr) check_version(entity, *version, sink);
}

}  // namespace partita::sema
