#include <partita/wire/composed.hpp>

#include <partita/wire/codec.hpp>

namespace partita::inline epoch1::wire::detail {

namespace {

// Writes the text of the key, without quotes. Errors name the key, and the part.
void write_key_text(Writer& out, const Member& member, const KeyText& text, const std::optional<std::string>& fault) {
  if (fault) {
    constexpr std::string_view kinds[] = {"is composed", "is the partition key of ", "is the sort key of "};
    std::string what(kinds[static_cast<std::size_t>(member.need.key)]);
    out.fail(what.append(member.need.key_of).append("; ").append(*fault));
    return;
  }
  if (member.need.key != KeyPart::none || text.size() > KeyText::capacity) out.check_key(member, text.size());
  out.string(text.view());
}

Value key_value(const Member& member, const KeyText& text, const std::optional<std::string>& fault) {
  Writer out;
  Frame frame{&member, nullptr, 0};
  out.frame = &frame;
  out.raw(opening_of(Tag::S));
  write_key_text(out, member, text, fault);
  out.raw(closing_of(Tag::S));
  return to_value(out);
}

}  // namespace

void expect_text(Reader& in, std::string_view expected, bool is_type) {
  const std::string_view text = in.text();
  if (text == expected || !in.ok()) return;
  const std::string found = "'" + std::string(text.substr(0, 64)) + "'";
  const std::string wanted = "'" + std::string(expected) + "'";
  if (is_type) return in.fail("the item is of type " + found + ", not " + wanted);
  in.fail_value("is " + found + ", expected " + wanted);
}

void write_composed(Writer& out, const TemplateView& key, std::span<const PartValue> values) {
  KeyText text;
  const auto fault = compose(key, values, text);
  write_key_text(out, *out.frame->member, text, fault);
}

Value composed_value(const Member& member, const TemplateView& key, std::span<const PartValue> values) {
  KeyText text;
  const auto fault = compose(key, values, text);
  return key_value(member, text, fault);
}

std::vector<Value> shard_values(const Member& member, const TemplateView& key, std::span<const PartValue> values) {
  std::vector<Value> keys;
  for (std::uint64_t shard = 0; shard < most_shards(key); ++shard) {
    KeyText text;
    const auto fault = compose_in_shard(key, values, shard, text);
    keys.push_back(key_value(member, text, fault));
  }
  return keys;
}

std::vector<std::string> older_keys(const TemplateView& key, std::span<const PartValue> values) {
  std::vector<std::string> keys = keys_of_each_age(key, values);
  if (keys.empty()) return keys;  // the request is refused for the value that can't be in a key
  keys.erase(keys.begin());
  for (std::string& each : keys) each = Value::of(each).json();
  return keys;
}

bool is_composed_of(const StoredKey& stored, const TemplateView& key, std::span<const PartValue> values) {
  return wire::is_composed_of(key, stored.text(), values);
}

std::string not_composed(const TemplateView& key) {
  return "is not the key '" + key.text() + "' that the item's other attributes make";
}

std::string not_decomposed(const TemplateView& key) {
  return "is not a key of the form '" + key.text() + "'";
}

}  // namespace partita::inline epoch1::wire::detail
