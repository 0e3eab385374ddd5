// The members of one struct as they are stored: a constant table that generated code fills in.
#pragma once

#include <partita/wire/tag.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace partita::inline epoch1::wire {

/// What DynamoDB demands of a value that is part of a key.
enum class KeyPart : std::uint8_t { none, partition, sort };

/// Whether an item may lack a member, and of what the member is a key.
struct Need {
  bool required = true;
  KeyPart key = KeyPart::none;
  std::string_view key_of = {};
  bool hidden = false;  ///< no error shows its value

  /// The same for a member that an item may lack: an optional key of an index, or one with a default.
  consteval Need or_absent() const { return {false, key, key_of, hidden}; }
  /// The same for a member whose values are nobody's business: no error shows them.
  consteval Need sensitive() const { return {required, key, key_of, true}; }
};

inline constexpr Need required{};
inline constexpr Need may_be_absent{false, KeyPart::none, {}};
/// `what` is named in errors: "table 'contacts'", "index 'by_account'".
consteval Need partition_key_of(std::string_view what) {
  return {true, KeyPart::partition, what};
}
consteval Need sort_key_of(std::string_view what) {
  return {true, KeyPart::sort, what};
}

/// The limits of a key value in bytes; an empty one is refused too.
/// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
constexpr std::size_t max_key_size(KeyPart part) {
  return part == KeyPart::partition ? 2048 : 1024;
}

/// One member. `cell` is the text that precedes its value, `"name":{"S":"`, compared and copied as a whole.
struct alignas(32) Member {
  static constexpr std::size_t cell_size = 32;

  char cell[cell_size]{};
  std::uint32_t mask = 0;   // a bit for each byte of the cell that counts
  std::uint8_t length = 0;  // of the text in the cell
  bool has_cell = false;    // false: the name is too long, or needs escapes
  Tag tag = Tag::S;
  Need need;
  std::string_view name;

  consteval Member() = default;
  /// A set is never required: an empty one is stored as no attribute at all.
  consteval Member(std::string_view stored_name, Tag stored_tag, Need member_need)
      : tag(stored_tag), need(member_need), name(stored_name) {
    fill_cell();
  }

 private:
  consteval void fill_cell() {
    const std::string_view opening = opening_of(tag);
    has_cell = name.size() + 3 + opening.size() <= cell_size;
    for (const char c : name) has_cell = has_cell && c >= ' ' && c <= '~' && c != '"' && c != '\\';
    if (!has_cell) {
      // No valid text holds this; were it met all the same, the value after it would be refused.
      for (char& c : cell) c = '\1';
      length = cell_size;
      mask = ~std::uint32_t{0};
      return;
    }
    char* to = cell;
    *to++ = '"';
    for (const char c : name) *to++ = c;
    *to++ = '"';
    *to++ = ':';
    for (const char c : opening) *to++ = c;
    length = static_cast<std::uint8_t>(to - cell);
    mask = length == cell_size ? ~std::uint32_t{0} : (std::uint32_t{1} << length) - 1;
  }
};

constexpr std::size_t max_members = 1024;
constexpr std::uint16_t no_member = 0xffff;

constexpr std::size_t hash_of(std::string_view name) {
  if (name.empty()) return 0;
  const auto at = [&](std::size_t i) { return std::size_t{static_cast<unsigned char>(name[i])}; };
  return name.size() * 31 + at(0) * 7 + at(name.size() / 2) * 13 + at(name.size() - 1);
}

/// A Members of any size.
struct MembersView {
  const Member* list;
  const std::uint64_t* required;  // a bit a member
  const std::uint16_t* slots;     // open addressing by hash_of(name)
  std::uint16_t count;
  std::uint16_t slot_mask;

  std::uint16_t find(std::string_view name) const;
};

/// The table of a struct with N members, in declared order.
template <std::size_t N>
struct Members {
  static_assert(N > 0 && N <= max_members, "a struct has 1 to 1024 stored members");
  static constexpr std::size_t slot_count = [] {
    std::size_t count = 4;
    while (count < N * 2) count *= 2;
    return count;
  }();

  Member list[N];
  std::uint64_t required[(N + 63) / 64]{};
  std::uint16_t slots[slot_count]{};

  consteval Members(const Member (&members)[N]) {  // NOLINT(google-explicit-constructor)
    for (std::uint16_t& slot : slots) slot = no_member;
    for (std::size_t i = 0; i < N; ++i) {
      list[i] = members[i];
      if (list[i].need.required) required[i / 64] |= std::uint64_t{1} << (i % 64);
      std::size_t slot = hash_of(list[i].name) % slot_count;
      while (slots[slot] != no_member) slot = (slot + 1) % slot_count;
      slots[slot] = static_cast<std::uint16_t>(i);
    }
  }

  constexpr MembersView view() const {
    return {list, required, slots, static_cast<std::uint16_t>(N), static_cast<std::uint16_t>(slot_count - 1)};
  }
};

/// The order of members in the item read last: DynamoDB keeps it from item to item, so the next one is guessed by it.
/// Starts with the declared order.
template <std::size_t N>
struct Order {
  std::uint16_t next[N + 1];  // the member that followed; [N] is the first one
  std::uint32_t count[N]{};   // elements that a list had, to reserve as many

  constexpr Order() {
    for (std::size_t i = 0; i < N; ++i) next[i] = static_cast<std::uint16_t>(i + 1 == N ? 0 : i + 1);
    next[N] = 0;
  }
};

/// The stored names of an enumeration's values.
template <class E>
struct EnumName {
  E value;
  std::string_view name;
};

template <class E, std::size_t N>
struct EnumNames {
  EnumName<E> list[N];
};

}  // namespace partita::inline epoch1::wire
