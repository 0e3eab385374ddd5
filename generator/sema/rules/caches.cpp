#include "sema/rules/rules.hpp"

#include <algorithm>
#include <optional>
#include <string>

namespace partita::sema {

using diagnostics::Id;

void check_cache(const model::DeclaredEntity& entity, diagnostics::Sink& sink) {
  if (!entity.cache) return;
  const auto version = std::find_if(entity.attributes.begin(), entity.attributes.end(),
                                    [](const model::DeclaredAttribute& attribute) { return attribute.version; });
  if (version == entity.attributes.end()) return;
  auto& report = sink.report(Id::cache_needs_reason, entity.cache->span,
                             "items of '" + entity.cpp_name +
                                 "' have a version, so that a write that builds on a cached copy is refused; cache "
                                 "nothing, or suppress this with the reason why old copies do no harm");
  report.notes.push_back({version->span, "the version is here", std::nullopt});
}

}  // namespace partita::sema
