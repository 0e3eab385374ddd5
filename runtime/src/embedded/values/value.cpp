#include "embedded/values/value.hpp"

#include "embedded/values/number.hpp"

namespace partita::inline epoch1::embedded {

Map::Map() = default;
Map::Map(const Map&) = default;
Map::Map(Map&&) noexcept = default;
Map& Map::operator=(const Map&) = default;
Map& Map::operator=(Map&&) noexcept = default;
Map::~Map() = default;

namespace {

// Where the attribute is, or belongs.
template <class Attributes>
auto place_of(Attributes& attributes, std::string_view name) {
  return std::lower_bound(attributes.begin(), attributes.end(), name,
                          [](const Attribute& each, std::string_view sought) { return each.name < sought; });
}

}  // namespace

const Value* Map::find(std::string_view name) const {
  const auto at = place_of(attributes_, name);
  return at != attributes_.end() && at->name == name ? &at->value : nullptr;
}

Value* Map::find(std::string_view name) {
  const auto at = place_of(attributes_, name);
  return at != attributes_.end() && at->name == name ? &at->value : nullptr;
}

Value& Map::set(std::string_view name, Value value) {
  auto at = place_of(attributes_, name);
  if (at == attributes_.end() || at->name != name) {
    at = attributes_.insert(at, Attribute{std::string(name), std::move(value)});
  } else {
    at->value = std::move(value);
  }
  return at->value;
}

bool Map::erase(std::string_view name) {
  const auto at = place_of(attributes_, name);
  if (at == attributes_.end() || at->name != name) return false;
  attributes_.erase(at);
  return true;
}

std::size_t Map::size() const {
  return attributes_.size();
}
const Attribute* Map::begin() const {
  return attributes_.data();
}
const Attribute* Map::end() const {
  return attributes_.data() + attributes_.size();
}
Attribute* Map::begin() {
  return attributes_.data();
}
Attribute* Map::end() {
  return attributes_.data() + attributes_.size();
}

bool operator==(const Map& a, const Map& b) {
  return a.attributes_ == b.attributes_;
}

std::optional<std::strong_ordering> compare(const Value& a, const Value& b) {
  if (a.tag() != b.tag()) return std::nullopt;
  switch (a.tag()) {
    case wire::Tag::S:
      return *a.as<std::string>() <=> *b.as<std::string>();
    case wire::Tag::N:
      return *a.as<decimal>() <=> *b.as<decimal>();
    case wire::Tag::B:
      return *a.as<Binary>() <=> *b.as<Binary>();
    default:
      return std::nullopt;
  }
}

namespace {

template <class T>
std::size_t size_of_members(const Set<T>& set) {
  std::size_t size = 0;
  for (const T& member : set.members()) {
    if constexpr (std::is_same_v<T, std::string>) {
      size += member.size();
    } else if constexpr (std::is_same_v<T, Binary>) {
      size += member.bytes.size();
    } else {
      size += size_of(digits_of(member));
    }
  }
  return size;
}

// Of a list or map, and of each of its elements.
constexpr std::size_t document_size = 3;
constexpr std::size_t element_size = 1;

struct SizeOf {
  std::size_t operator()(const std::string& text) const { return text.size(); }
  std::size_t operator()(const decimal& number) const { return size_of(digits_of(number)); }
  std::size_t operator()(const Binary& binary) const { return binary.bytes.size(); }
  std::size_t operator()(bool) const { return 1; }
  std::size_t operator()(Null) const { return 1; }
  std::size_t operator()(const Map& map) const { return document_size + element_size * map.size() + size_of(map); }
  std::size_t operator()(const List& list) const {
    std::size_t size = document_size;
    for (const Value& element : list) size += element_size + size_of(element);
    return size;
  }
  template <class T>
  std::size_t operator()(const Set<T>& set) const {
    return size_of_members(set);
  }
};

}  // namespace

std::size_t size_of(const Value& value) {
  return std::visit(SizeOf{}, value.data);
}

std::size_t size_of(const Map& item) {
  std::size_t size = 0;
  for (const Attribute& each : item) size += each.name.size() + size_of(each.value);
  return size;
}

namespace {

// Whether the value, so many levels below an attribute, has one below the deepest.
bool is_too_deep(const Value& value, int level) {
  if (level > deepest_value) return true;
  if (const auto* const map = value.as<Map>()) {
    return std::any_of(map->begin(), map->end(),
                       [&](const Attribute& each) { return is_too_deep(each.value, level + 1); });
  }
  const auto* const list = value.as<List>();
  return list != nullptr &&
         std::any_of(list->begin(), list->end(), [&](const Value& each) { return is_too_deep(each, level + 1); });
}

}  // namespace

bool has_too_deep_value(const Map& item) {
  return std::any_of(item.begin(), item.end(), [](const Attribute& each) { return is_too_deep(each.value, 0); });
}

}  // namespace partita::inline epoch1::embedded
