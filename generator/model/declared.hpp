// What a front end read, before anything is resolved: names are still text, mistakes are still in it.
//
// Both front ends yield this same model. They report only what the notation itself forbids (a syntax error, a type with
// no counterpart in DynamoDB); every rule about keys, indexes and patterns belongs to sema.
#pragma once

#include "model/type.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace partita::model {

/// The notation an entity was written in. Advice in diagnostics is spelled in it.
enum class Notation : std::uint8_t { cpp, json };

enum class KeyRole : std::uint8_t {
  partition_key,
  sort_key,
  gsi_partition,
  gsi_sort,
  lsi_sort,
};

/// One attribute named as (part of) a key: `partition_key<...>`, `gsi_sort<"by_role">`, or a JSON "sort_key" member.
struct KeyUse {
  KeyRole role = KeyRole::partition_key;
  Name index;         ///< empty text for the table's own key
  Name attribute;     ///< stored attribute name; its span is where the attribute is declared (C++) or named (JSON)
  source::Span span;  ///< the argument or value that says so: where an error about this use points; invalid if the
                      ///< front end reported that it can't read it, and rules then take it for there but unknown
};

enum class IndexKind : std::uint8_t { global, local };

struct Projection {
  enum class Kind : std::uint8_t { all, keys_only, include } kind = Kind::all;
  std::vector<Name> attributes;  ///< for include
};

/// An index, in the order of first appearance. C++ front end: made from its annotations.
struct DeclaredIndex {
  Name name;
  IndexKind kind = IndexKind::global;
  std::optional<Name> method;  ///< C++ method name where the derived one won't do
  Projection projection;
  std::optional<source::Span> sparse;  ///< where it is said that not every item is in the index
};

enum class Order : std::uint8_t { ascending, descending };

struct DeclaredPattern {
  Name name;
  std::vector<Name> where;      ///< bound by equality
  std::optional<Name> range;    ///< bound by a range
  std::optional<Name> ordered;  ///< read in order of this attribute; with a range: the same attribute
  Order order = Order::ascending;
  std::vector<Name> reads;  ///< empty: whole items
  source::Span span;
};

struct DeclaredAttribute {
  Member member;
  bool version = false;
  bool ttl = false;
  source::Span span;       ///< the attribute's declaration: the member's name (C++), the attribute name (JSON)
  source::Span role_span;  ///< `version`, `ttl`: the annotation that says so
};

struct DeclaredEntity {
  Notation notation = Notation::cpp;
  std::size_t input = 0;                ///< index into Declared::inputs
  std::vector<std::string> namespaces;  ///< `crm`
  std::string cpp_name;                 ///< `Contact`; nested in a class: `Outer::Contact`
  source::Span span;                    ///< the name of the struct or the JSON key
  Name table;
  bool generate_struct = false;  ///< JSON without "extends"
  std::vector<Name> neighbours;  ///< C++: what the header itself declares in the entity's namespace, or in one
                                 ///< around it, under a name that generated code needs; qualified
  std::vector<DeclaredAttribute> attributes;
  std::vector<KeyUse> key_uses;
  std::vector<DeclaredIndex> indexes;
  std::vector<DeclaredPattern> patterns;
};

/// One file given to the tool.
struct Input {
  std::string path;     ///< as given; what diagnostics print
  std::string include;  ///< relative to its base, with '/': `crm/contact.hpp`; outputs mirror it
  Notation notation = Notation::cpp;
};

struct Declared {
  std::vector<Input> inputs;
  std::vector<DeclaredEntity> entities;
  std::vector<NamedType> types;  ///< each once, a type before the types that use it where possible
};

}  // namespace partita::model
