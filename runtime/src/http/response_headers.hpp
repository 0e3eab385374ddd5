// The response headers that matter here.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace partita::inline epoch1::http {

struct ResponseHeaders {
  std::string request_id;  ///< x-amzn-requestid
  std::string error_type;  ///< x-amzn-errortype: the exception's name, without the `:` suffix
  std::string content_encoding;
  std::string location;                ///< of a redirect; named in the error, never followed
  std::optional<std::uint32_t> crc32;  ///< x-amz-crc32, over the body as sent
  std::optional<std::chrono::sys_seconds> date;
  std::optional<std::size_t> content_length;

  void clear() { *this = {}; }
  /// Takes one header line, with or without its line end. Unknown and malformed ones are ignored.
  void add(std::string_view line);
};

/// Parses the fixed-length form that HTTP demands: `Sat, 21 Nov 2026 05:09:15 GMT`.
std::optional<std::chrono::sys_seconds> parse_http_date(std::string_view text);

}  // namespace partita::inline epoch1::http
