#include "driver/baseline.hpp"

#include "driver/inputs.hpp"
#include "frontend_json/reader.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <utility>

namespace partita::driver {

namespace {

namespace fs = std::filesystem;

using diagnostics::Diagnostic;
using diagnostics::Id;
using frontend_json::Value;
using frontend_json::ValueKind;

fs::path absolute(const std::string& path) {
  std::error_code failed;
  return fs::absolute(path, failed).lexically_normal();
}

/// The texts in 'single quotes', in their order.
std::vector<std::string> quoted_names(const std::string& message) {
  std::vector<std::string> names;
  for (auto open = message.find('\''); open != std::string::npos;) {
    const auto close = message.find('\'', open + 1);
    if (close == std::string::npos) break;
    names.push_back(message.substr(open + 1, close - open - 1));
    open = message.find('\'', close + 1);
  }
  return names;
}

/// Whether a list can take it up: what is an error by itself has to be mended, or excused beside its cause.
bool can_be_listed(const Diagnostic& finding) {
  return finding.level == diagnostics::Level::warning && finding.id != Id::stale_baseline;
}

}  // namespace

tl::expected<Baseline, Failure> Baseline::read(const std::string& path, bool may_be_new, source::SourceSet& sources,
                                               diagnostics::Sink& sink) {
  Baseline result(path, sources);
  std::error_code ignored;
  if (may_be_new && !fs::exists(path, ignored)) return result;
  auto text = read_file(path);
  if (!text) {
    text.error().message += "; 'partita check ... --baseline " + path + " --update-baseline' writes it";
    return tl::unexpected(text.error());
  }
  result.load(sources.add(path, std::move(*text)), sink);
  return result;
}

void Baseline::load(source::FileId file, diagnostics::Sink& sink) {
  const auto root = frontend_json::parse_json(*sources_, file, sink);
  const frontend_json::Reader reader(sink);
  if (!root || !reader.expect(*root, ValueKind::object, "a baseline")) return;
  reader.check_members(*root, "a baseline", {"findings"});
  const Value* findings = reader.required_member(*root, "findings", ValueKind::array, root->span, "the baseline",
                                                 "an empty list accepts nothing");
  if (findings == nullptr) return;
  for (const Value& item : findings->items) {
    if (!reader.expect(item, ValueKind::object, "a finding")) continue;
    reader.check_members(item, "a finding", {"id", "file", "entity", "names"});
    const auto text = [&](std::string_view key) {
      const Value* value = reader.optional_member(item, key, ValueKind::string);
      return value == nullptr ? std::string() : value->text;
    };
    Key key{text("file"), text("entity"), text("id"), {}};
    for (const model::Name& name : reader.names(item, "names")) key.names.push_back(name.text);
    entries_.insert_or_assign(std::move(key), Entry{item.span});
  }
}

void Baseline::apply(diagnostics::Sink& sink) {
  if (entries_.empty()) return;
  sink.accept([&](const Diagnostic& finding) -> std::optional<diagnostics::Acceptance> {
    if (!can_be_listed(finding)) return std::nullopt;
    const auto entry = entries_.find(key_of(finding));
    if (entry == entries_.end()) return std::nullopt;
    entry->second.used = true;
    return diagnostics::Acceptance{diagnostics::Acceptance::By::baseline};
  });
}

void Baseline::report_stale(const std::vector<std::string>& inputs, diagnostics::Sink& sink) const {
  for (const auto& [key, entry] : entries_) {
    if (entry.used || !belongs_to_run(key, inputs)) continue;
    auto& d = sink.report(Id::stale_baseline, entry.span,
                          "'" + key.file + "' is no longer found to be '" + key.id + "' as listed here");
    d.notes.push_back({{}, "'partita check ... --baseline " + path_ + " --update-baseline' removes the entry", {}});
  }
}

void Baseline::update(const std::vector<std::string>& inputs, const std::vector<Diagnostic>& findings) {
  std::erase_if(entries_, [&](const auto& entry) { return belongs_to_run(entry.first, inputs); });
  for (const Diagnostic& finding : findings) {
    const bool by_suppression = finding.accepted && finding.accepted->by == diagnostics::Acceptance::By::suppression;
    if (can_be_listed(finding) && !by_suppression) entries_.try_emplace(key_of(finding));
  }
}

std::string Baseline::text() const {
  using Json = nlohmann::ordered_json;
  std::string text;
  for (const auto& [key, entry] : entries_) {
    Json line{{"id", key.id}, {"file", key.file}};
    if (!key.entity.empty()) line["entity"] = key.entity;
    if (!key.names.empty()) line["names"] = key.names;
    text += (text.empty() ? "\n  " : ",\n  ") + line.dump(-1, ' ', false, Json::error_handler_t::replace);
  }
  return "{\"findings\": [" + text + (text.empty() ? "]}\n" : "\n]}\n");
}

Baseline::Key Baseline::key_of(const Diagnostic& finding) const {
  return {finding.span.valid() ? relative(sources_->path(finding.span.file)) : "", finding.entity,
          std::string(diagnostics::info(finding.id).name), quoted_names(finding.message)};
}

std::string Baseline::relative(const std::string& file) const {
  return absolute(file).lexically_relative(absolute(path_).parent_path()).generic_string();
}

bool Baseline::belongs_to_run(const Key& key, const std::vector<std::string>& inputs) const {
  std::error_code ignored;
  return std::any_of(inputs.begin(), inputs.end(), [&](const auto& input) { return relative(input) == key.file; }) ||
         !fs::exists(absolute(path_).parent_path() / key.file, ignored);
}

}  // namespace partita::driver
