#include "sema/advice.hpp"
#include "sema/lookup.hpp"
#include "sema/rules/rules.hpp"

#include <optional>
#include <string>

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

void check_ttl(const model::DeclaredEntity& entity, const model::DeclaredAttribute& attribute,
               diagnostics::Sink& sink) {
  const model::Type& type = attribute.member.type;
  if (!is_known(type) || is_ttl_type(type)) return;
  const std::string usual = entity.notation == model::Notation::cpp ? "partita::timestamp" : "timestamp";
  sink.report(Id::ttl_type, attribute.role_span,
              "ttl attribute '" + attribute.member.name.text + "' has type '" + type_spelling(entity.notation, type) +
                  "'; DynamoDB reads seconds from a number: make it a '" + usual + "' or a 32-bit or 64-bit integer");
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
    if (use->attribute.text != member.name.text) continue;
    sink.report(Id::version_on_key, attribute.role_span,
                subject + " is the " + std::string(role_name(use->role)) +
                    " of the table, which never changes; count versions in another attribute");
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
  if (ttl != nullptr) check_ttl(entity, *ttl, sink);
  if (version != nullptr) check_version(entity, *version, sink);
}

}  // namespace partita::sema
