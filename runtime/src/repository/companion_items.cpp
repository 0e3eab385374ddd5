#include "companion_items.hpp"

#include <partita/expression.hpp>
#include <partita/wire/members.hpp>
#include <partita/wire/reader.hpp>
#include <partita/wire/writer.hpp>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <utility>

namespace partita::inline epoch1::detail {

namespace {

// `{"M":{...}}`
std::string owner_value(const std::string& key) {
  return R"({"M":)" + key + "}";
}

class Lister {
 public:
  Lister(const WriteRules& rules, const StoredItem& item) : rules_(rules), item_(item), owner_(key_of(rules, item)) {
    for (const CompanionRule& rule : rules.companions->list) add(rule);
  }

  Companions found{};
  std::optional<Error> error{};

 private:
  void refuse(const CompanionRule& rule, const std::string& what) {
    if (!error) error = Error(ErrorKind::invalid_argument, "the key of " + shown(rule) + " " + what);
  }

  void add(const CompanionRule& rule) {
    const std::vector<Scalar> values = scalars_of(item_.value(rule.attribute.name));
    std::size_t count = 0;
    for (const Scalar& value : values) {
      if (add(rule, value)) ++count;
    }
    if (count <= rule.max || error) return;
    error =
        Error(ErrorKind::invalid_argument,
              "attribute '" + std::string(rule.attribute.name) + "' has " + std::to_string(count) + " values; its " +
                  (rule.is_unique ? "unique constraint" : "lookup") + " allows " + std::to_string(rule.max));
  }

  // True if it is one more.
  bool add(const CompanionRule& rule, const Scalar& element) {
    std::vector<Scalar> scalars;
    std::vector<wire::PartValue> values;
    scalars.reserve(rule.key.parts.size());  // the values refer to them
    for (std::size_t i = 0; i < rule.key.parts.size(); ++i) {
      const std::string_view name = rule.key.parts[i].name;
      if (name == rule.attribute.name) {
        scalars.push_back(element);
      } else {
        std::vector<Scalar> own = scalars_of(item_.value(name));
        if (own.size() != 1) return false;  // an item without a part has no such companion
        scalars.push_back(std::move(own.front()));
      }
      const auto value = part_value(scalars.back(), rule.parts.empty() ? StoredPart::plain : rule.parts[i]);
      if (!value) return refuse(rule, "can't hold what attribute '" + std::string(name) + "' has"), false;
      values.push_back(*value);
    }
    wire::KeyText text;
    if (const auto fault = wire::compose(rule.key, values, text))
      return refuse(rule, "can't be made: " + *fault), false;
    const bool is_sort = !rules_.sort_key.name.empty();
    const std::size_t most = wire::max_key_size(is_sort ? wire::KeyPart::sort : wire::KeyPart::partition);
    if (text.size() > most) {
      refuse(rule, "has " + std::to_string(text.size()) + " bytes; DynamoDB allows " + std::to_string(most));
      return false;
    }
    return add(rule, element, text.view());
  }

  static std::optional<wire::PartValue> part_value(const Scalar& scalar, StoredPart part) {
    if (scalar.tag == 'S') {
      if (part != StoredPart::iso_time) return wire::PartValue::of(scalar.payload);
      const auto time = wire::read_time(scalar.payload);
      return time ? std::optional(wire::PartValue::of_time(*time)) : std::nullopt;
    }
    if (scalar.tag != 'N') return std::nullopt;
    std::string_view digits = scalar.payload;
    const bool is_negative = digits.starts_with('-');
    if (is_negative) digits.remove_prefix(1);
    std::uint64_t magnitude = 0;
    const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), magnitude);
    if (failure != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
    if (part == StoredPart::plain) return wire::PartValue{wire::PartKind::number, {}, is_negative, magnitude, 0};
    constexpr std::uint64_t most = 1'000'000'000'000'000;  // no key holds what is beyond: it is refused there
    const auto count = static_cast<std::int64_t>(std::min(magnitude, most)) * (is_negative ? -1 : 1);
    return wire::PartValue::of_time(part == StoredPart::seconds ? count * 1000 : count);
  }

  bool add(const CompanionRule& rule, const Scalar& element, std::string_view text) {
    StoredItem companion;
    const std::string json = Value::of(text).json();
    const std::string_view partition = rules_.partition_key.name;
    companion.set(partition, rule.is_unique ? json : canonical(item_.value(partition)));
    if (!rules_.sort_key.name.empty()) companion.set(rules_.sort_key.name, json);
    Companion result{&rule, element.payload, companion.key(partition, rules_.sort_key.name), {}};

    companion.set(companion_owner, owner_value(owner_));
    const auto copy = [&](std::string_view name) {
      if (!name.empty() && companion.value(name).empty()) companion.set(name, canonical(item_.value(name)));
    };
    copy(rules_.companions->tenant.name);
    copy(rules_.ttl.name);
    if (!rules_.type_name.name.empty()) {
      companion.set(rules_.type_name.name, Value::of(std::string_view(companion_type(rules_, rule.is_unique))).json());
    }
    result.item = companion.json();
    std::string key = result.key;
    return found.emplace(std::move(key), std::move(result)).second;
  }

  const WriteRules& rules_;
  const StoredItem& item_;
  std::string owner_;
};

// Whether `key` is one of the table that `item` lies in. A request with anything else is refused as a whole.
bool is_key(const WriteRules& rules, const StoredItem& key, const StoredItem& item) {
  const auto has = [&](std::string_view name, wire::KeyPart part) {
    const auto value = scalar_of(key.value(name));
    const auto own = scalar_of(item.value(name));
    if (!value || !own || value->tag != own->tag || value->payload.empty()) return false;
    return value->tag != 'S' || value->payload.size() <= wire::max_key_size(part);
  };
  const bool has_sort = !rules.sort_key.name.empty();
  return key.size() == (has_sort ? 2 : 1) && has(rules.partition_key.name, wire::KeyPart::partition) &&
         (!has_sort || has(rules.sort_key.name, wire::KeyPart::sort));
}

}  // namespace

Companions companions_of(const WriteRules& rules, const StoredItem& item) {
  return Lister(rules, item).found;
}

std::optional<Error> refused_companions(const WriteRules& rules, const StoredItem& item) {
  return Lister(rules, item).error;
}

std::string key_of(const WriteRules& rules, const StoredItem& item) {
  StoredItem key;
  for (const std::string_view name : {rules.partition_key.name, rules.sort_key.name}) {
    if (!name.empty()) key.set(name, canonical(item.value(name)));
  }
  return key.key(rules.partition_key.name, rules.sort_key.name);
}

std::string owner_of(const WriteRules& rules, const StoredItem& item) {
  const std::string_view owner = item.value(companion_owner);
  if (owner.empty()) return {};
  wire::TextReader text{owner};
  wire::Reader& in = text.reader();
  std::string key;
  std::string_view tag;
  in.begin_object();
  while (in.next_key(tag)) {
    const bool is_map = tag == "M";
    const std::string_view value = in.skip_value();
    if (is_map) key = value;
  }
  const auto stored = in.ok() ? StoredItem::parse(key) : std::nullopt;
  return stored && is_key(rules, *stored, item) ? key_of(rules, *stored) : std::string();
}

bool same_companion(const WriteRules& rules, const StoredItem& stored, const Companion& companion) {
  const auto wanted = StoredItem::parse(companion.item);
  const auto same = [&](std::string_view name) {
    return name.empty() || canonical(stored.value(name)) == canonical(wanted->value(name));
  };
  return owner_of(rules, stored) == owner_of(rules, *wanted) && same(rules.type_name.name) && same(rules.ttl.name) &&
         same(rules.companions->tenant.name);
}

std::string companion_type(const WriteRules& rules, bool is_unique) {
  return std::string(rules.type) + (is_unique ? ":unique" : ":lookup");
}

std::vector<std::string> companion_sources(const WriteRules& rules) {
  std::vector<std::string> names;
  const auto add = [&](std::string_view name) {
    if (!name.empty() && std::find(names.begin(), names.end(), name) == names.end()) names.emplace_back(name);
  };
  add(rules.partition_key.name);
  add(rules.sort_key.name);
  add(rules.type_name.name);
  add(rules.companions->tenant.name);
  for (const AttributeName& source : rules.companions->sources) add(source.name);
  for (const CompanionRule& rule : rules.companions->list) {
    for (const wire::TemplatePart& part : rule.key.parts) add(part.name);
  }
  add(companion_owner);
  return names;
}

bool has_sensitive_keys(const WriteRules& rules) {
  const auto is_hidden = [&](const wire::TemplatePart& part) {
    return std::find(rules.hidden.begin(), rules.hidden.end(), part.name) != rules.hidden.end();
  };
  return std::any_of(rules.companions->list.begin(), rules.companions->list.end(), [&](const CompanionRule& rule) {
    return rule.is_sensitive || std::any_of(rule.key.parts.begin(), rule.key.parts.end(), is_hidden);
  });
}

std::string shown(const CompanionRule& rule) {
  return std::string(rule.is_unique ? "unique constraint '" : "lookup '") + rule.key.text() + "'";
}

}  // namespace partita::inline epoch1::detail
