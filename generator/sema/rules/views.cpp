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

void check_member(const model::DeclaredEntity& entity, const model::DeclaredView& view, const model::Member& member,
                  diagnostics::Sink& sink) {
  const model::DeclaredAttribute* attribute =
      require_attribute(entity, member.name, "view '" + view.cpp_name + "'", sink);
  if (attribute == nullptr) return;
  const std::string subject = "view '" + view.cpp_name + "' ";
  if (attribute->composed) {
    sink.report(Id::composed_attribute, member.name.span,
                subject + "names '" + member.name.text + "', which is composed; name the attributes it is made from");
  }
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
  }
}

}  // namespace partita::sema
