#include "frontend_cpp/pattern_reader.hpp"

#include "frontend_cpp/pattern_spec.hpp"

#include <set>
#include <string>

namespace partita::frontend_cpp {
namespace {

using diagnostics::Id;

constexpr unsigned text_argument = 1;

model::Criticality criticality(const std::string& word) {
  if (word == "high") return model::Criticality::high;
  return word == "low" ? model::Criticality::low : model::Criticality::normal;
}

void read_option(const TemplateUse& option, ArgumentText& texts, model::DeclaredPattern& pattern) {
  if (option.name == "rate") pattern.load.per_second = texts.rate(option, 0);
  if (option.name == "criticality") pattern.load.criticality = criticality(option.text(0));
  if (option.name == "items") pattern.load.items = option.number(0);
  if (option.name == "item_size") pattern.load.item_bytes = texts.size(option, 0);
  if (option.name == "hydrate") pattern.hydrate = true;
}

}  // namespace

std::optional<model::DeclaredPattern> read_pattern(const TemplateUse& use, ArgumentText& texts, Locator& locator,
                                                   diagnostics::Sink& sink,
                                                   std::vector<model::Suppression>& suppressions) {
  model::DeclaredPattern pattern;
  pattern.name = texts.name(use, 0);
  pattern.span = locator.span(use.where);
  pattern.options_end = locator.before(use.close);
  source::Span hydrate;
  std::set<std::string> seen;
  for (const WrittenType& argument : use.types) {
    const std::optional<TemplateUse> option = partita_template(argument);
    if (!option) continue;
    if (option->name == "suppress") {
      suppressions.push_back({texts.name(*option, 0), texts.name(*option, 1), pattern.span});
    } else if (!seen.insert(option->name).second) {
      texts.report_second(*option, "in access pattern '" + pattern.name.text + "'");
    } else {
      if (option->name == "hydrate") hydrate = locator.span(option->where);
      read_option(*option, texts, pattern);
    }
  }

  const PatternResult result = parse_pattern(use.text(text_argument));
  if (result.error) {
    const auto& [message, begin, end, replacement] = *result.error;
    texts.report(Id::malformed_access_pattern, use, text_argument, begin, end,
                 "access pattern '" + pattern.name.text + "': " + message, replacement);
    return std::nullopt;
  }
  const auto resolved = [&](const PatternName& name) {
    return model::Name{name.text, texts.part(use, text_argument, name.begin, name.end)};
  };
  pattern.scan = result.spec.scan;
  for (const PatternName& name : result.spec.where) pattern.where.push_back(resolved(name));
  for (const PatternName& name : result.spec.reads) pattern.reads.push_back(resolved(name));
  if (result.spec.range) pattern.range = resolved(*result.spec.range);
  if (result.spec.ordered) pattern.ordered = resolved(*result.spec.ordered);
  pattern.order = result.spec.order;
  if (pattern.scan && pattern.hydrate) {
    sink.report(Id::annotation_without_effect, hydrate,
                "'partita::hydrate' has no effect on access pattern '" + pattern.name.text +
                    "', which reads whole items of the table; remove it");
    pattern.hydrate = false;
  }
  return pattern;
}

}  // namespace partita::frontend_cpp
