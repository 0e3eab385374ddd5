#include "checked.hpp"

#include "frontend_json/frontend.hpp"
#include "sema/sema.hpp"

#include <algorithm>
#include <utility>

namespace partita::test {

Checked::Checked(std::string json) : file_(sources_.add("schema.json", std::move(json))) {
  declared_.inputs.push_back({"schema.json", "schema.json", model::Notation::json});
  frontend_json::read_schema(sources_, file_, 0, declared_, sink_);
  schema_ = sema::analyse(declared_, sink_);
}

std::string Checked::at(const source::Span& span) const {
  return sources_.text(span.file).substr(span.begin, span.end - span.begin);
}

std::vector<std::string> Checked::summary() const {
  std::vector<std::string> lines;
  for (const diagnostics::Diagnostic& d : diagnostics()) {
    const source::Position position = sources_.position(d.span.file, d.span.begin);
    lines.push_back(std::string(diagnostics::info(d.id).name) + " at " + std::to_string(position.line) + ":" +
                    std::to_string(position.column) + " '" + at(d.span) + "'");
  }
  return lines;
}

std::vector<std::string> Checked::found() const {
  std::vector<std::string> lines;
  for (const diagnostics::Diagnostic& d : diagnostics()) {
    lines.push_back(std::string(diagnostics::info(d.id).name) + " '" + at(d.span) + "'");
  }
  return lines;
}

std::string Checked::messages() const {
  std::string text;
  for (const diagnostics::Diagnostic& d : diagnostics()) {
    if (d.accepted) continue;
    text += d.message + "\n";
    for (const diagnostics::Note& note : d.notes) text += "note: " + note.message + "\n";
  }
  return text;
}

std::string Checked::fixed() const {
  std::vector<diagnostics::FixIt> fixes;
  const auto add_once = [&](const diagnostics::FixIt& fix) {
    const auto same = [&](const auto& other) { return other.span == fix.span && other.text == fix.text; };
    if (std::none_of(fixes.begin(), fixes.end(), same)) fixes.push_back(fix);
  };
  const auto add = [&](const diagnostics::FixIt& fix) {
    add_once(fix);
    for (const diagnostics::FixIt& each : fix.also) add_once(each);
  };
  for (const diagnostics::Diagnostic& d : diagnostics()) {
    if (d.fix) {
      add(*d.fix);
      continue;
    }
    const auto note = std::find_if(d.notes.begin(), d.notes.end(), [](const auto& n) { return n.fix.has_value(); });
    if (note != d.notes.end()) add(*note->fix);
  }
  std::sort(fixes.begin(), fixes.end(), [](const auto& a, const auto& b) { return a.span.begin > b.span.begin; });
  std::string text = sources_.text(file_);
  for (const diagnostics::FixIt& fix : fixes) text.replace(fix.span.begin, fix.span.end - fix.span.begin, fix.text);
  return text;
}

std::string schema_with_entity(const std::string& body, const std::string& types) {
  return R"({"namespace": "crm", "types": )" + types + R"(, "entities": {"Session": {)" + body + "}}}";
}

std::string schema_with_attributes(const std::string& attributes, const std::string& more) {
  return schema_with_entity(R"("table": "sessions", "partition_key": "id", "attributes": {"id": "string")" +
                            (attributes.empty() ? "" : ", " + attributes) + "}" + (more.empty() ? "" : ", " + more));
}

}  // namespace partita::test
