#include "cache/cache_key.hpp"

#include "repository/item_text.hpp"

#include <charconv>
#include <cstddef>

namespace partita::inline epoch1::cache {

std::string cache_key(std::string_view table, std::string_view partition_key, std::string_view sort_key,
                      std::string_view item) {
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
