// Reads and writes the members of one struct.
#pragma once

#include <partita/wire/members.hpp>
#include <partita/wire/reader.hpp>
#include <partita/wire/values.hpp>
#include <partita/wire/writer.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace partita::inline epoch1::wire {

/// Writes the JSON object of a struct's members; its destructor closes the object.
template <class Codec>
class ObjectWriter {
 public:
  template <std::size_t N>
  ObjectWriter(Writer& out, const Members<N>& members)
      : out_(out), members_(members.list), frame_{nullptr, out.frame, out.elements} {
    out.frame = &frame_;
    out.elements = 0;
  }
  ObjectWriter(const ObjectWriter&) = delete;
  ObjectWriter& operator=(const ObjectWriter&) = delete;
  ~ObjectWriter() {
    if (separator_ == '{') out_.raw('{');
    out_.raw('}');
    out_.frame = frame_.outer;
    out_.elements = frame_.outer_elements;
  }

  /// Writes one member. An empty optional and an empty set are left out.
  template <class Name, class T>
  void write(Name name, const T& value) {
    write_as<Form::plain>(name, value);
  }
  template <class Name, class T, Form F>
  void write(Name name, const As<T, F>& value) {
    write_as<F>(name, value.value);
  }

 protected:
  template <class Name>
  const Member& member(Name name) const {
    return members_[static_cast<std::size_t>(name)];
  }
  /// Writes what precedes the member's value.
  Writer& begin(const Member& member) {
    frame_.member = &member;
    out_.member(member, separator_);
    separator_ = ',';
    return out_;
  }

 private:
  template <Form F, class Name, class T>
  void write_as(Name name, const T& value) {
    if constexpr (OptionalShape<T>) {
      if (value.has_value()) write_as<F>(name, *value);
    } else if constexpr (ConvertedShape<T>) {
      const StoredType<T>& stored = converter<T>::to_stored(value);
      write_as<F>(name, stored);
    } else if constexpr (SetShape<T>) {
      if (!value.empty()) write_present<F>(name, value);
    } else {
      write_present<F>(name, value);
    }
  }

  template <Form F, class Name, class T>
  void write_present(Name name, const T& value) {
    const Member& member = this->member(name);
    begin(member);
    if constexpr (StringShape<T>) {
      if (member.need.key != KeyPart::none) out_.check_key(member, std::string_view(value).size());
    } else if constexpr (BytesShape<T>) {
      if (member.need.key != KeyPart::none) out_.check_key(member, value.size());
    }
    write_payload<Codec, F>(out_, value);
    out_.raw(closing_of(tag_of<T, F>()));
  }

  Writer& out_;
  const Member* members_;
  Frame frame_;
  char separator_ = '{';
};

/// The part of ObjectReader that is the same for all structs.
class ObjectReaderBase {
 public:
  ObjectReaderBase(const ObjectReaderBase&) = delete;
  ObjectReaderBase& operator=(const ObjectReaderBase&) = delete;

  /// Finds the next member that the struct knows; unknown ones are skipped. False at the end of the object and after an
  /// error; the end without a required member is one.
  bool next() {
    // In a page each item repeats the order of the one before: one comparison finds name, type and the value's start.
    const std::uint16_t guess = next_[current_];
    const Member& member = members_.list[guess];
    if (*in_.at_ == separator_ && starts_with(in_.at_ + 1, member)) [[likely]] {
      in_.at_ += 1 + member.length;
      return accept(guess);
    }
    return next_slowly();
  }

  template <class Name>
  Name current() const {
    return static_cast<Name>(current_);
  }

 protected:
  ObjectReaderBase(Reader& in, const MembersView& members, std::uint16_t* next)
      : in_(in), members_(members), next_(next), current_(members.count), frame_{nullptr, in.frame, in.elements} {
    in.frame = &frame_;
    in.elements = 0;
    for (std::size_t word = 0; word < (members.count + 63U) / 64U; ++word) seen_[word] = 0;
    if (++in.depth_ > Reader::max_depth) [[unlikely]]
      in.fail_depth();
  }
  ~ObjectReaderBase() {
    --in_.depth_;
    in_.frame = frame_.outer;
    in_.elements = frame_.outer_elements;
  }

  Reader& in() { return in_; }
  bool is_null() const { return is_null_; }
  std::size_t index() const { return current_; }
  /// Reports that an item is not the repository's tenant's.
  void fail_tenant(const Member& member);
  /// Consumes the payload of a NULL.
  void read_null();
  /// Reports that a member which cannot be absent is NULL.
  void fail_null();
  /// Reports what is wrong with a member, once all are read.
  template <class Name>
  void fail_member(Name name, std::string_view what) {
    frame_.member = &member(name);
    in_.fail_value(what);
  }
  template <class Name>
  const Member& member(Name name) const {
    return members_.list[static_cast<std::size_t>(name)];
  }

 private:
  static bool starts_with(const char* text, const Member& member) {
#ifdef __SSE2__
    const auto differ = [&](std::size_t at) {
      const __m128i found = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text + at));
      const __m128i cell = _mm_load_si128(reinterpret_cast<const __m128i*>(member.cell + at));
      return static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(found, cell)));
    };
    return ((differ(0) | differ(16) << 16) & member.mask) == member.mask;
#else
    return std::memcmp(text, member.cell, member.length) == 0;
#endif
  }

  bool accept(std::uint16_t index) {
    const std::uint64_t bit = std::uint64_t{1} << (index % 64);
    std::uint64_t& seen = seen_[index / 64];
    frame_.member = &members_.list[index];
    current_ = index;
    separator_ = ',';
    if ((seen & bit) != 0) [[unlikely]] {
      in_.fail_duplicate();
      return false;
    }
    seen |= bit;
    return true;
  }
  bool next_slowly();
  void check_missing();

  Reader& in_;
  MembersView members_;
  std::uint16_t* next_;
  std::uint16_t current_;
  char separator_ = '{';
  bool is_null_ = false;
  Frame frame_;
  std::uint64_t seen_[max_members / 64];
};

/// Reads the JSON object of a struct's members.
template <class Codec, class Orders>
class ObjectReader : public ObjectReaderBase {
 public:
  template <std::size_t N>
  ObjectReader(Reader& in, const Members<N>& members, Orders& orders, Order<N>& order)
      : ObjectReaderBase(in, members.view(), order.next), orders_(orders), counts_(order.count) {}

  /// Reads the value of the current member.
  template <class T>
  void read(T& value) {
    read_as<Form::plain>(value);
  }
  template <class T, Form F>
  void read(As<T, F> value) {
    read_as<F>(value.value);
  }

  /// Compares the tenant of the item, once it is read, with the one it was asked for.
  template <class Tenant, class Name, class T>
  void check_tenant(Name name, const T& found) {
    if (!in().ok() || in().any_tenant) return;
    const auto* expected = static_cast<const Tenant*>(in().tenant);
    if (expected == nullptr || !(found == *expected)) fail_tenant(member(name));
  }

 private:
  template <Form F, class T>
  void read_as(T& value) {
    if constexpr (OptionalShape<T>) {
      if (is_null()) [[unlikely]] {
        value.reset();
        read_null();
        return;
      }
      if (!value.has_value()) value.emplace();
      read_payload<Codec, F>(in(), orders_, *value, counts_[index()]);
    } else {
      if (is_null()) [[unlikely]]
        return fail_null();
      read_payload<Codec, F>(in(), orders_, value, counts_[index()]);
    }
    in().close();
  }

  Orders& orders_;
  std::uint32_t* counts_;
};

/// Reads an array of items, such as a page of a query. `items` is replaced.
template <class Codec, class Orders, class Items>
void read_items(Reader& in, Items& items) {
  Orders orders;
  items.clear();
  in.begin_array();
  while (in.next_element()) {
    ++in.item;
    Codec::read(in, orders, items.emplace_back());
  }
  in.item = 0;
}

/// Reads one item.
template <class Codec, class Orders, class T>
void read_item(Reader& in, T& item) {
  Orders orders;
  Codec::read(in, orders, item);
}

}  // namespace partita::inline epoch1::wire
