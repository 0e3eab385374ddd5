#include "sema/rules/repeated.hpp"

#include <map>
#include <optional>
#include <string>

namespace partita::sema {

void check_repeated(const std::vector<model::Name>& names, std::string_view user, diagnostics::Sink& sink) {
  std::map<std::string_view, const model::Name*> first;
  for (const model::Name& name : names) {
    const auto [other, added] = first.try_emplace(name.text, &name);
    if (added) continue;
    auto& report = sink.report(diagnostics::Id::repeated_attribute, name.span,
                               std::string(user) + " names '" + name.text + "' twice; once is enough");
    report.notes.push_back({other->second->span, "the first time is here", std::nullopt});
  }
}

}  // namespace partita::sema
