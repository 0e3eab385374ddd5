#include "embedded/values/item_scanner.hpp"

#include "embedded/values/base64.hpp"
#include "embedded/values/number.hpp"
#include "embedded/values/value_text.hpp"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace partita::inline epoch1::embedded {

namespace {

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html: attribute names.
constexpr std::size_t longest_name = 65535;

std::optional<wire::Tag> tag_named(std::string_view name) {
  for (int i = 0; i <= static_cast<int>(wire::Tag::BS); ++i) {
    if (wire::name_of(static_cast<wire::Tag>(i)) == name) return static_cast<wire::Tag>(i);
  }
  return std::nullopt;
}

// Up to 18 digits that are in normal form already.
bool is_plain_integer(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  if (text.empty() || text.size() > 18 || (text[0] == '0')) return false;
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

constexpr std::string_view empty_value =
    "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes";
constexpr std::string_view invalid_values = "One or more parameter values were invalid: ";

}  // namespace

class ItemScanner {
 public:
  ItemScanner(RequestReader& in, ScannedItem& item) : in_(in), item_(item), out_(item.text) {}

  void run() {
    out_.reserve(512);
    segments_.reserve(16);
    item_.size = attributes(0);
    if (!in_.ok()) return;
    const std::string_view text = out_;
    item_.members.list_.reserve(segments_.size());
    for (const Segment& each : segments_) {
      item_.members.list_.push_back({each.name, text.substr(each.value, each.end - each.value)});
    }
  }

 private:
  // One attribute in `out_`.
  struct Segment {
    std::string_view name;
    std::size_t begin;
    std::size_t value;
    std::size_t end;
  };

  // Ends the reading: all loops end where the reader fails.
  void refuse(Refusal refusal) {
    if (in_.ok()) item_.refused = current_;
    in_.refuse(std::move(refusal));
  }
  void refuse_invalid(std::string message) { refuse({"ValidationException", std::move(message)}); }

  // What needed no escapes in the request needs none here.
  void append_string(std::string_view text) {
    if (in_.is_plain(text)) {
      out_.append("\"").append(text).append("\"");
    } else {
      append_json_string(text, out_);
    }
  }

  std::size_t attributes(int depth) {
    const std::size_t first = segments_.size();
    const std::size_t start = out_.size();
    std::size_t size = 0;
    bool sorted = true;
    char separator = '{';
    std::string_view key;
    in_.begin_object();
    while (in_.next_key(key)) {
      const std::string_view name = in_.kept(key);
      if (depth == 0) current_ = name;
      if (name.empty()) refuse_invalid("Empty attribute name");
      if (name.size() > longest_name) refuse_invalid("Attribute name is too large, must be less than 65536 bytes");
      sorted = sorted && (segments_.size() == first || segments_.back().name < name);
      out_ += std::exchange(separator, ',');
      const std::size_t begin = out_.size();
      append_string(name);
      out_ += ':';
      const std::size_t at = out_.size();
      size += name.size() + value(depth);
      segments_.push_back({name, begin, at, out_.size()});
    }
    out_ += separator == '{' ? "{}" : "}";
    current_ = {};
    if (!sorted && in_.ok()) sort(first, start);
    return size;
  }

  void sort(std::size_t first, std::size_t start) {
    const auto begin = segments_.begin() + static_cast<std::ptrdiff_t>(first);
    std::sort(begin, segments_.end(), [](const Segment& a, const Segment& b) { return a.name < b.name; });
    const auto twice =
        std::adjacent_find(begin, segments_.end(), [](const Segment& a, const Segment& b) { return a.name == b.name; });
    if (twice != segments_.end()) {
      return refuse({"SerializationException", "Duplicate attribute name: " + std::string(twice->name)});
    }
    scratch_.clear();
    char separator = '{';
    for (auto each = begin; each != segments_.end(); ++each) {
      scratch_ += std::exchange(separator, ',');
      const std::size_t moved = start + scratch_.size();
      scratch_.append(out_, each->begin, each->end - each->begin);
      each->value = moved + (each->value - each->begin);
      each->end = moved + (each->end - each->begin);
      each->begin = moved;
    }
    scratch_ += '}';
    out_.replace(start, scratch_.size(), scratch_);
  }

  std::size_t value(int depth) {
    if (depth > deepest_value) {
      refuse_invalid(std::string(too_deep));
      return 0;
    }
    bool found = false;
    std::size_t size = 0;
    std::string_view key;
    if (in_.take_null()) {
      refuse_invalid(std::string(empty_value));
    } else {
      in_.begin_object();
    }
    while (in_.next_key(key)) {
      const std::optional<wire::Tag> tag = tag_named(key);
      if (!tag) in_.skip_value();
      if (!tag || in_.take_null()) continue;
      if (found) {
        refuse_invalid(
            "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported "
            "datatypes");
      }
      found = true;
      out_.append("{\"").append(wire::name_of(*tag)).append("\":");
      size = payload(*tag, depth);
      out_ += '}';
    }
    if (!found) refuse_invalid(std::string(empty_value));
    return size;
  }

  std::size_t payload(wire::Tag tag, int depth) {
    switch (tag) {
      case wire::Tag::S: {
        const std::string_view content = in_.string();
        append_string(content);
        return content.size();
      }
      case wire::Tag::N: {
        out_ += '"';
        const std::size_t size = number(in_.string());
        out_ += '"';
        return size;
      }
      case wire::Tag::B:
        return binary();
      case wire::Tag::BOOL:
        return boolean();
      case wire::Tag::null:
        return null();
      case wire::Tag::M:
        return map(depth);
      case wire::Tag::L:
        return list(depth);
      case wire::Tag::SS:
        return string_set();
      case wire::Tag::NS:
        return number_set();
      case wire::Tag::BS:
        return binary_set();
    }
    return 0;
  }

  std::size_t number(std::string_view content) {
    if (is_plain_integer(content)) {
      out_.append(content);
      return size_of(digits_of(content));
    }
    if (!in_.ok()) return 0;
    const Checked<decimal> parsed = parse_number(content);
    if (!parsed) {
      refuse(parsed.error());
      return 0;
    }
    return number(*parsed);
  }
  std::size_t number(const decimal& parsed) {
    char normal[decimal::max_text];
    const std::string_view form(normal, static_cast<std::size_t>(parsed.write(normal) - normal));
    out_.append(form);
    return size_of(digits_of(form));
  }

  std::size_t binary() {
    const std::string_view content = in_.string();
    const Checked<std::string> bytes = decode_base64(content);
    if (!bytes) {
      refuse(bytes.error());
      return 0;
    }
    out_.append("\"").append(content).append("\"");
    return bytes->size();
  }

  std::size_t boolean() {
    out_ += in_.boolean() ? "true" : "false";
    return 1;
  }

  std::size_t null() {
    if (!in_.next_is_true()) {
      refuse_invalid(std::string(invalid_values) + "Null attribute value types must have the value of true");
    }
    in_.skip_value();
    out_ += "true";
    return 1;
  }

  // Lists and maps count for 3, and for 1 more for each element.
  std::size_t map(int depth) {
    const std::size_t first = segments_.size();
    const std::size_t size = attributes(depth + 1);
    const std::size_t count = segments_.size() - first;
    segments_.resize(first);
    return 3 + count + size;
  }

  std::size_t list(int depth) {
    std::size_t size = 3;
    char separator = '[';
    in_.begin_array();
    while (in_.next_element()) {
      out_ += std::exchange(separator, ',');
      size += 1 + value(depth + 1);
    }
    out_ += separator == '[' ? "[]" : "]";
    return size;
  }

  std::vector<std::string_view> texts() {
    std::vector<std::string_view> list;
    in_.begin_array();
    while (in_.next_element()) list.push_back(in_.kept(in_.string()));
    return list;
  }

  static std::string joined(const std::vector<std::string_view>& list) {
    std::string all = "[";
    for (const std::string_view each : list) all.append(all.size() == 1 ? "" : ", ").append(each);
    return all + "]";
  }

  std::size_t string_set() {
    const std::vector<std::string_view> written = texts();
    if (written.empty()) refuse_invalid(std::string(invalid_values) + "An string set  may not be empty");
    std::vector<std::string_view> members = written;
    std::sort(members.begin(), members.end());
    if (std::adjacent_find(members.begin(), members.end()) != members.end()) {
      refuse_invalid(std::string(invalid_values) + "Input collection " + joined(written) + " contains duplicates.");
    }
    std::size_t size = 0;
    char separator = '[';
    for (const std::string_view each : members) {
      out_ += std::exchange(separator, ',');
      append_string(each);
      size += each.size();
    }
    out_ += ']';
    return size;
  }

  std::size_t number_set() {
    std::vector<decimal> members;
    for (const std::string_view each : texts()) {
      const Checked<decimal> parsed = parse_number(each);
      if (parsed) {
        members.push_back(*parsed);
      } else {
        refuse(parsed.error());
      }
    }
    if (members.empty()) refuse_invalid(std::string(invalid_values) + "An number set  may not be empty");
    std::sort(members.begin(), members.end());
    if (std::adjacent_find(members.begin(), members.end()) != members.end()) {
      refuse_invalid("Input collection contains duplicates");
    }
    std::size_t size = 0;
    char separator = '[';
    for (const decimal& each : members) {
      out_ += std::exchange(separator, ',');
      out_ += '"';
      size += number(each);
      out_ += '"';
    }
    out_ += ']';
    return size;
  }

  std::size_t binary_set() {
    const std::vector<std::string_view> written = texts();
    if (written.empty()) refuse_invalid(std::string(invalid_values) + "Binary sets should not be empty");
    BinarySet members;
    bool twice = false;  // told after what is no binary at all
    for (const std::string_view each : written) {
      Checked<std::string> bytes = decode_base64(each);
      if (!bytes) {
        refuse(bytes.error());
        return 0;
      }
      if (!members.insert(Binary{*std::move(bytes)})) twice = true;
    }
    if (twice) {
      refuse_invalid(std::string(invalid_values) + "Input collection " + joined(written) +
                     "of type BS contains duplicates.");
    }
    std::size_t size = 0;
    char separator = '[';
    for (const Binary& each : members.members()) {
      out_ += std::exchange(separator, ',');
      out_ += '"';
      append_base64(each.bytes, out_);
      out_ += '"';
      size += each.bytes.size();
    }
    out_ += ']';
    return size;
  }

  RequestReader& in_;
  ScannedItem& item_;
  std::string& out_;
  std::vector<Segment> segments_;  // of the maps that are open
  std::string scratch_;
  std::string_view current_;  // the attribute of the item
};

void scan_item(RequestReader& in, ScannedItem& item) {
  item.text.clear();
  item.members = ItemMembers();
  ItemScanner(in, item).run();
}

}  // namespace partita::inline epoch1::embedded
