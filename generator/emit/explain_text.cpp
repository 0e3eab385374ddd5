#include "emit/explain.hpp"
#include "plan/explanation.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace partita::emit {
namespace {

using render::Value;

constexpr std::size_t width = 100;
constexpr std::size_t indent = 4;          // of keys, writes, facts and changes
constexpr std::size_t pattern_indent = 7;  // of what is said of a pattern

std::string padded(std::string text, std::size_t columns) {
  if (text.size() < columns) text.append(columns - text.size(), ' ');
  return text;
}

std::string right(const std::string& text, std::size_t columns) {
  return text.size() < columns ? std::string(columns - text.size(), ' ') + text : text;
}

std::string joined(const std::vector<std::string>& texts) {
  std::string result;
  for (const std::string& text : texts) result.append(result.empty() ? "" : ", ").append(text);
  return result;
}

/// Breaks at blanks; what follows the first line stands under where the text began, behind `label`.
void add_lines(Value::List& lines, std::size_t at, const std::string& label, const std::string& text) {
  const std::size_t room = width - at - label.size();
  std::string line = label;
  std::size_t used = 0;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    const std::string word = text.substr(begin, end - begin);
    if (used != 0 && used + 1 + word.size() > room) {
      lines.emplace_back(std::move(line));
      line = std::string(label.size(), ' ');
      used = 0;
    }
    if (used != 0) line += ' ';
    line += word;
    used += word.size() + (used != 0 ? 1 : 0);
    begin = end + 1;
  }
  lines.emplace_back(std::move(line));
}

std::string size_text(std::uint64_t bytes) {
  if (bytes % 1024 != 0) return std::to_string(bytes) + " B";
  return std::to_string(bytes / 1024) + " KB";
}

std::string number_text(double value) {
  constexpr double steps = 100;
  const auto hundredths = static_cast<std::uint64_t>(std::llround(value * steps));
  std::string text = std::to_string(hundredths / 100);
  if (hundredths % 100 == 0) return text;
  std::string fraction = std::to_string(100 + hundredths % 100).substr(1);
  if (fraction.back() == '0') fraction.pop_back();
  return text + "." + fraction;
}

std::string counted(std::uint64_t count, std::string_view noun) {
  return std::to_string(count) + " " + std::string(noun) + (count == 1 ? "" : "s");
}

std::string attributes_text(const std::vector<plan::ExplainedKey::Attribute>& attributes) {
  std::vector<std::string> texts;
  for (const auto& attribute : attributes) {
    texts.push_back(attribute.name + (attribute.composed.empty() ? "" : " = \"" + attribute.composed + "\""));
  }
  return joined(texts);
}

Value key_value(const plan::ExplainedKey& key) {
  std::string head = key.name;
  if (key.kind == "table") head = "table";
  if (key.kind == "local" || key.kind == "lookup") head += " (" + key.kind + ")";
  if (key.sparse) head += " (sparse)";
  Value::List lines;
  constexpr std::size_t head_width = 25;
  // A long name stands on a line of its own.
  if (head.size() >= head_width) {
    lines.emplace_back(head);
    head.clear();
  }
  add_lines(lines, indent, padded(head, head_width) + "partition  ", attributes_text(key.partition));
  const std::string blank(head_width, ' ');
  if (!key.sort.empty()) add_lines(lines, indent, blank + "sort       ", attributes_text(key.sort));
  if (key.kind != "table") add_lines(lines, indent, blank + "holds      ", key.holds);
  Value value;
  value.set("lines", std::move(lines));
  return value;
}

std::string units_text(double units) {
  const std::string number = number_text(units);
  return number + (number == "1" ? " read unit" : " read units");
}

std::string price_text(const plan::ExplainedPattern& pattern) {
  std::string text = pattern.filter.empty() || pattern.operation == "get" ? "" : "at least ";
  text += units_text(pattern.cost.units) + " in " + counted(pattern.cost.requests, "request") + ", for " +
          counted(pattern.items, "item") + " of " + size_text(pattern.item_bytes);
  if (pattern.assumed) text += " (assumed)";
  return text;
}

std::string load_text(const plan::ExplainedPattern& pattern) {
  constexpr std::string_view words[] = {"low", "normal", "high"};
  const std::string criticality(words[static_cast<std::size_t>(pattern.criticality)]);
  if (pattern.per_second == 0) {
    return pattern.criticality == model::Criticality::normal ? "" : "criticality " + criticality;
  }
  return number_text(pattern.per_second) + " a second, criticality " + criticality + ": " +
         units_text(pattern.per_second * pattern.cost.units) + " a second";
}

Value pattern_value(const plan::ExplainedPattern& pattern, std::size_t rank) {
  Value::List lines;
  const auto add = [&](const std::string& label, const std::string& text) {
    if (!text.empty()) add_lines(lines, pattern_indent, padded(label, 9), text);
  };
  add(pattern.operation, pattern.unserved.empty() ? pattern.key : "no key or index serves it");
  for (const std::string& reason : pattern.unserved) add("why", reason);
  add("key", pattern.condition);
  add("order", pattern.order);
  add("filter", joined(pattern.filter));
  add("reads", pattern.reads);
  if (!pattern.hydrate.empty()) add("then", "reads from the table: " + joined(pattern.hydrate));
  if (pattern.unserved.empty()) add("price", price_text(pattern));
  add("load", load_text(pattern));
  Value value;
  value.set("rank", right(std::to_string(rank) + ".", 2));
  value.set("name", pattern.name);
  value.set("lines", std::move(lines));
  return value;
}

Value entity_value(const plan::Explanation& explanation) {
  Value value;
  value.set("entity", explanation.entity);
  value.set("table", "table '" + explanation.table + "'");
  value.set("item_size", size_text(explanation.item_bytes));
  Value::List keys;
  for (const auto& key : explanation.keys) keys.push_back(key_value(key));
  value.set("keys", std::move(keys));
  Value::List patterns;
  for (const auto& pattern : explanation.patterns) patterns.push_back(pattern_value(pattern, patterns.size() + 1));
  value.set("has_patterns", !patterns.empty());
  value.set("patterns", std::move(patterns));
  Value::List writes;
  for (const plan::ExplainedWrite& write : explanation.writes) {
    writes.emplace_back(padded(write.name, 34) + right(std::to_string(write.cost.best), 6) +
                        right(std::to_string(write.cost.worst), 7));
  }
  value.set("writes", std::move(writes));
  const auto phrases = [](const std::vector<std::string>& texts) {
    Value::List lines;
    for (const std::string& text : texts) add_lines(lines, indent, "- ", text);
    return lines;
  };
  value.set("facts", phrases(explanation.facts));
  value.set("changes", phrases(explanation.changes));
  return value;
}

}  // namespace

tl::expected<std::string, std::string> explain_text(const model::Schema& schema, const render::Templates& templates) {
  Value::List entities;
  for (const model::Entity& entity : schema.entities) entities.push_back(entity_value(plan::explain(schema, entity)));
  Value value;
  value.set("entities", render::with_places(std::move(entities)));
  return templates.render("explain", value);
}

}  // namespace partita::emit
