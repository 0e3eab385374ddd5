#include "frontend_cpp/argument_text.hpp"

#include "plan/chosen_name.hpp"

#include <clang/AST/Expr.h>

#include <string>
#include <utility>
#include <variant>

namespace partita::frontend_cpp {

using diagnostics::Id;

model::Name ArgumentText::name(const TemplateUse& use, unsigned index) {
  if (const clang::StringLiteral* literal = use.literal(index)) return locator_.name(*literal);
  return {use.text(index), locator_.span(use.where)};
}

std::optional<model::Name> ArgumentText::method(const TemplateUse& use, unsigned index) {
  model::Name result = name(use, index);
  if (!plan::check_identifier(result.text, result.span, "method", sink_)) return std::nullopt;
  return result;
}

source::Span ArgumentText::part(const TemplateUse& use, unsigned index, std::size_t begin, std::size_t end) {
  const clang::StringLiteral* literal = use.literal(index);
  return literal != nullptr ? locator_.part(*literal, begin, end) : locator_.span(use.where);
}

std::optional<model::KeyTemplate> ArgumentText::key_template(const TemplateUse& use, unsigned index) {
  const std::string text = use.text(index);
  std::variant<model::TemplateSyntax, model::TemplateError> parsed = model::parse_key_template(text);
  if (const auto* error = std::get_if<model::TemplateError>(&parsed)) {
    report(Id::malformed_key_template, use, index, error->begin, error->end, error->message, std::nullopt);
    return std::nullopt;
  }
  auto& [key, part_bytes] = std::get<model::TemplateSyntax>(parsed);
  key.span = part(use, index, 0, text.size());
  for (std::size_t i = 0; i < key.parts.size(); ++i) {
    key.parts[i].attribute.span = part(use, index, part_bytes[i].first, part_bytes[i].second);
  }
  return std::move(key);
}

double ArgumentText::rate(const TemplateUse& use, unsigned index) {
  return checked(model::parse_rate(use.text(index)), use, index);
}

std::chrono::seconds ArgumentText::duration(const TemplateUse& use, unsigned index) {
  return checked(model::parse_duration(use.text(index)), use, index);
}

std::uint64_t ArgumentText::size(const TemplateUse& use, unsigned index) {
  return checked(model::parse_size(use.text(index)), use, index);
}

void ArgumentText::report(Id id, const TemplateUse& use, unsigned index, std::size_t begin, std::size_t end,
                          std::string message, const std::optional<std::string>& replacement) {
  const source::Span span = part(use, index, begin, end);
  diagnostics::Diagnostic& diagnostic = sink_.report(id, span, std::move(message));
  const bool exact = span.end - span.begin == end - begin;
  if (replacement && exact) diagnostic.fix = diagnostics::FixIt{span, *replacement};
}

diagnostics::Diagnostic& ArgumentText::report_second(const TemplateUse& use, const std::string& where) {
  return sink_.report(Id::conflicting_annotations, locator_.span(use.where),
                      "a second 'partita::" + use.name + "' " + where + "; keep one of them");
}

template <class T>
T ArgumentText::checked(const tl::expected<T, model::QuantityError>& parsed, const TemplateUse& use, unsigned index) {
  if (parsed) return *parsed;
  const model::QuantityError& error = parsed.error();
  report(Id::malformed_quantity, use, index, error.begin, error.end, error.message, error.replacement);
  return T{};
}

}  // namespace partita::frontend_cpp
