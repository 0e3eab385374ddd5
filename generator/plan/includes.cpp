#include "plan/includes.hpp"

#include <algorithm>
#include <array>

namespace partita::plan {
namespace {

struct Declared {
  std::string_view name;
  std::string_view header;
};

// In the order of the names.
constexpr auto declared = std::to_array<Declared>({
    {"partita::CollectionResult", "partita/collection.hpp"},
    {"partita::RepairReport", "partita/companion_repair.hpp"},
    {"partita::decimal", "partita/decimal.hpp"},
    {"partita::iso_timestamp", "partita/timestamp.hpp"},
    {"partita::seconds_timestamp", "partita/timestamp.hpp"},
    {"partita::timestamp", "partita/timestamp.hpp"},
    {"std::array", "array"},
    {"std::byte", "cstddef"},
    {"std::chrono", "chrono"},
    {"std::int16_t", "cstdint"},
    {"std::int32_t", "cstdint"},
    {"std::int64_t", "cstdint"},
    {"std::int8_t", "cstdint"},
    {"std::map", "map"},
    {"std::move", "utility"},
    {"std::optional", "optional"},
    {"std::set", "set"},
    {"std::shared_ptr", "memory"},
    {"std::span", "span"},
    {"std::string", "string"},
    {"std::string_view", "string_view"},
    {"std::uint16_t", "cstdint"},
    {"std::uint32_t", "cstdint"},
    {"std::uint64_t", "cstdint"},
    {"std::uint8_t", "cstdint"},
    {"std::unordered_map", "unordered_map"},
    {"std::unordered_set", "unordered_set"},
    {"std::vector", "vector"},
});

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/// The names of `qualifier::name` that stand in a text, each once it is found.
template <class Take>
void each_qualified_name(std::string_view text, Take take) {
  for (std::size_t colons = text.find("::"); colons != std::string_view::npos; colons = text.find("::", colons + 2)) {
    std::size_t begin = colons;
    while (begin > 0 && is_word(text[begin - 1])) --begin;
    if (begin > 0 && text[begin - 1] == ':') continue;
    std::size_t end = colons + 2;
    while (end < text.size() && is_word(text[end])) ++end;
    take(text.substr(begin, end - begin));
  }
}

std::string block(const std::vector<std::string>& headers, char open, char close) {
  std::string text;
  for (const std::string& header : headers)
    text.append("#include ").append(1, open).append(header).append(1, close) += '\n';
  return text;
}

}  // namespace

void add_includes_of(std::string_view text, std::set<std::string>& headers) {
  std::array<bool, declared.size()> used{};
  each_qualified_name(text, [&](std::string_view name) {
    const auto* known = std::lower_bound(declared.begin(), declared.end(), name,
                                         [](const Declared& each, std::string_view n) { return each.name < n; });
    if (known == declared.end() || known->name != name) return;
    bool& seen = used.at(static_cast<std::size_t>(known - declared.begin()));
    if (!seen) headers.emplace(known->header);
    seen = true;
  });
}

std::string include_text(const std::vector<std::string>& quoted, const std::set<std::string>& headers) {
  std::vector<std::string> others;
  std::vector<std::string> own;
  std::vector<std::string> standard;
  if (quoted.size() > 1) others.assign(quoted.begin() + 1, quoted.end());
  std::sort(others.begin(), others.end());
  for (const std::string& header : headers) (header.starts_with("partita/") ? own : standard).push_back(header);

  std::string text;
  const auto add = [&](const std::string& lines) {
    if (lines.empty()) return;
    if (!text.empty()) text += '\n';
    text += lines;
  };
  if (!quoted.empty()) add(block({quoted.front()}, '"', '"'));
  add(block(others, '"', '"'));
  add(block(own, '<', '>'));
  add(block(standard, '<', '>'));
  if (!text.empty()) text.pop_back();
  return text;
}

}  // namespace partita::plan
