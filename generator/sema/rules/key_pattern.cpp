#include "sema/rules/key_pattern.hpp"

#include "sema/lookup.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace partita::sema {
namespace {

using Bytes = std::bitset<256>;
using model::TypeKind;

Bytes bytes_of(std::string_view text) {
  Bytes result;
  for (const char c : text) result.set(static_cast<unsigned char>(c));
  return result;
}

const Bytes& digits() {
  static const Bytes result = bytes_of("0123456789");
  return result;
}

void add_text(KeyPattern& pattern, std::string_view text) {
  for (const char c : text) pattern.steps.push_back({bytes_of({&c, 1}), false});
}

void add_many(KeyPattern& pattern, const Bytes& bytes) {
  pattern.steps.push_back({bytes, false});
  pattern.steps.push_back({bytes, true});
}

// 2026-11-21T08:00:00.000Z
void add_time(KeyPattern& pattern) {
  for (const char c : std::string_view("0000-00-00T00:00:00.000Z")) {
    pattern.steps.push_back({c == '0' ? digits() : bytes_of({&c, 1}), false});
  }
}

void add_enumerator(KeyPattern& pattern, const model::Declared& declared, const model::Type& type) {
  Bytes bytes;
  for (const model::NamedType& named : declared.types) {
    if (named.qualified != type.named) continue;
    for (const model::Enumerator& each : named.enumerators) bytes |= bytes_of(each.name.text);
  }
  add_many(pattern, bytes.none() ? ~bytes : bytes);
}

}  // namespace

KeyPattern any_key() {
  return {{{~Bytes(), true}}};
}

KeyPattern prefix_pattern(std::string_view text) {
  KeyPattern result;
  add_text(result, text);
  result.steps.push_back({~Bytes(), true});
  return result;
}

KeyPattern key_pattern(const model::Declared& declared, const model::DeclaredEntity& entity, const TemplateUse& use,
                       const model::KeyTemplate& key) {
  KeyPattern result;
  const Bytes inside = ~bytes_of(key.delimiters());
  add_text(result, key.literals.front());
  for (std::size_t i = 0; i < key.parts.size(); ++i) {
    const model::TemplatePart& part = key.parts[i];
    const model::DeclaredAttribute* attribute = find_attribute(entity, part.attribute.text);
    if (part.form == model::PartForm::padded) {
      for (unsigned digit = 0; digit < part.digits; ++digit) result.steps.push_back({digits(), false});
    } else if (is_shard(entity, part)) {
      add_many(result, digits());
    } else if (attribute == nullptr || !is_known(attribute->member.type)) {
      add_many(result, inside);
    } else if (const model::Type& type = part_type(use, *attribute); is_point_in_time(type)) {
      add_time(result);
    } else if (is_integer(type)) {
      result.steps.push_back({digits() | bytes_of("-"), false});
      result.steps.push_back({digits(), true});
    } else if (type.kind == TypeKind::enumeration) {
      add_enumerator(result, declared, type);
    } else {
      add_many(result, inside);
    }
    add_text(result, key.literals[i + 1]);
  }
  return result;
}

bool can_be_equal(const KeyPattern& a, const KeyPattern& b) {
  // Every pair of positions that one beginning of a key can lead to.
  std::vector<bool> seen((a.steps.size() + 1) * (b.steps.size() + 1));
  std::vector<std::pair<std::size_t, std::size_t>> open;
  const auto reach = [&](std::size_t i, std::size_t j) {
    const std::size_t at = i * (b.steps.size() + 1) + j;
    if (!seen[at]) open.emplace_back(i, j);
    seen[at] = true;
  };
  reach(0, 0);
  while (!open.empty()) {
    const auto [i, j] = open.back();
    open.pop_back();
    if (i == a.steps.size() && j == b.steps.size()) return true;
    const KeyPattern::Step* left = i < a.steps.size() ? &a.steps[i] : nullptr;
    const KeyPattern::Step* right = j < b.steps.size() ? &b.steps[j] : nullptr;
    if (left != nullptr && left->repeated) reach(i + 1, j);
    if (right != nullptr && right->repeated) reach(i, j + 1);
    if (left == nullptr || right == nullptr || (left->bytes & right->bytes).none()) continue;
    reach(left->repeated ? i : i + 1, right->repeated ? j : j + 1);
  }
  return false;
}

}  // namespace partita::sema
