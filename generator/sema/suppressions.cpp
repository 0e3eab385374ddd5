#include "sema/suppressions.hpp"

#include "diagnostics/suggestion.hpp"
#include "model/qualified_name.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

namespace partita::sema {

namespace {

using diagnostics::Diagnostic;
using diagnostics::Id;
using model::Suppression;

/// Which suppression covers which place. Places are looked up by their order, so that a model with many
/// suppressions and findings takes no longer than the sum of both.
struct Coverage {
  using Place = std::tuple<Id, source::FileId, std::uint32_t, std::uint32_t>;

  std::map<Place, const Suppression*> places;
  std::set<const Suppression*> used;

  static Place place_of(Id id, const source::Span& span) { return {id, span.file, span.begin, span.end}; }

  Coverage(const model::Declared& declared, const diagnostics::Sink& sink) {
    std::map<std::pair<Id, source::FileId>, std::vector<source::Span>> findings;
    for (const Diagnostic& d : sink.sorted()) findings[{d.id, d.span.file}].push_back(d.span);
    for (const Suppression& suppression : declared.suppressions) {
      const auto id = diagnostics::find_id(suppression.id.text);
      if (!id || !diagnostics::is_suppressible(*id)) continue;
      const source::Span& scope = suppression.scope;
      const auto& spans = findings[{*id, scope.file}];
      auto at = std::lower_bound(spans.begin(), spans.end(), scope.begin,
                                 [](const source::Span& span, std::uint32_t begin) { return span.begin < begin; });
      for (; at != spans.end() && at->begin <= scope.end; ++at) {
        // What is found about the suppression itself is none of its business.
        if (at->end > scope.end || *at == suppression.id.span) continue;
        places.emplace(place_of(*id, *at), &suppression);
        used.insert(&suppression);
      }
    }
  }
};

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
  const Coverage coverage(declared, sink);
  for (const Suppression& suppression : declared.suppressions) {
    const auto id = diagnostics::find_id(suppression.id.text);
    if (!id || !diagnostics::is_suppressible(*id) || !wanted(*id)) continue;
    if (!coverage.used.contains(&suppression)) report_unused(suppression, sink);
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
  const Coverage coverage(declared, sink);
  sink.accept([&](const Diagnostic& finding) -> std::optional<diagnostics::Acceptance> {
    const auto found = coverage.places.find(Coverage::place_of(finding.id, finding.span));
    if (found == coverage.places.end()) return std::nullopt;
    return diagnostics::Acceptance{diagnostics::Acceptance::By::suppression, found->second->reason.text};
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
