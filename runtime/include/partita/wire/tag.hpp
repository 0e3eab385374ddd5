// DynamoDB's attribute types as they stand in JSON.
#pragma once

#include <cstdint>
#include <string_view>

namespace partita::inline epoch1::wire {

/// The type of a stored value. Those that are written as one JSON string come first.
enum class Tag : std::uint8_t { S, N, B, BOOL, null, M, L, SS, NS, BS };

constexpr bool in_quotes(Tag tag) {
  return tag <= Tag::B;
}
constexpr bool is_set(Tag tag) {
  return tag >= Tag::SS;
}

/// `S`, as it stands on the wire.
constexpr std::string_view name_of(Tag tag) {
  constexpr std::string_view names[] = {"S", "N", "B", "BOOL", "NULL", "M", "L", "SS", "NS", "BS"};
  return names[static_cast<std::uint8_t>(tag)];
}

/// What precedes the payload of a value: `{"S":"`, `{"L":`.
constexpr std::string_view opening_of(Tag tag) {
  constexpr std::string_view openings[] = {R"({"S":")", R"({"N":")", R"({"B":")", R"({"BOOL":)", R"({"NULL":)",
                                           R"({"M":)",  R"({"L":)",  R"({"SS":)", R"({"NS":)",   R"({"BS":)"};
  return openings[static_cast<std::uint8_t>(tag)];
}

/// What follows the payload.
constexpr std::string_view closing_of(Tag tag) {
  return in_quotes(tag) ? R"("})" : "}";
}

/// `String (S)`, for messages.
std::string_view describe(Tag tag);

}  // namespace partita::inline epoch1::wire
