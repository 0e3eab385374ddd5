#include "embedded/values/value_text.hpp"

#include "embedded/values/base64.hpp"
#include "embedded/values/item_members.hpp"
#include "embedded/values/stored_text.hpp"

#include <partita/wire/writer.hpp>

#include <utility>

namespace partita::inline epoch1::embedded {

namespace {

Value read_value(StoredText& in);

decimal read_number(std::string_view text) {
  return decimal::parse(text).value_or(decimal());
}
Binary read_binary(std::string_view text) {
  return Binary{decode_base64(text).value_or(std::string())};
}

template <class T, class Read>
Value read_set(StoredText& in, Read read) {
  Set<T> set;
  in.take('[');
  while (in.at() != nullptr && !in.take(']')) {
    const char* const before = in.at();
    set.insert(read(in.raw_string()));
    in.take(',');
    if (in.at() == before) break;
  }
  return Value(std::move(set));
}

Map read_map(StoredText& in) {
  Map map;
  in.take('{');
  while (!in.take('}')) {
    const std::string name = in.string();
    if (!in.take(':')) break;
    map.set(name, read_value(in));
    in.take(',');
  }
  return map;
}

List read_list(StoredText& in) {
  List list;
  in.take('[');
  while (!in.take(']')) {
    const char* const before = in.at();
    list.push_back(read_value(in));
    in.take(',');
    if (in.at() == before) break;
  }
  return list;
}

Value read_payload(StoredText& in, std::string_view tag) {
  if (tag == "S") return Value(in.string());
  if (tag == "N") return Value(read_number(in.raw_string()));
  if (tag == "B") return Value(read_binary(in.raw_string()));
  if (tag == "M") return Value(read_map(in));
  if (tag == "L") return Value(read_list(in));
  if (tag == "SS") return read_set<std::string>(in, &StoredText::unescaped);
  if (tag == "NS") return read_set<decimal>(in, &read_number);
  if (tag == "BS") return read_set<Binary>(in, &read_binary);
  const std::string_view word = in.skip_value();
  return tag == "BOOL" ? Value(word == "true") : Value();
}

Value read_value(StoredText& in) {
  if (!in.take('{')) return Value();
  const std::string_view tag = in.raw_string();
  in.take(':');
  Value value = read_payload(in, tag);
  in.take('}');
  return value;
}

void append_member(const std::string& text, std::string& out) {
  append_json_string(text, out);
}
void append_member(const decimal& number, std::string& out) {
  out.append("\"").append(number.to_string()).append("\"");
}
void append_member(const Binary& binary, std::string& out) {
  out += '"';
  append_base64(binary.bytes, out);
  out += '"';
}

struct AppendPayload {
  std::string& out;

  void operator()(const std::string& text) const { append_member(text, out); }
  void operator()(const decimal& number) const { append_member(number, out); }
  void operator()(const Binary& binary) const { append_member(binary, out); }
  void operator()(bool value) const { out += value ? "true" : "false"; }
  void operator()(Null) const { out += "true"; }
  void operator()(const Map& map) const { append_text(map, out); }
  void operator()(const List& list) const {
    char separator = '[';
    for (const Value& element : list) {
      out += std::exchange(separator, ',');
      append_text(element, out);
    }
    out += list.empty() ? "[]" : "]";
  }
  template <class T>
  void operator()(const Set<T>& set) const {
    char separator = '[';
    for (const T& member : set.members()) {
      out += std::exchange(separator, ',');
      append_member(member, out);
    }
    out += set.empty() ? "[]" : "]";
  }
};

}  // namespace

Value parse_value(std::string_view json) {
  StoredText in(json);
  return read_value(in);
}

Map parse_item(std::string_view json) {
  StoredText in(json);
  return read_map(in);
}

void append_text(const Value& value, std::string& out) {
  out.append("{\"").append(wire::name_of(value.tag())).append("\":");
  std::visit(AppendPayload{out}, value.data);
  out += '}';
}

void append_text(const Map& item, std::string& out) {
  char separator = '{';
  for (const Attribute& each : item) {
    out += std::exchange(separator, ',');
    append_json_string(each.name, out);
    out += ':';
    append_text(each.value, out);
  }
  out += item.empty() ? "{}" : "}";
}

void append_json_string(std::string_view text, std::string& out) {
  bool plain = true;
  for (const char c : text) plain = plain && static_cast<unsigned char>(c) >= ' ' && c != '"' && c != '\\';
  if (plain) {
    out.append("\"").append(text).append("\"");
    return;
  }
  wire::Writer writer;
  writer.json_string(text);
  out.append(writer.view());
}

}  // namespace partita::inline epoch1::embedded
