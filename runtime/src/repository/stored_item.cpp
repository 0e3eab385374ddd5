#include "stored_item.hpp"

#include <partita/decimal.hpp>
#include <partita/wire/reader.hpp>
#include <partita/wire/writer.hpp>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <utility>

namespace partita::inline epoch1::detail {

namespace {

bool is_scalar(std::string_view tag) {
  return tag == "S" || tag == "N" || tag == "B";
}

bool is_set(std::string_view tag) {
  return tag == "SS" || tag == "NS" || tag == "BS";
}

Scalar read_payload(wire::Reader& in, char tag) {
  Scalar value{tag, in.read_plain_string()};
  if (tag == 'N') {
    if (const auto number = decimal::parse(value.payload)) value.payload = number->to_string();
  }
  return value;
}

// Of the value ahead.
void read_scalars(wire::Reader& in, std::vector<Scalar>& values) {
  std::string_view key;
  in.begin_object();
  while (in.next_key(key)) {
    const std::string tag(key);
    if (is_scalar(tag)) {
      values.push_back(read_payload(in, tag[0]));
    } else if (is_set(tag)) {
      in.begin_array();
      while (in.next_element()) values.push_back(read_payload(in, tag[0]));
    } else if (tag == "L") {
      in.begin_array();
      while (in.next_element()) read_scalars(in, values);
    } else {
      in.skip_value();
    }
  }
}

std::string tag_of(std::string_view value) {
  wire::TextReader text{value};
  std::string_view key;
  text.reader().begin_object();
  return text.reader().next_key(key) ? std::string(key) : std::string();
}

std::string written_set(const std::vector<Scalar>& elements) {
  if (elements.empty()) return {};
  wire::Writer out;
  out.raw(R"({")");
  out.raw(elements.front().tag);
  out.raw(R"(S":[)");
  for (std::size_t i = 0; i < elements.size(); ++i) {
    if (i != 0) out.raw(',');
    out.json_string(elements[i].payload);
  }
  out.raw("]}");
  return std::string(out.view());
}

bool contains(const std::vector<Scalar>& values, const Scalar& value) {
  return std::any_of(values.begin(), values.end(), [&](const Scalar& each) { return each.payload == value.payload; });
}

std::optional<std::int64_t> integer(std::string_view value) {
  const std::vector<Scalar> scalars = scalars_of(value);
  if (scalars.size() != 1 || scalars.front().tag != 'N') return std::nullopt;
  const std::string& text = scalars.front().payload;
  std::int64_t number = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failure != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace

std::optional<StoredItem> StoredItem::parse(std::string_view json) {
  StoredItem item;
  wire::TextReader text{json};
  wire::Reader& in = text.reader();
  std::string_view key;
  in.begin_object();
  while (in.next_key(key)) {
    const std::string name(key);
    item.attributes_.insert_or_assign(name, std::string(in.skip_value()));
  }
  if (!in.ok()) return std::nullopt;
  return item;
}

std::string_view StoredItem::value(std::string_view name) const {
  const auto found = attributes_.find(name);
  return found == attributes_.end() ? std::string_view() : std::string_view(found->second);
}

void StoredItem::set(std::string_view name, std::string json) {
  if (json.empty()) return erase(name);
  attributes_.insert_or_assign(std::string(name), std::move(json));
}

void StoredItem::erase(std::string_view name) {
  const auto found = attributes_.find(name);
  if (found != attributes_.end()) attributes_.erase(found);
}

std::string StoredItem::json() const {
  wire::Writer out;
  char separator = '{';
  for (const auto& [name, value] : attributes_) {
    out.raw(separator);
    out.json_string(name);
    out.raw(':');
    out.raw(value);
    separator = ',';
  }
  if (separator == '{') out.raw('{');
  out.raw('}');
  return std::string(out.view());
}

std::string StoredItem::key(std::string_view partition_key, std::string_view sort_key) const {
  wire::Writer out;
  char separator = '{';
  for (const std::string_view name : {partition_key, sort_key}) {
    if (name.empty()) continue;
    out.raw(separator);
    out.json_string(name);
    out.raw(':');
    out.raw(value(name));
    separator = ',';
  }
  out.raw('}');
  return std::string(out.view());
}

std::vector<Scalar> scalars_of(std::string_view value) {
  std::vector<Scalar> values;
  if (value.empty()) return values;
  wire::TextReader text{value};
  read_scalars(text.reader(), values);
  if (!text.reader().ok()) values.clear();
  return values;
}

std::optional<Scalar> scalar_of(std::string_view value) {
  if (!is_scalar(tag_of(value))) return std::nullopt;
  std::vector<Scalar> scalars = scalars_of(value);
  return scalars.size() == 1 ? std::optional(std::move(scalars.front())) : std::nullopt;
}

std::string canonical(std::string_view value) {
  const auto scalar = scalar_of(value);
  if (!scalar) return std::string(value);
  wire::Writer out;
  out.raw(R"({")");
  out.raw(scalar->tag);
  out.raw(R"(":)");
  out.json_string(scalar->payload);
  out.raw('}');
  return std::string(out.view());
}

bool same_value(std::string_view one, std::string_view other) {
  if (one == other) return true;
  if (one.empty() || other.empty()) return false;
  const std::string tag = tag_of(one);
  if (tag != tag_of(other) || !(is_set(tag) || is_scalar(tag) || tag == "L")) return false;
  const auto payloads = [&](std::string_view value) {
    std::vector<std::string> texts;
    for (Scalar& each : scalars_of(value)) texts.push_back(std::move(each.payload));
    if (is_set(tag)) std::sort(texts.begin(), texts.end());
    return texts;
  };
  return payloads(one) == payloads(other);
}

std::vector<std::string> elements_of(std::string_view list) {
  std::vector<std::string> elements;
  if (list.empty()) return elements;
  wire::TextReader text{list};
  wire::Reader& in = text.reader();
  std::string_view key;
  in.begin_object();
  while (in.next_key(key)) {
    in.begin_array();
    while (in.next_element()) elements.emplace_back(in.skip_value());
  }
  return elements;
}

std::string list_of(const std::vector<std::string>& elements) {
  std::string text = R"({"L":[)";
  for (const std::string& each : elements) text.append(&each == &elements.front() ? "" : ",").append(each);
  return text + "]}";
}

std::string list_of_both(std::string_view first, std::string_view second) {
  std::vector<std::string> elements = elements_of(first);
  for (std::string& each : elements_of(second)) elements.push_back(std::move(each));
  return list_of(elements);
}

std::string set_of_both(std::string_view value, std::string_view more) {
  std::vector<Scalar> elements = scalars_of(value);
  for (Scalar& each : scalars_of(more)) {
    if (!contains(elements, each)) elements.push_back(std::move(each));
  }
  return written_set(elements);
}

std::string set_without(std::string_view value, std::string_view less) {
  std::vector<Scalar> elements = scalars_of(value);
  const std::vector<Scalar> gone = scalars_of(less);
  std::erase_if(elements, [&](const Scalar& each) { return contains(gone, each); });
  return written_set(elements);
}

std::optional<std::string> sum_of(std::string_view value, std::string_view step) {
  const auto left = value.empty() ? std::optional<std::int64_t>(0) : integer(value);
  const auto right = integer(step);
  std::int64_t sum = 0;
  if (!left || !right || __builtin_add_overflow(*left, *right, &sum)) return std::nullopt;
  return R"({"N":")" + std::to_string(sum) + R"("})";
}

}  // namespace partita::inline epoch1::detail
