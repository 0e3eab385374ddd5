#include "diagnostics/diagnostic.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace partita::diagnostics {

namespace {

auto order_key(const Diagnostic& d) {
  return std::tie(d.span.file, d.span.begin, d.span.end, d.id, d.message);
}

}  // namespace

void Sink::report(Diagnostic diagnostic) {
  if (diagnostic.level == Level::error) ++errors_;
  diagnostics_.push_back(std::move(diagnostic));
}

Diagnostic& Sink::report(Id id, source::Span span, std::string message) {
  report(Diagnostic{id, info(id).level, span, std::move(message), {}, {}});
  return diagnostics_.back();
}

void Sink::accept(const std::function<std::optional<Acceptance>(const Diagnostic&)>& judge) {
  for (Diagnostic& d : diagnostics_) {
    if (d.accepted) continue;
    d.accepted = judge(d);
    if (d.accepted && d.level == Level::error) --errors_;
  }
}

void Sink::place(const std::function<std::string(const Diagnostic&)>& entity_of) {
  for (Diagnostic& d : diagnostics_) d.entity = entity_of(d);
}

bool Sink::has_error_in(const source::Span& text) const {
  return errors_ != 0 && std::any_of(diagnostics_.begin(), diagnostics_.end(), [&](const Diagnostic& d) {
           return d.level == Level::error && !is_suppressible(d.id) && d.span.file == text.file &&
                  d.span.begin >= text.begin && d.span.end <= text.end;
         });
}

std::vector<Diagnostic> Sink::sorted() const {
  std::vector<Diagnostic> result = diagnostics_;
  std::stable_sort(result.begin(), result.end(),
                   [](const Diagnostic& a, const Diagnostic& b) { return order_key(a) < order_key(b); });
  const auto same = [](const Diagnostic& a, const Diagnostic& b) { return order_key(a) == order_key(b); };
  result.erase(std::unique(result.begin(), result.end(), same), result.end());
  return result;
}

}  // namespace partita::diagnostics
