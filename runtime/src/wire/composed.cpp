#include <partita/wire/composed.hpp>

#include <partita/wire/codec.hpp>

namespace partita::inline epoch1::wire::detail {

namespace {

// Writes the text of the key, without quotes. Errors name the key, and the part.
void write_key_text(Writer& out, const Member& member, const TemplateView& key, std::span<const PartValue> values) {
  KeyText text;
  if (const auto fault = compose(key, values, text)) {
    constexpr std::string_view kinds[] = {"is composed", "is the partition key of ", "is the sort key of "};
    std::string what(kinds[static_cast<std::size_t>(member.need.key)]);
    out.fail(what.append(member.need.key_of).append("; ").append(*fault));
    return;
  }
  if (member.need.key != KeyPart::none || text.size() > KeyText::capacity) out.check_key(member, text.size());
  out.string(text.view());
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
  write_key_text(out, *out.frame->member, key, values);
}

Value composed_value(const Member& member, const TemplateView& key, std::span<const PartValue> values) {
  Writer out;
  Frame frame{&member, nullptr, 0};
  out.frame = &frame;
  out.raw(opening_of(Tag::S));
  write_key_text(out, member, key, values);
  out.raw(closing_of(Tag::S));
  return to_value(out);
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
