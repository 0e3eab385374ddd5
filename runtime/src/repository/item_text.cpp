#include "item_text.hpp"

#include <partita/decimal.hpp>
#include <partita/wire/reader.hpp>

namespace partita::inline epoch1::detail {

namespace {

struct Scalar {
  std::string tag;
  std::string payload;
};

// `{"S":"x"}`; keys and times are S, N or B, whose payloads are JSON strings.
Scalar read_scalar(wire::Reader& in) {
  Scalar value;
  std::string_view tag;
  in.begin_object();
  while (in.next_key(tag)) {
    value.tag = tag;
    if (tag == "S" || tag == "N" || tag == "B") {
      value.payload = in.read_plain_string();
    } else {
      in.skip_value();
    }
  }
  if (value.tag == "N") {
    if (const auto number = decimal::parse(value.payload)) value.payload = number->to_string();
  }
  return value;
}

// Neither part of a key can run into the other.
std::string part_of(const Scalar& value) {
  return value.tag + std::to_string(value.payload.size()) + ":" + value.payload;
}

}  // namespace

std::optional<std::string> key_text(std::string_view item, std::string_view partition_key, std::string_view sort_key) {
  std::optional<std::string> partition;
  std::optional<std::string> sort;
  if (sort_key.empty()) sort.emplace();
  wire::TextReader text{item};
  wire::Reader& in = text.reader();
  std::string_view name;
  in.begin_object();
  while (in.next_key(name)) {
    if (name == partition_key) {
      partition = part_of(read_scalar(in));
    } else if (!sort_key.empty() && name == sort_key) {
      sort = part_of(read_scalar(in));
    } else {
      in.skip_value();
    }
  }
  if (!in.ok() || !partition || !sort) return std::nullopt;
  return *partition + *sort;
}

bool is_expired(std::string_view item, std::string_view ttl, timestamp now) {
  wire::TextReader text{item};
  wire::Reader& in = text.reader();
  bool expired = false;
  std::string_view name;
  in.begin_object();
  while (in.next_key(name)) {
    if (name != ttl) {
      in.skip_value();
      continue;
    }
    const Scalar value = read_scalar(in);
    const auto time = decimal::parse(value.payload);
    expired = value.tag == "N" && time && *time <= decimal(now.milliseconds() / 1000);
  }
  return in.ok() && expired;
}

}  // namespace partita::inline epoch1::detail
