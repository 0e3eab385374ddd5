// The codec of every_type.hpp, as the generator writes one.
#pragma once

#include "every_type.hpp"

#include <partita/wire/chrono.hpp>
#include <partita/wire/codec.hpp>

#include <cstdint>

namespace every_type {

namespace wire = partita::wire;
using wire::Tag;

enum class LeafMember : std::uint8_t { title, size, done, note };
inline constexpr wire::Members<4> leaf_members{{
    {"title", Tag::S, wire::required},
    {"size", Tag::N, wire::required},
    {"done", Tag::BOOL, wire::may_be_absent},
    {"note", Tag::S, wire::may_be_absent},
}};

enum class TreeMember : std::uint8_t { name, children };
inline constexpr wire::Members<2> tree_members{{
    {"name", Tag::S, wire::required},
    {"children", Tag::L, wire::may_be_absent},
}};

enum class EverythingMember : std::uint8_t {
  id,
  flag,
  tiny,
  small,
  medium,
  large,
  tiny_unsigned,
  small_unsigned,
  medium_unsigned,
  large_unsigned,
  single,
  real,
  exact,
  bytes,
  mood,
  level,
  made,
  expires,
  coarse,
  iso,
  second,
  millisecond,
  nickname,
  rating,
  words,
  flags,
  grid,
  moods,
  place,
  tags,
  labels,
  numbers,
  amounts,
  hashes,
  counts,
  rooms,
  leaf,
  spare,
  leaves,
  tree,
  quoted,
  lengthy
};
inline constexpr wire::Members<42> everything_members{{
    {"id", Tag::S, wire::required},
    {"flag", Tag::BOOL, wire::required},
    {"tiny", Tag::N, wire::required},
    {"small", Tag::N, wire::required},
    {"medium", Tag::N, wire::required},
    {"large", Tag::N, wire::required},
    {"tiny_unsigned", Tag::N, wire::required},
    {"small_unsigned", Tag::N, wire::required},
    {"medium_unsigned", Tag::N, wire::required},
    {"large_unsigned", Tag::N, wire::required},
    {"single", Tag::N, wire::required},
    {"real", Tag::N, wire::required},
    {"exact", Tag::N, wire::required},
    {"bytes", Tag::B, wire::required},
    {"mood", Tag::S, wire::required},
    {"level", Tag::N, wire::required},
    {"made", Tag::N, wire::required},
    {"expires", Tag::N, wire::required},
    {"coarse", Tag::N, wire::required},
    {"iso", Tag::S, wire::required},
    {"second", Tag::N, wire::required},
    {"millisecond", Tag::N, wire::required},
    {"nickname", Tag::S, wire::may_be_absent},
    {"rating", Tag::N, wire::may_be_absent},
    {"words", Tag::L, wire::required},
    {"flags", Tag::L, wire::required},
    {"grid", Tag::L, wire::required},
    {"moods", Tag::L, wire::required},
    {"place", Tag::L, wire::required},
    {"tags", Tag::SS, wire::may_be_absent},
    {"labels", Tag::SS, wire::may_be_absent},
    {"numbers", Tag::NS, wire::may_be_absent},
    {"amounts", Tag::NS, wire::may_be_absent},
    {"hashes", Tag::BS, wire::may_be_absent},
    {"counts", Tag::M, wire::required},
    {"rooms", Tag::M, wire::required},
    {"leaf", Tag::M, wire::required},
    {"spare", Tag::M, wire::may_be_absent},
    {"leaves", Tag::L, wire::required},
    {"tree", Tag::M, wire::required},
    {"say \"hi\"", Tag::S, wire::required},
    {"an_attribute_name_that_is_longer_than_a_cell", Tag::N, wire::required},
}};

inline constexpr wire::EnumNames<Mood, 2> mood_names{{{Mood::glad, "glad"}, {Mood::sad, "sad"}}};

struct Orders {
  wire::Order<42> everything;
  wire::Order<4> leaf;
  wire::Order<2> tree;
};

struct Codec {
  static void write(wire::Writer& out, Mood value) { out.enumerator(mood_names, value); }
  static void read(wire::Reader& in, Orders&, Mood& value) { in.enumerator(mood_names, value); }

  static void write(wire::Writer& out, const Leaf& value) {
    wire::ObjectWriter<Codec> members{out, leaf_members};
    members.write(LeafMember::title, value.title);
    members.write(LeafMember::size, value.size);
    members.write(LeafMember::done, value.done);
    members.write(LeafMember::note, value.note);
  }
  static void read(wire::Reader& in, Orders& orders, Leaf& value) {
    wire::ObjectReader<Codec, Orders> members{in, leaf_members, orders, orders.leaf};
    while (members.next()) {
      switch (members.current<LeafMember>()) {
        case LeafMember::title:
          members.read(value.title);
          break;
        case LeafMember::size:
          members.read(value.size);
          break;
        case LeafMember::done:
          members.read(value.done);
          break;
        case LeafMember::note:
          members.read(value.note);
          break;
      }
    }
  }

  static void write(wire::Writer& out, const Tree& value) {
    wire::ObjectWriter<Codec> members{out, tree_members};
    members.write(TreeMember::name, value.name);
    members.write(TreeMember::children, value.children);
  }
  static void read(wire::Reader& in, Orders& orders, Tree& value) {
    wire::ObjectReader<Codec, Orders> members{in, tree_members, orders, orders.tree};
    while (members.next()) {
      switch (members.current<TreeMember>()) {
        case TreeMember::name:
          members.read(value.name);
          break;
        case TreeMember::children:
          members.read(value.children);
          break;
      }
    }
  }

  static void write(wire::Writer& out, const Everything& item) {
    wire::ObjectWriter<Codec> members{out, everything_members};
    members.write(EverythingMember::id, item.id);
    members.write(EverythingMember::flag, item.flag);
    members.write(EverythingMember::tiny, item.tiny);
    members.write(EverythingMember::small, item.small);
    members.write(EverythingMember::medium, item.medium);
    members.write(EverythingMember::large, item.large);
    members.write(EverythingMember::tiny_unsigned, item.tiny_unsigned);
    members.write(EverythingMember::small_unsigned, item.small_unsigned);
    members.write(EverythingMember::medium_unsigned, item.medium_unsigned);
    members.write(EverythingMember::large_unsigned, item.large_unsigned);
    members.write(EverythingMember::single, item.single);
    members.write(EverythingMember::real, item.real);
    members.write(EverythingMember::exact, item.exact);
    members.write(EverythingMember::bytes, item.bytes);
    members.write(EverythingMember::mood, item.mood);
    members.write(EverythingMember::level, wire::by_number(item.level));
    members.write(EverythingMember::made, item.made);
    members.write(EverythingMember::expires, wire::in_seconds(item.expires));
    members.write(EverythingMember::coarse, item.coarse);
    members.write(EverythingMember::iso, item.iso);
    members.write(EverythingMember::second, item.second);
    members.write(EverythingMember::millisecond, item.millisecond);
    members.write(EverythingMember::nickname, item.nickname);
    members.write(EverythingMember::rating, item.rating);
    members.write(EverythingMember::words, item.words);
    members.write(EverythingMember::flags, item.flags);
    members.write(EverythingMember::grid, item.grid);
    members.write(EverythingMember::moods, item.moods);
    members.write(EverythingMember::place, item.place);
    members.write(EverythingMember::tags, item.tags);
    members.write(EverythingMember::labels, item.labels);
    members.write(EverythingMember::numbers, item.numbers);
    members.write(EverythingMember::amounts, item.amounts);
    members.write(EverythingMember::hashes, item.hashes);
    members.write(EverythingMember::counts, item.counts);
    members.write(EverythingMember::rooms, item.rooms);
    members.write(EverythingMember::leaf, item.leaf);
    members.write(EverythingMember::spare, item.spare);
    members.write(EverythingMember::leaves, item.leaves);
    members.write(EverythingMember::tree, item.tree);
    members.write(EverythingMember::quoted, item.quoted);
    members.write(EverythingMember::lengthy, item.lengthy);
  }
  static void read(wire::Reader& in, Orders& orders, Everything& item) {
    wire::ObjectReader<Codec, Orders> members{in, everything_members, orders, orders.everything};
    while (members.next()) {
      switch (members.current<EverythingMember>()) {
        case EverythingMember::id:
          members.read(item.id);
          break;
        case EverythingMember::flag:
          members.read(item.flag);
          break;
        case EverythingMember::tiny:
          members.read(item.tiny);
          break;
        case EverythingMember::small:
          members.read(item.small);
          break;
        case EverythingMember::medium:
          members.read(item.medium);
          break;
        case EverythingMember::large:
          members.read(item.large);
          break;
        case EverythingMember::tiny_unsigned:
          members.read(item.tiny_unsigned);
          break;
        case EverythingMember::small_unsigned:
          members.read(item.small_unsigned);
          break;
        case EverythingMember::medium_unsigned:
          members.read(item.medium_unsigned);
          break;
        case EverythingMember::large_unsigned:
          members.read(item.large_unsigned);
          break;
        case EverythingMember::single:
          members.read(item.single);
          break;
        case EverythingMember::real:
          members.read(item.real);
          break;
        case EverythingMember::exact:
          members.read(item.exact);
          break;
        case EverythingMember::bytes:
          members.read(item.bytes);
          break;
        case EverythingMember::mood:
          members.read(item.mood);
          break;
        case EverythingMember::level:
          members.read(wire::by_number(item.level));
          break;
        case EverythingMember::made:
          members.read(item.made);
          break;
        case EverythingMember::expires:
          members.read(wire::in_seconds(item.expires));
          break;
        case EverythingMember::coarse:
          members.read(item.coarse);
          break;
        case EverythingMember::iso:
          members.read(item.iso);
          break;
        case EverythingMember::second:
          members.read(item.second);
          break;
        case EverythingMember::millisecond:
          members.read(item.millisecond);
          break;
        case EverythingMember::nickname:
          members.read(item.nickname);
          break;
        case EverythingMember::rating:
          members.read(item.rating);
          break;
        case EverythingMember::words:
          members.read(item.words);
          break;
        case EverythingMember::flags:
          members.read(item.flags);
          break;
        case EverythingMember::grid:
          members.read(item.grid);
          break;
        case EverythingMember::moods:
          members.read(item.moods);
          break;
        case EverythingMember::place:
          members.read(item.place);
          break;
        case EverythingMember::tags:
          members.read(item.tags);
          break;
        case EverythingMember::labels:
          members.read(item.labels);
          break;
        case EverythingMember::numbers:
          members.read(item.numbers);
          break;
        case EverythingMember::amounts:
          members.read(item.amounts);
          break;
        case EverythingMember::hashes:
          members.read(item.hashes);
          break;
        case EverythingMember::counts:
          members.read(item.counts);
          break;
        case EverythingMember::rooms:
          members.read(item.rooms);
          break;
        case EverythingMember::leaf:
          members.read(item.leaf);
          break;
        case EverythingMember::spare:
          members.read(item.spare);
          break;
        case EverythingMember::leaves:
          members.read(item.leaves);
          break;
        case EverythingMember::tree:
          members.read(item.tree);
          break;
        case EverythingMember::quoted:
          members.read(item.quoted);
          break;
        case EverythingMember::lengthy:
          members.read(item.lengthy);
          break;
      }
    }
  }
};

}  // namespace every_type
