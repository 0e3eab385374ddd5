#include "cache/cache_key.hpp"

#include "repository/item_text.hpp"

#include <algorithm>
#include <charconv>
#include <cstddef>

namespace partita::inline epoch1::cache {
namespace {

constexpr std::size_t usual_key = 128;  // bytes as JSON

bool take(std::string_view& text, std::string_view expected) {
  if (!text.starts_with(expected)) return false;
  text.remove_prefix(expected.size());
  return true;
}

// What `scalar_text` says of `"name":{"S":"x"}`, without reading it as JSON. False: it has to be read, as it is written
// otherwise, or its payload is a number, or not the bytes that stand there.
bool take_plain(std::string_view& text, std::string_view name, std::string& key) {
  if (!take(text, "\"") || !take(text, name) || !take(text, "\":{\"")) return false;
  const char tag = text.empty() ? '\0' : text.front();
  if ((tag != 'S' && tag != 'B') || !take(text, tag == 'S' ? "S\":\"" : "B\":\"")) return false;
  std::size_t size = 0;
  for (; size < text.size() && text[size] != '"'; ++size) {
    if (text[size] < ' ' || text[size] > '~' || text[size] == '\\') return false;
  }
  key.append(1, tag).append(std::to_string(size)).append(":").append(text.substr(0, size));
  text.remove_prefix(size);
  return take(text, "\"}");
}

// As this client writes keys, which a hit should not read again.
bool add_plain(std::string_view key_json, std::string_view partition_key, std::string_view sort_key, std::string& key) {
  if (!take(key_json, "{") || !take_plain(key_json, partition_key, key)) return false;
  if (!sort_key.empty() && (!take(key_json, ",") || !take_plain(key_json, sort_key, key))) return false;
  return key_json == "}";
}

}  // namespace

std::string cache_key(std::string_view table, std::string_view partition_key, std::string_view sort_key,
                      std::string_view item) {
  std::string key;
  key.reserve(table.size() + std::min(item.size(), usual_key));
  key.append(table).append("\n");
  if (add_plain(item, partition_key, sort_key, key)) return key;
  const auto text = detail::key_text(item, partition_key, sort_key);
  return text ? std::string(table) + '\n' + *text : std::string();
}

std::string partition_text(std::string_view table, std::string_view value) {
  return std::string(table) + '\n' + detail::scalar_text(value);
}

std::string_view table_of(std::string_view key) {
  const std::size_t end = key.find('\n');
  return end == std::string_view::npos ? std::string_view() : key.substr(0, end);
}

// `table\nS3:web` of `table\nS3:webS5:theme`.
std::string_view partition_of(std::string_view key) {
  const std::size_t begin = key.find_first_of("0123456789", table_of(key).size());
  if (table_of(key).empty() || begin == std::string_view::npos) return {};
  std::size_t size = 0;
  const auto [end, error] = std::from_chars(key.data() + begin, key.data() + key.size(), size);
  const std::size_t colon = static_cast<std::size_t>(end - key.data());
  if (error != std::errc() || colon >= key.size() || key[colon] != ':' || size >= key.size() - colon) return {};
  return key.substr(0, colon + 1 + size);
}

}  // namespace partita::inline epoch1::cache
