// Makes values of keys from arbitrary bytes, two lists of them, and compares their order with that of the bytes that
// the engine stores them by: of numbers, strings and binaries, of lists of them as indexes have, and of the ranges that
// queries read. What numbers are is decided here anew.

#include "embedded/expressions/key_condition.hpp"
#include "embedded/operations/index_entries.hpp"
#include "embedded/operations/sort_range.hpp"
#include "embedded/request_reader.hpp"
#include "embedded/values/base64.hpp"
#include "embedded/values/item_scanner.hpp"
#include "embedded/values/key_bytes.hpp"
#include "embedded/values/value_text.hpp"
#include "report.hpp"

#include <nlohmann/json.hpp>

#include <fuzzer/FuzzedDataProvider.h>

#include <algorithm>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using namespace partita::embedded;
using partita::wire::Tag;

// A number as the service documents them: up to 38 digits, 1E-130 to 9.99E+125.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
struct Number {
  bool negative = false;
  std::string digits;         // without zeros at either end; empty: 0
  std::int64_t exponent = 0;  // of the first digit

  friend std::strong_ordering operator<=>(const Number& a, const Number& b) {
    const auto sign = [](const Number& each) { return each.digits.empty() ? 0 : each.negative ? -1 : 1; };
    if (sign(a) != sign(b) || sign(a) == 0) return sign(a) <=> sign(b);
    const std::strong_ordering magnitude = a.exponent != b.exponent ? a.exponent <=> b.exponent : a.digits <=> b.digits;
    return a.negative ? 0 <=> magnitude : magnitude;
  }
  friend bool operator==(const Number& a, const Number& b) { return (a <=> b) == 0; }
};

std::string take_digits(std::string_view& text) {
  const std::size_t size = std::min(text.size(), text.find_first_not_of("0123456789"));
  const std::string digits(text.substr(0, size));
  text.remove_prefix(size);
  return digits;
}

bool take_sign(std::string_view& text) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  return negative;
}

// nullopt: none that the service can hold.
std::optional<Number> read_number(std::string_view text) {
  Number number;
  number.negative = take_sign(text);
  const std::string whole = take_digits(text);
  std::string part;
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    part = take_digits(text);
  }
  number.digits = whole + part;
  if (number.digits.empty()) return std::nullopt;
  number.exponent = static_cast<std::int64_t>(whole.size()) - 1;
  if (text.starts_with('e') || text.starts_with('E')) {
    text.remove_prefix(1);
    const bool negative = take_sign(text);
    const std::string written = take_digits(text);
    if (written.empty()) return std::nullopt;
    const std::size_t first = std::min(written.size(), written.find_first_not_of('0'));
    const std::int64_t power = written.size() - first > 9 ? 1'000'000'000 : std::stoll("0" + written.substr(first));
    number.exponent += negative ? -power : power;
  }
  if (!text.empty()) return std::nullopt;
  const std::size_t zeros = std::min(number.digits.size(), number.digits.find_first_not_of('0'));
  number.exponent -= static_cast<std::int64_t>(zeros);
  number.digits.erase(0, zeros);
  number.digits.erase(number.digits.find_last_not_of('0') + 1);
  if (number.digits.empty()) return number;
  if (number.digits.size() > 38 || number.exponent < -130 || number.exponent > 125) return std::nullopt;
  return number;
}

// A value as it was meant, and as the engine has it.
struct Part {
  Tag type = Tag::S;
  std::string bytes;  // of a string or binary
  Number number;
  std::string json;  // its stored form
  Value value;
  std::string key;  // the bytes that it is sorted by

  friend std::strong_ordering operator<=>(const Part& a, const Part& b) {
    return a.type == Tag::N ? a.number <=> b.number : a.bytes <=> b.bytes;
  }
  friend bool operator==(const Part& a, const Part& b) { return (a <=> b) == 0; }
};

std::string random_number(FuzzedDataProvider& in) {
  if (in.ConsumeIntegralInRange(0, 3) == 0) return in.ConsumeRandomLengthString(60);
  std::string text = in.ConsumeBool() ? "-" : "";
  const int count = in.ConsumeIntegralInRange(1, 40);
  const int point = in.ConsumeIntegralInRange(-1, count);
  for (int i = 0; i < count; ++i) {
    if (i == point) text += '.';
    text += static_cast<char>('0' + in.ConsumeIntegralInRange(0, 9));
  }
  if (in.ConsumeBool()) text += "e" + std::to_string(in.ConsumeIntegralInRange(-170, 170));
  return text;
}

// As a request would say it; JSON needs no more escapes than these.
std::string json_string(std::string_view text) {
  std::string json = "\"";
  for (const char each : text) {
    constexpr std::string_view hex = "0123456789abcdef";
    const auto byte = static_cast<unsigned char>(each);
    if (byte < 0x20) {
      json.append("\\u00").append({hex[byte >> 4U], hex[byte & 15U]});
    } else if (each == '"' || each == '\\') {
      json.append({'\\', each});
    } else {
      json += each;
    }
  }
  return json + '"';
}

// nullopt: no value, which the engine must find, too.
std::optional<Part> random_part(FuzzedDataProvider& in, Tag type) {
  Part part;
  part.type = type;
  std::string text;
  bool is_value = true;
  if (type == Tag::N) {
    text = random_number(in);
    const auto number = read_number(text);
    is_value = number.has_value();
    if (number) part.number = *number;
  } else {
    part.bytes = in.ConsumeRandomLengthString(40);
    text = part.bytes;
  }
  if (type == Tag::B) {
    text.clear();
    append_base64(part.bytes, text);
  }
  const std::string request =
      R"({"v":{")" + std::string(partita::wire::name_of(type)) + "\":" + json_string(text) + "}}";
  is_value = is_value && nlohmann::json::accept(request);
  RequestReader reader(request);
  ScannedItem item;
  scan_item(reader, item);
  if (reader.ok() != is_value) report(is_value ? "a value is refused" : "what is no value is accepted", request);
  if (!is_value) return std::nullopt;

  part.json = item.members.find("v");
  part.value = parse_value(part.json);
  append_sort_bytes(part.value, part.key);
  std::string of_text;
  append_sort_bytes(part.json, of_text);
  if (of_text != part.key) report("a value and its text have different bytes", request);
  if (type == Tag::N) {
    const auto stored = read_number(nlohmann::json::parse(part.json)["N"].get<std::string>());
    if (!stored || *stored != part.number) report("a number changed on its way", part.json);
  } else if (part.key != part.bytes) {
    report("a key has other bytes than its value", request);
  }
  return part;
}

using Parts = std::vector<Part>;

std::string show(const Parts& a, const Parts& b) {
  std::string text;
  for (const Parts* const list : {&a, &b}) {
    text += "[ ";
    for (const Part& each : *list) text += each.json + " ";
    text += "] ";
  }
  return text;
}

void check_values(const Part& a, const Part& b) {
  if (compare(a.value, b.value) != (a <=> b)) report("two values compare wrongly", show({a}, {b}));
  if (a.key.compare(b.key) <=> 0 != (a <=> b)) report("keys are out of order", show({a}, {b}));
  if (a.type == Tag::N && a != b && a.key.starts_with(b.key)) report("a number begins as another", show({a}, {b}));
}

std::string delimited(const Parts& list) {
  std::string bytes;
  for (const Part& each : list) append_delimited(each.key, bytes);
  return bytes;
}

// Of the types of the lists, sorted by `sort` of them.
Index index_of(const Parts& list, std::size_t sort) {
  Index index;
  for (std::size_t i = 0; i < list.size(); ++i) {
    (i < list.size() - sort ? index.key.partition : index.key.sort)
        .push_back({std::string(1, "abcd"[i]), list[i].type});
  }
  return index;
}

ItemKey entry_of(const Index& index, const Parts& list, const ItemKey& item) {
  std::string text;
  for (std::size_t i = 0; i < list.size(); ++i) {
    text.append(i == 0 ? "{" : ",").append({'"', "abcd"[i], '"', ':'}).append(list[i].json);
  }
  text += '}';
  const auto key = entry_key_of(index, item, ItemMembers(text));
  if (!key) report("an index does not take an item", text);
  return *key;
}

bool has_empty(const Parts& list) {
  return std::any_of(list.begin(), list.end(), [](const Part& each) { return each.key.empty(); });
}

void check_entries(const Parts& a, const Parts& b, std::size_t sort, const ItemKey& first, const ItemKey& second) {
  if (has_empty(a) || has_empty(b)) return;
  const Index index = index_of(a, sort);
  const ItemKey one = entry_of(index, a, first);
  const ItemKey other = entry_of(index, b, second);
  const auto at = static_cast<std::ptrdiff_t>(a.size() - sort);
  const bool same = std::equal(a.begin(), a.begin() + at, b.begin());
  if ((one.partition == other.partition) != same) report("partitions of an index are mixed up", show(a, b));
  const std::pair<Parts, ItemKey> ordered{Parts(a.begin() + at, a.end()), first};
  const std::pair<Parts, ItemKey> other_ordered{Parts(b.begin() + at, b.end()), second};
  if ((one.sort <=> other.sort) != (ordered <=> other_ordered)) report("an index is out of order", show(a, b));
}

bool meets(Operator op, const Part& found, const Part& low, const Part& high) {
  switch (op) {
    case Operator::less:
      return found < low;
    case Operator::less_equal:
      return found <= low;
    case Operator::greater:
      return found > low;
    case Operator::greater_equal:
      return found >= low;
    case Operator::begins_with:
      return found.bytes.starts_with(low.bytes);
    default:
      return found >= low && found <= high;
  }
}

bool holds(const SortRange& range, std::string_view sort) {
  return sort >= range.from && (!range.to || sort < *range.to);
}

// A query that has equalities for all values of `asked` but the last one.
void check_ranges(const Parts& found, const Parts& asked, const Part& high, const ItemKey& item) {
  std::string row = delimited(found);
  append_delimited(item.partition, row);
  row += item.sort;
  const std::size_t last = asked.size() - 1;
  const bool same = std::equal(asked.begin(), asked.end() - 1, found.begin());
  for (const Operator op : {Operator::equal, Operator::less, Operator::less_equal, Operator::greater,
                            Operator::greater_equal, Operator::between, Operator::begins_with}) {
    if (op == Operator::begins_with && asked[last].type == Tag::N) continue;
    if (op == Operator::between && high < asked[last]) continue;
    KeyCondition condition;
    for (const Part& each : asked) condition.sort.push_back(&each.value);
    bool wanted = found[last] == asked[last];
    if (op != Operator::equal) {
      condition.sort.pop_back();
      condition.last = SortCondition{op, &asked[last].value, &high.value};
      wanted = meets(op, found[last], asked[last], high);
    }
    if (holds(index_range(condition), row) != (same && wanted))
      report("a range of an index is wrong", show(found, asked));
    if (asked.size() > 1) continue;
    if (holds(table_range(condition), found[0].key) != wanted)
      report("a range of a table is wrong", show(found, asked));
  }
}

std::optional<Parts> random_list(FuzzedDataProvider& in, const std::vector<Tag>& types) {
  Parts list;
  for (const Tag type : types) {
    auto part = random_part(in, type);
    if (!part) return std::nullopt;
    list.push_back(*std::move(part));
  }
  return list;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  FuzzedDataProvider in(data, size);
  std::vector<Tag> types(in.ConsumeIntegralInRange<std::size_t>(1, 4));
  for (Tag& each : types) each = in.PickValueInArray({Tag::S, Tag::N, Tag::B});
  const auto sort = in.ConsumeIntegralInRange<std::size_t>(0, types.size() - 1);
  const auto a = random_list(in, types);
  if (!a) return 0;
  // Two lists that differ in nothing, or in the last value alone, would else be rare.
  const bool is_like_first = in.ConsumeBool();
  auto b = is_like_first ? a : random_list(in, types);
  if (!b) return 0;
  const auto high = random_part(in, types.back());
  if (!high) return 0;
  if (is_like_first && in.ConsumeBool()) b->back() = *high;

  for (std::size_t i = 0; i < types.size(); ++i) check_values((*a)[i], (*b)[i]);
  if (delimited(*a) <=> delimited(*b) != (*a <=> *b)) report("lists are out of order", show(*a, *b));
  const ItemKey first{in.ConsumeRandomLengthString(10), in.ConsumeRandomLengthString(10)};
  const ItemKey second{in.ConsumeRandomLengthString(10), in.ConsumeRandomLengthString(10)};
  check_entries(*a, *b, sort, first, second);
  for (std::size_t count = 1; count <= types.size(); ++count) {
    const Part& upper = count == types.size() ? *high : (*a)[count - 1];
    check_ranges(*a, Parts(b->begin(), b->begin() + static_cast<std::ptrdiff_t>(count)), upper, first);
  }
  return 0;
}
