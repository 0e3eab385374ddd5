#include "sema/rules/index_options.hpp"

#include "sema/advice.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>

namespace partita::sema {
namespace {

using diagnostics::Id;

std::string part_of(const model::DeclaredIndex& index, const model::KeyUse& use) {
  return std::string(role_name(use.role)) + " of index '" + index.name.text + "'";
}

}  // namespace

void check_positions(const model::DeclaredIndex& index, const std::vector<const model::KeyUse*>& uses,
                     diagnostics::Sink& sink) {
  std::map<unsigned, const model::KeyUse*> taken;
  const model::KeyUse* without = nullptr;
  for (const model::KeyUse* use : uses) {
    if (!use->span.valid()) return;
    if (!use->position) {
      if (without == nullptr) without = use;
      continue;
    }
    const auto [other, added] = taken.try_emplace(*use->position, use);
    if (added) continue;
    auto& report = sink.report(Id::key_position, use->span,
                               "'" + use->attribute.text + "' has position " + std::to_string(*use->position) +
                                   " in the " + part_of(index, *use) + ", which is taken; give it one of its own");
    report.notes.push_back({other->second->span, "'" + other->second->attribute.text + "' has it", std::nullopt});
    return;
  }
  if (taken.empty()) return;
  if (without != nullptr) {
    auto& report = sink.report(Id::key_position, without->span,
                               "'" + without->attribute.text + "' has no position in the " + part_of(index, *without) +
                                   "; say it for each of its attributes, or for none");
    const model::KeyUse& with = *taken.begin()->second;
    report.notes.push_back({with.span, "'" + with.attribute.text + "' has one", std::nullopt});
    return;
  }
  unsigned expected = 1;
  for (const auto& [position, use] : taken) {
    if (position == expected++) continue;
    sink.report(Id::key_position, use->span,
                "'" + use->attribute.text + "' has position " + std::to_string(position) + " in the " +
                    part_of(index, *use) + ", but none has " + std::to_string(expected - 1) +
                    "; count from 1 without a gap");
    return;
  }
}

}  // namespace partita::sema
