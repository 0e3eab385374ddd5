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

std::vector<Diagnostic> Sink::sorted() const {
  std::vector<Diagnostic> result = diagnostics_;
  std::stable_sort(result.begin(), result.end(),
                   [](const Diagnostic& a, const Diagnostic& b) { return order_key(a) < order_key(b); });
  const auto same = [](const Diagnostic& a, const Diagnostic& b) { return order_key(a) == order_key(b); };
  result.erase(std::unique(result.begin(), result.end(), same), result.end());
  return result;
}

}  // namespace partita::diagnostics
