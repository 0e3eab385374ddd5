#include "scripted_http.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <utility>
#include <vector>

namespace partita::test {
namespace {

std::string lower(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return result;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// CRC-32 of zlib and gzip, bit by bit: test bodies are small, and the runtime's own code must not be its own judge.
std::uint32_t crc32(std::string_view bytes) {
  std::uint32_t crc = 0xFFFFFFFFu;
  for (char byte : bytes) {
    crc ^= static_cast<unsigned char>(byte);
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1u) != 0 ? 0xEDB88320u : 0u);
  }
  return ~crc;
}

std::string in_chunks(std::string_view body, std::size_t chunk_size) {
  std::string result;
  std::array<char, 32> size{};
  while (!body.empty()) {
    const std::string_view chunk = body.substr(0, chunk_size);
    std::snprintf(size.data(), size.size(), "%zx\r\n", chunk.size());
    result.append(size.data()).append(chunk).append("\r\n");
    body.remove_prefix(chunk.size());
  }
  return result + "0\r\n\r\n";
}

std::string_view take_line(std::string_view& text) {
  const std::size_t end = text.find("\r\n");
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end + 2);
  return line;
}

}  // namespace

std::string serialized(const ScriptedAnswer& answer) {
  std::vector<std::pair<std::string, std::string>> headers = answer.headers;
  const auto add = [&](const std::string& name, const std::string& value) {
    const bool given =
        std::ranges::any_of(answer.headers, [&](const auto& header) { return lower(header.first) == lower(name); });
    if (!given) headers.emplace_back(name, value);
  };
  add("content-type", "application/x-amz-json-1.0");
  add("x-amzn-RequestId", "SCRIPTED0000000000000000000000000000000000000000000");
  if (answer.checksum != Checksum::none) {
    add("x-amz-crc32", std::to_string(crc32(answer.body) ^ (answer.checksum == Checksum::wrong ? 1u : 0u)));
  }
  if (answer.chunk_size > 0) {
    add("transfer-encoding", "chunked");
  } else {
    add("content-length", std::to_string(answer.body.size()));
  }
  if (answer.ending == Ending::close) add("connection", "close");

  std::string text = "HTTP/1.1 " + std::to_string(answer.status) + " Scripted\r\n";
  for (const auto& [name, value] : headers) text += name + ": " + value + "\r\n";
  text += "\r\n";
  return text + (answer.chunk_size > 0 ? in_chunks(answer.body, answer.chunk_size) : answer.body);
}

bool send_all(int socket, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

std::optional<ScriptedRequest> RequestReader::next() {
  std::size_t end = 0;
  while ((end = buffer_.find("\r\n\r\n")) == std::string::npos) {
    if (!read_more()) return std::nullopt;
  }
  ScriptedRequest request;
  std::string_view head = std::string_view(buffer_).substr(0, end + 2);
  const std::string_view first = take_line(head);
  const std::size_t space = first.find(' ');
  const std::size_t second_space = first.rfind(' ');
  if (space == std::string_view::npos || space == second_space) return std::nullopt;
  request.method = first.substr(0, space);
  request.path = first.substr(space + 1, second_space - space - 1);
  while (!head.empty()) {
    const std::string_view line = take_line(head);
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    std::string& value = request.headers[lower(line.substr(0, colon))];
    if (!value.empty()) value += ", ";
    value += trimmed(line.substr(colon + 1));
  }
  buffer_.erase(0, end + 4);

  if (request.headers.contains("expect") && !send_all(socket_, "HTTP/1.1 100 Continue\r\n\r\n")) return std::nullopt;
  const auto length_header = request.headers.find("content-length");
  const std::size_t length =
      length_header == request.headers.end() ? 0 : std::strtoul(length_header->second.c_str(), nullptr, 10);
  while (buffer_.size() < length) {
    if (!read_more()) return std::nullopt;
  }
  request.body = buffer_.substr(0, length);
  buffer_.erase(0, length);
  return request;
}

bool RequestReader::read_more() {
  std::array<char, 65536> bytes;
  for (;;) {
    const ssize_t count = ::recv(socket_, bytes.data(), bytes.size(), 0);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    buffer_.append(bytes.data(), static_cast<std::size_t>(count));
    return true;
  }
}

}  // namespace partita::test
