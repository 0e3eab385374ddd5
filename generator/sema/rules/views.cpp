#include "model/qualified_name.hpp"
#include "sema/advice.hpp"
#include "sema/lookup.hpp"
#include "sema/rules/repeated.hpp"
#include "sema/rules/rules.hpp"
#include "sema/rules/unknown_entity.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace partita::sema {
namespace {

using diagnostics::Id;

bool is_same(const model::Type& a, const model::Type& b) {
  return a.cpp == b.cpp && a.converted == b.converted;
}

void check_member(const model::DeclaredEntity& entity, const model::DeclaredView& view, const model::Member& member,
                  diagnostics::Sink& sink) {
  const model::DeclaredAttribute* attribute =
      require_attribute(entity, member.name, "view '" + view.cpp_name + "'", sink);
  if (attribute == nullptr) return;
  const std::string subject = "view '" + view.cpp_name + "' ";
  if (attribute->composed) {
    sink.report(Id::composed_attribute, member.name.span,
                subject + "names '" + member.name.text + "', which is composed; name the attributes it is made from");
    return;
  }
  // A view in JSON has names alone.
  if (view.generate_struct || !is_known(member.type) || !is_known(attribute->member.type)) return;
  const model::Member& own = attribute->member;
  if (is_same(member.type, own.type) && member.optional == own.optional && member.field == own.field) return;
  std::string message = subject + "holds '" + member.name.text + "' as ";
  if (member.field != own.field) {
    message += "member '" + member.field + "', but it is '" + own.field + "' in '" + entity.cpp_name + "'";
  } else {
    const auto spelled = [](const model::Member& each) {
      return each.optional ? "std::optional<" + each.type.cpp + ">" : each.type.cpp;
    };
    message += "'" + spelled(member) + "', but it is '" + spelled(own) + "' in '" + entity.cpp_name + "'";
  }
  sink.report(Id::view_member_mismatch, member.type_span, message + "; declare it alike")
      .notes.push_back({attribute->span, "the attribute is here", std::nullopt});
}

}  // namespace

void check_views(const model::Declared& declared, diagnostics::Sink& sink) {
  for (const model::DeclaredView& view : declared.views) {
    if (view.entity.empty()) continue;
    const model::DeclaredEntity* entity = find_entity(declared, view.entity);
    if (entity == nullptr) {
      report_unknown_entity(declared, "view '" + view.cpp_name + "'", view.entity, view.span, sink);
      continue;
    }
    std::vector<model::Name> names;
    for (const model::Member& member : view.members) {
      check_member(*entity, view, member, sink);
      names.push_back(member.name);
    }
    check_repeated(names, "view '" + view.cpp_name + "'", sink);
    if (view.members.empty() && !view.generate_struct) {
      sink.report(Id::empty_view, view.span,
                  "view '" + view.cpp_name + "' has no members; add attributes of '" + entity->cpp_name + "'");
    }
  }
}

}  // namespace partita::sema
