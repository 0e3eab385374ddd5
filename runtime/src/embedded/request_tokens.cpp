#include "embedded/request_tokens.hpp"

#include <optional>
#include <string>
#include <vector>

namespace partita::inline epoch1::embedded {

namespace {

constexpr std::chrono::minutes window{10};

// Two rows a token: when it ends and its request's digest, as it is asked for; and when it ends, as it is forgotten.
constexpr std::string_view tokens = "tokens";
constexpr std::string_view ends = "ends of tokens";

// At most so many at once: whoever opens an old file need not wait for all of its tokens.
constexpr std::size_t most_forgotten = 100;

// Milliseconds, whose texts compare as the times do.
constexpr std::size_t time_size = 20;
std::string text_of(RequestTokens::Time time) {
  const auto count = std::chrono::floor<std::chrono::milliseconds>(time).time_since_epoch().count();
  std::string text = std::to_string(count);
  text.insert(0, time_size - text.size(), '0');
  return text;
}

void forget(Writer& writer, const std::string& now) {
  std::vector<std::string> past;
  {
    const auto range = writer.range(first_space, ends, {{}, after_all_with(now)}, Direction::forward);
    for (Row row; past.size() < most_forgotten && range->next(row);) past.emplace_back(row.sort);
  }
  for (const std::string_view each : past) {
    const std::string_view token = each.substr(time_size);
    writer.erase(first_space, ends, each);
    // Used again before it was forgotten, it ends later.
    const auto row = writer.get(first_space, tokens, token);
    if (row && row->text.starts_with(each.substr(0, time_size))) writer.erase(first_space, tokens, token);
  }
}

}  // namespace

RequestTokens::Known RequestTokens::find(Writer& writer, std::string_view token, std::string_view request, Time now) {
  const std::optional<Row> row = writer.get(first_space, tokens, token);
  if (!row || row->text.substr(0, time_size) <= text_of(now)) return Known::no;
  return row->text.substr(time_size) == digest(request) ? Known::applied : Known::of_other_request;
}

void RequestTokens::add(Writer& writer, std::string_view token, std::string_view request, Time now) {
  forget(writer, text_of(now));
  const std::string end = text_of(now + window);
  const std::string known = end + digest(request);
  const std::string place = end + std::string(token);
  writer.put(first_space, {tokens, token, known, 0});
  writer.put(first_space, {ends, place, {}, 0});
}

std::string RequestTokens::digest(std::string_view request) {
  http::Digest bytes{};
  (void)sha_.hash(request, bytes);  // without OpenSSL all requests are the same one
  std::string text(2 * bytes.size(), '0');
  http::to_hex(bytes, text.data());
  return text;
}

}  // namespace partita::inline epoch1::embedded
