#include "sema/rules/rules.hpp"

#include <algorithm>
#include <optional>
#include <string>

namespace partita::sema {
namespace {

using diagnostics::Id;

std::string harm_of_an_old_copy(const std::optional<model::DataClass>& data_class) {
  if (!data_class) return "have a version, so that a write that builds on a cached copy is refused";
  return data_class->kind == model::DataClass::Kind::session
             ? "are sessions, and a cached copy of one that has ended or lost a right still serves"
             : "are financial, and a cached copy of an amount is one that may not be there any more";
}

}  // namespace

void check_cache(const model::DeclaredEntity& entity, diagnostics::Sink& sink) {
  if (!entity.cache) return;
  const auto version = std::find_if(entity.attributes.begin(), entity.attributes.end(),
                                    [](const model::DeclaredAttribute& attribute) { return attribute.version; });
  const bool has_version = version != entity.attributes.end();
  if (!entity.data_class && !has_version) return;
  auto& report = sink.report(Id::cache_needs_reason, entity.cache->span,
                             "items of '" + entity.cpp_name + "' " + harm_of_an_old_copy(entity.data_class) +
                                 "; cache nothing, or suppress this with the reason why old copies do no harm");
  if (entity.data_class) report.notes.push_back({entity.data_class->span, "the class of data is here", std::nullopt});
  if (has_version) report.notes.push_back({version->span, "the version is here", std::nullopt});
}

}  // namespace partita::sema
