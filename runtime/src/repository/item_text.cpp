#include "item_text.hpp"

#include <partita/decimal.hpp>
#include <partita/wire/reader.hpp>
#include <partita/wire/writer.hpp>

#include <algorithm>
#include <span>
#include <utility>

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

// The item without some of its attributes; nothing at all if it can't be read.
std::string without(std::string_view item, std::span<const std::string_view> hidden) {
  if (item == "{}") return "{}";
  std::string text;
  const std::vector<ItemMember> members = item_members(item);
  for (const ItemMember& member : members) {
    if (std::find(hidden.begin(), hidden.end(), member.name) != hidden.end()) continue;
    wire::Writer name;
    name.json_string(member.name);
    text.append(text.empty() ? "{" : ",").append(name.view()).append(":").append(member.json);
  }
  if (members.empty()) return {};
  return text.empty() ? "{}" : text + "}";
}

// Compares texts: a value that the service writes otherwise than we do counts as another one.
bool has_value(std::string_view item, std::string_view name, std::string_view json) {
  const std::vector<ItemMember> members = item_members(item);
  return std::any_of(members.begin(), members.end(),
                     [&](const ItemMember& each) { return each.name == name && each.json == json; });
}

std::size_t value_size(wire::Reader& in);

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html: about one byte for
// two digits, and one more. Sizes are never overestimated: what would fit is not refused.
std::size_t text_size(char tag, const std::string& payload) {
  if (tag == 'N') return payload.size() / 2;
  if (tag == 'B') return payload.size() / 4 * 3 - (payload.ends_with("==") ? 2 : payload.ends_with('=') ? 1 : 0);
  return payload.size();
}

std::size_t members_size(wire::Reader& in) {
  std::size_t size = 0;
  std::string_view name;
  in.begin_object();
  while (in.next_key(name)) {
    size += name.size();
    size += value_size(in);
  }
  return size;
}

std::size_t value_size(wire::Reader& in) {
  std::size_t size = 0;
  std::string_view key;
  in.begin_object();
  while (in.next_key(key)) {
    const std::string tag(key);
    if (tag == "S" || tag == "N" || tag == "B") {
      size += text_size(tag[0], in.read_plain_string());
    } else if (tag == "M") {
      size += 3 + members_size(in);
    } else if (tag == "L") {
      size += 3;
      in.begin_array();
      while (in.next_element()) size += value_size(in);
    } else if (tag == "SS" || tag == "NS" || tag == "BS") {
      in.begin_array();
      while (in.next_element()) size += text_size(tag[0], in.read_plain_string());
    } else {
      in.skip_value();
      ++size;
    }
  }
  return size;
}

}  // namespace

std::vector<ItemMember> item_members(std::string_view item) {
  std::vector<ItemMember> members;
  wire::TextReader text{item};
  wire::Reader& in = text.reader();
  std::string_view name;
  in.begin_object();
  while (in.next_key(name)) {
    ItemMember& member = members.emplace_back(ItemMember{std::string(name), {}});
    member.json = in.skip_value();
  }
  if (!in.ok()) members.clear();
  return members;
}

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

std::string scalar_text(std::string_view json) {
  wire::TextReader text{json};
  return part_of(read_scalar(text.reader()));
}

std::size_t item_size(std::string_view item) {
  wire::TextReader text{item};
  return members_size(text.reader());
}

std::string with_member(std::string_view object, std::string_view name, std::string_view json) {
  wire::TextReader text{object};
  wire::Writer out;
  char separator = '{';
  std::string_view key;
  text.reader().begin_object();
  while (text.reader().next_key(key)) {
    const bool is_named = key == name;
    out.raw(separator);
    separator = ',';
    out.json_string(key);
    out.raw(':');
    const std::string_view value = text.reader().skip_value();
    out.raw(is_named ? json : value);
  }
  out.raw('}');
  return std::string(out.view());
}

std::optional<Error> too_large(std::string_view item) {
  constexpr std::size_t most_bytes = std::size_t{400} << 10;
  if (item.size() <= most_bytes) return std::nullopt;  // its text is longer than itself
  const std::size_t size = item_size(item);
  if (size <= most_bytes) return std::nullopt;
  return Error(ErrorKind::invalid_argument, "the item has " + std::to_string(size) +
                                                " bytes, names and values; DynamoDB allows " +
                                                std::to_string(most_bytes));
}

std::size_t value_size(std::string_view json) {
  wire::TextReader text{json};
  return value_size(text.reader());
}

void show_item(Error::Details& details, const ShownItem& shown) {
  if (!shown.name.empty() && !has_value(details.item, shown.name, shown.json)) details.item.clear();
  if (shown.hidden.empty() || details.item.empty()) return;
  details.whole_item = std::move(details.item);
  details.item = without(details.whole_item, shown.hidden);
}

bool is_expired(std::string_view item, std::string_view ttl, timestamp now) {
  wire::TextReader text{item};
  return text.reader().peek_expired(ttl, now.seconds());
}

}  // namespace partita::inline epoch1::detail
