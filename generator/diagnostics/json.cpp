#include "diagnostics/json.hpp"

#include <nlohmann/json.hpp>

#include <optional>

namespace partita::diagnostics {

namespace {

using Json = nlohmann::ordered_json;

void put_place(Json& json, const source::Span& span, const source::SourceSet& sources) {
  if (!span.valid()) return;
  const source::Position begin = sources.position(span.file, span.begin);
  const source::Position end = sources.position(span.file, span.end);
  json["file"] = sources.path(span.file);
  json["line"] = begin.line;
  json["column"] = begin.column;
  json["end_line"] = end.line;
  json["end_column"] = end.column;
}

Json change(const FixIt& fix, const source::SourceSet& sources) {
  Json json;
  put_place(json, fix.span, sources);
  json["text"] = fix.text;
  for (const FixIt& other : fix.also) json["also"].push_back(change(other, sources));
  return json;
}

void put_fix(Json& json, const std::optional<FixIt>& fix, const source::SourceSet& sources) {
  if (fix) json["fix"] = change(*fix, sources);
}

}  // namespace

std::string render_json(const std::vector<Diagnostic>& diagnostics, const source::SourceSet& sources) {
  std::string text;
  for (const Diagnostic& d : diagnostics) {
    Json json;
    json["id"] = std::string(info(d.id).name);
    json["level"] = d.level == Level::error ? "error" : "warning";
    json["message"] = d.message;
    put_place(json, d.span, sources);
    if (!d.entity.empty()) json["entity"] = d.entity;
    put_fix(json, d.fix, sources);
    for (const Note& note : d.notes) {
      Json entry;
      entry["message"] = note.message;
      put_place(entry, note.span, sources);
      put_fix(entry, note.fix, sources);
      json["notes"].push_back(std::move(entry));
    }
    text += json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
  }
  return text;
}

}  // namespace partita::diagnostics
