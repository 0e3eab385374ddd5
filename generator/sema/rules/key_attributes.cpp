#include "sema/rules/key_attributes.hpp"

#include "sema/advice.hpp"
#include "sema/lookup.hpp"

#include <optional>
#include <string>
#include <utility>

namespace partita::sema {

using diagnostics::Id;

const model::DeclaredAttribute* check_key_attribute(const model::DeclaredEntity& entity, const model::KeyUse& use,
                                                    diagnostics::Sink& sink) {
  if (!use.span.valid()) return nullptr;
  const std::string role(role_name(use.role));
  const model::DeclaredAttribute* attribute =
      require_attribute(entity, use.attribute, "the " + role + " of " + key_owner(use.index.text), sink);
  if (attribute == nullptr || !is_known(attribute->member.type)) return nullptr;
  if (is_key_type(attribute->member.type)) return attribute;
  auto& report = sink.report(Id::key_type_not_scalar, use.span,
                             role + " '" + use.attribute.text + "' of " + key_owner(use.index.text) + " has type '" +
                                 type_spelling(entity.notation, attribute->member.type) +
                                 "'; a key is a string, a number or binary");
  std::string advice = "key on another attribute, or store this one as a string or number";
  if (attribute->member.type.kind == model::TypeKind::boolean) {
    advice = "an enumeration with two names can be a key";
  }
  report.notes.push_back({attribute->member.type_span, std::move(advice), std::nullopt});
  return nullptr;
}

bool report_reuse(const model::KeyUse& first, const model::KeyUse& second, diagnostics::Sink& sink) {
  if (!first.span.valid() || first.attribute.text != second.attribute.text) return false;
  std::string message = "attribute '" + second.attribute.text + "' stands twice in the key of " +
                        key_owner(second.index.text) + "; choose another attribute for one of the two";
  auto& report = sink.report(Id::key_attribute_reused, second.span, std::move(message));
  report.notes.push_back({first.span, "it is the " + std::string(role_name(first.role)) + " here", std::nullopt});
  return true;
}

}  // namespace partita::sema
