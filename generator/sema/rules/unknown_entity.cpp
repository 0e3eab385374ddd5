#include "sema/rules/unknown_entity.hpp"

#include "diagnostics/suggestion.hpp"
#include "model/qualified_name.hpp"

#include <optional>
#include <utility>
#include <vector>

namespace partita::sema {

void report_unknown_entity(const model::Declared& declared, std::string_view user, const std::string& qualified,
                           source::Span span, diagnostics::Sink& sink) {
  std::vector<std::string> known;
  known.reserve(declared.entities.size());
  for (const model::DeclaredEntity& entity : declared.entities) known.push_back(entity.cpp_name);
  const std::optional<std::string> meant = diagnostics::closest(model::unqualified_name(qualified), known);
  std::string message(user);
  message += " names '" + std::string(model::unqualified_name(qualified)) + "', which is no entity; ";
  message += meant ? "did you mean '" + *meant + "'?" : "declare it, or give the tool the file that does";
  sink.report(diagnostics::Id::unknown_entity, span, std::move(message));
}

}  // namespace partita::sema
