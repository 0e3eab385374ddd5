#include "diagnostics/sarif.hpp"

#include "diagnostics/character_column.hpp"
#include "diagnostics/pages.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <cctype>
#include <cstdio>
#include <filesystem>
#include <map>
#include <utility>

namespace partita::diagnostics {

namespace {

using Json = nlohmann::ordered_json;

Json text_message(std::string_view text) {
  return {{"text", std::string(text)}};
}

std::string_view level_name(Level level) {
  return level == Level::error ? "error" : level == Level::warning ? "warning" : "note";
}

/// `missing-index` as `MissingIndex`: the form that names of rules have.
std::string rule_name(std::string_view id) {
  std::string name;
  bool upper = true;
  for (const char c : id) {
    if (c != '-') name += upper ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
    upper = c == '-';
  }
  return name;
}

/// A path as a URI reference, absolute where the path is.
std::string uri(const std::string& path) {
  constexpr std::string_view unreserved = "-._~/";
  const std::filesystem::path normal = std::filesystem::path(path).lexically_normal();
  std::string result = normal.is_absolute() ? "file://" : "";
  for (const char c : normal.generic_string()) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0 || unreserved.find(c) != std::string_view::npos) {
      result += c;
      continue;
    }
    std::array<char, 4> code{};
    std::snprintf(code.data(), code.size(), "%%%02X", static_cast<unsigned>(static_cast<unsigned char>(c)));
    result += code.data();
  }
  return result;
}

class SarifRenderer {
 public:
  explicit SarifRenderer(const source::SourceSet& sources) : sources_(sources) {}

  void add(const Diagnostic& d) {
    Json result;
    result["ruleId"] = std::string(info(d.id).name);
    result["ruleIndex"] = rule(d.id);
    result["level"] = std::string(level_name(d.level));
    result["message"] = text_message(d.message);
    if (d.span.valid()) {
      Json location = place(d.span);
      if (!d.entity.empty()) location["logicalLocations"] = {{{"fullyQualifiedName", d.entity}, {"kind", "type"}}};
      result["locations"] = Json::array({std::move(location)});
    }
    for (const Note& note : d.notes) {
      if (!note.span.valid()) {
        // A related location is a place; what has none belongs to the message.
        result["message"]["text"] = result["message"]["text"].get<std::string>() + "\n" + note.message;
        continue;
      }
      Json related = place(note.span);
      related["message"] = text_message(note.message);
      result["relatedLocations"].push_back(std::move(related));
    }
    if (d.fix) result["fixes"].push_back(fix(*d.fix, d.message));
    for (const Note& note : d.notes) {
      if (note.fix) result["fixes"].push_back(fix(*note.fix, note.message));
    }
    if (d.accepted) result["suppressions"].push_back(suppression(*d.accepted));
    results_.push_back(std::move(result));
  }

  std::string text(std::string_view tool_version) {
    Json driver{{"name", "partita"}, {"version", std::string(tool_version)}, {"rules", std::move(rules_)}};
    Json run{{"tool", {{"driver", std::move(driver)}}},
             {"columnKind", "unicodeCodePoints"},
             {"results", std::move(results_)}};
    const Json log{
        {"$schema", "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"},
        {"version", "2.1.0"},
        {"runs", Json::array({std::move(run)})}};
    return log.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
  }

 private:
  std::size_t rule(Id id) {
    const auto [known, fresh] = rule_indexes_.emplace(id, rules_.size());
    if (fresh) {
      const IdInfo& about = info(id);
      rules_.push_back({{"id", std::string(about.name)},
                        {"name", rule_name(about.name)},
                        {"shortDescription", text_message(about.summary)},
                        {"fullDescription", text_message(about.summary)},
                        {"help",
                         {{"text", "'partita explain --id " + std::string(about.name) + "' says more"},
                          {"markdown", std::string(page(id))}}},
                        {"defaultConfiguration", {{"level", std::string(level_name(about.level))}}}});
    }
    return known->second;
  }

  Json artifact(source::FileId file) const { return {{"uri", uri(sources_.path(file))}}; }

  Json region(const source::Span& span) const {
    const source::Position begin = character_position(sources_, span.file, span.begin);
    const source::Position end = character_position(sources_, span.file, span.end);
    return {{"startLine", begin.line}, {"startColumn", begin.column}, {"endLine", end.line}, {"endColumn", end.column}};
  }

  Json place(const source::Span& span) const {
    return {{"physicalLocation", {{"artifactLocation", artifact(span.file)}, {"region", region(span)}}}};
  }

  Json fix(const FixIt& fix, const std::string& description) const {
    std::map<source::FileId, Json> replacements;
    const auto add = [&](const FixIt& edit) {
      auto& of_file = replacements.try_emplace(edit.span.file, Json::array()).first->second;
      of_file.push_back({{"deletedRegion", region(edit.span)}, {"insertedContent", text_message(edit.text)}});
    };
    add(fix);
    for (const FixIt& edit : fix.also) add(edit);
    Json changes = Json::array();
    for (auto& [file, list] : replacements) {
      changes.push_back({{"artifactLocation", artifact(file)}, {"replacements", std::move(list)}});
    }
    return {{"description", text_message(description)}, {"artifactChanges", std::move(changes)}};
  }

  static Json suppression(const Acceptance& accepted) {
    if (accepted.by == Acceptance::By::baseline) return {{"kind", "external"}, {"status", "accepted"}};
    return {{"kind", "inSource"}, {"justification", accepted.reason}};
  }

  const source::SourceSet& sources_;
  Json rules_ = Json::array();
  Json results_ = Json::array();
  std::map<Id, std::size_t> rule_indexes_;
};

}  // namespace

std::string render_sarif(const std::vector<Diagnostic>& diagnostics, const source::SourceSet& sources,
                         std::string_view tool_version) {
  SarifRenderer renderer(sources);
  for (const Diagnostic& d : diagnostics) renderer.add(d);
  return renderer.text(tool_version);
}

}  // namespace partita::diagnostics
