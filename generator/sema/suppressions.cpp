#include "sema/suppressions.hpp"

#include "diagnostics/suggestion.hpp"
#include "model/qualified_name.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace partita::sema {

namespace {

using diagnostics::Diagnostic;
using diagnostics::Id;
using model::Suppression;

bool covers(const Suppression& suppression, const Diagnostic& finding) {
  if (finding.span == suppression.id.span) return false;  // what is found about the suppression itself
  return suppression.scope.file == finding.span.file && suppression.scope.begin <= finding.span.begin &&
         finding.span.end <= suppression.scope.end && suppression.id.text == diagnostics::info(finding.id).name;
}

void report_unknown(const Suppression& suppression, diagnostics::Sink& sink) {
  std::vector<std::string> names;
  for (const auto& known : diagnostics::all_ids()) {
    if (diagnostics::is_suppressible(known.id)) names.emplace_back(known.name);
  }
  const auto near = diagnostics::closest(suppression.id.text, names);
  std::string message = "there is no diagnostic '" + suppression.id.text + "'";
  if (near) message += "; did you mean '" + *near + "'?";
  auto& d = sink.report(Id::unknown_diagnostic, suppression.id.span, std::move(message));
  if (near) {
    d.fix = diagnostics::FixIt{suppression.id.span, *near};
  } else {
    d.notes.push_back({{}, "'partita explain --help' lists all diagnostics", {}});
  }
}

void report_unused(const Suppression& suppression, diagnostics::Sink& sink) {
  auto& d = sink.report(Id::unused_suppression, suppression.id.span,
                        "nothing here is found to be '" + suppression.id.text + "'");
  d.notes.push_back({{}, "remove the suppression: it would hide what is found later", {}});
}

/// Suppressions of one id that accept nothing. Those of `unused-suppression` itself are asked for last, when it is
/// known what they accept.
template <typename Filter>
void report_unused_where(const model::Declared& declared, diagnostics::Sink& sink, Filter wanted) {
  const std::vector<Diagnostic> findings = sink.sorted();
  for (const Suppression& suppression : declared.suppressions) {
    const auto id = diagnostics::find_id(suppression.id.text);
    if (!id || !diagnostics::is_suppressible(*id) || !wanted(*id)) continue;
    const bool used =
        std::any_of(findings.begin(), findings.end(), [&](const Diagnostic& d) { return covers(suppression, d); });
    if (!used) report_unused(suppression, sink);
  }
  apply_suppressions(declared, sink);
}

}  // namespace

void check_suppressions(const model::Declared& declared, diagnostics::Sink& sink) {
  for (const Suppression& suppression : declared.suppressions) {
    const auto id = diagnostics::find_id(suppression.id.text);
    if (!id) {
      report_unknown(suppression, sink);
    } else if (!diagnostics::is_suppressible(*id)) {
      auto& d = sink.report(Id::not_suppressible, suppression.id.span,
                            "'" + suppression.id.text + "' is an error that cannot be suppressed");
      d.notes.push_back({{}, "'partita explain --id " + suppression.id.text + "' says how to mend it", {}});
    } else if (suppression.reason.text.find_first_not_of(" \t\n\r") == std::string::npos) {
      sink.report(Id::missing_reason, suppression.reason.span,
                  "the suppression of '" + suppression.id.text + "' gives no reason; say why it is right here");
    }
  }
}

void apply_suppressions(const model::Declared& declared, diagnostics::Sink& sink) {
  if (declared.suppressions.empty()) return;
  sink.accept([&](const Diagnostic& finding) -> std::optional<diagnostics::Acceptance> {
    if (!diagnostics::is_suppressible(finding.id)) return std::nullopt;
    for (const Suppression& suppression : declared.suppressions) {
      if (covers(suppression, finding)) {
        return diagnostics::Acceptance{diagnostics::Acceptance::By::suppression, suppression.reason.text};
      }
    }
    return std::nullopt;
  });
}

void report_unused_suppressions(const model::Declared& declared, diagnostics::Sink& sink) {
  report_unused_where(declared, sink, [](Id id) { return id != Id::unused_suppression; });
  report_unused_where(declared, sink, [](Id id) { return id == Id::unused_suppression; });
}

void place_findings(const model::Declared& declared, diagnostics::Sink& sink) {
  std::map<std::pair<source::FileId, std::uint32_t>, std::string> starts;
  const auto add = [&](const source::Span& span, std::string name) {
    if (span.valid()) starts.emplace(std::pair{span.file, span.begin}, std::move(name));
  };
  for (const auto& entity : declared.entities)
    add(entity.span, model::qualified_name(entity.namespaces, entity.cpp_name));
  for (const auto& type : declared.types) add(type.span, type.qualified);
  for (const auto& view : declared.views) add(view.span, model::qualified_name(view.namespaces, view.cpp_name));
  for (const auto& all : declared.collections) add(all.span, model::qualified_name(all.namespaces, all.cpp_name));
  sink.place([&](const Diagnostic& finding) -> std::string {
    auto next = starts.upper_bound({finding.span.file, finding.span.begin});
    if (!finding.span.valid() || next == starts.begin()) return {};
    --next;
    return next->first.first == finding.span.file ? next->second : "";
  });
}

}  // namespace partita::sema
