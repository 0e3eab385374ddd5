#include "plan/chosen_name.hpp"

#include "plan/names.hpp"

#include <string>

namespace partita::plan {
namespace {

std::string_view fault(std::string_view text) {
  if (!has_identifier_form(text)) return "is not a C++ identifier";
  if (is_cpp_keyword(text)) return "is a C++ keyword";
  if (is_predefined_macro(text)) return "is a predefined macro";
  return {};
}

}  // namespace

bool check_identifier(std::string_view text, source::Span span, std::string_view what, diagnostics::Sink& sink) {
  const std::string_view found = fault(text);
  if (found.empty()) return true;
  const std::string derived = cpp_identifier(text);
  auto& report =
      sink.report(diagnostics::Id::invalid_identifier, span,
                  std::string(what) + " '" + std::string(text) + "' " + std::string(found) + "; name it otherwise");
  report.notes.push_back({span, "'" + derived + "' would do", diagnostics::FixIt{span, derived}});
  return false;
}

}  // namespace partita::plan
