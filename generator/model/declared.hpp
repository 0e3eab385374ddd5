// What a front end read, before anything is resolved: names are still text, mistakes are still in it.
//
// Both front ends yield this same model. They report only what the notation itself forbids (a syntax error, a type with
// no counterpart in DynamoDB); every rule about keys, indexes and patterns belongs to sema.
#pragma once

#include "model/access_load.hpp"
#include "model/key_template.hpp"
#include "model/type.hpp"

#include <chrono>
#include <cstddef>
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
  std::optional<unsigned> position =
      std::nullopt;  ///< C++: `gsi_sort<"i", 2>`; none: the order of declaration, as in JSON
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
  source::Span span;                   ///< what declares the index itself; C++ without `index<...>`: its first use
  source::Span options_end;  ///< empty, where a fix-it adds an option: JSON behind the last member of the index, C++
                             ///< before the '>' of `index<...>`; invalid where there is none
};

enum class Order : std::uint8_t { ascending, descending };

/// A question that the program will ask.
struct DeclaredPattern {
  Name name;
  bool scan = false;            ///< asks for every item: "*", or `"scan": true`
  std::vector<Name> where;      ///< bound by equality
  std::optional<Name> range;    ///< bound by a range
  std::optional<Name> ordered;  ///< read in order of this attribute; with a range: the same attribute
  Order order = Order::ascending;
  std::vector<Name> reads;  ///< empty: whole items
  bool hydrate = false;     ///< what the index does not hold is read from the table, in a second step
  AccessLoad load;
  source::Span span;
  source::Span options_end;  ///< empty, where a fix-it adds an option: JSON behind the last member of the pattern, C++
                             ///< before the '>' of `access_pattern<...>`
};

/// Extra items in the table by which an entity is found by the elements of a list or set.
struct DeclaredLookup {
  Name method;            ///< `by_context`
  KeyTemplate sort_key;   ///< of the lookup items: `CTX#{contexts}#{id}`; their partition key is the entity's
  std::uint64_t max = 0;  ///< elements at most; 0: the front end reported that it is not said
  source::Span span;
};

/// An extra item for each value, which makes it unique in the table.
struct DeclaredUnique {
  KeyTemplate key;        ///< of the extra items, for each attribute of the table key alike: `EMAIL#{email}`
  std::uint64_t max = 1;  ///< elements at most, of a list or set
  source::Span span;
};

struct DeclaredAttribute {
  Member member;  ///< of a composed attribute: name and type alone, there is no C++ member
  bool version = false;
  bool ttl = false;
  bool created_at = false;                ///< set by `create`, with the client's clock
  bool updated_at = false;                ///< set by every write, with the client's clock
  std::optional<source::Span> sensitive;  ///< never in logs or errors; where that is said
  std::optional<KeyTemplate> composed;    ///< made from other attributes whenever an item is written; without parts:
                                          ///< the same text in every item
  std::optional<DeclaredLookup> lookup;
  std::optional<DeclaredUnique> unique;
  source::Span span;       ///< the attribute's declaration: the member's name (C++), the attribute name (JSON)
  source::Span role_span;  ///< `version`, `ttl`, `created_at`, `updated_at`: the annotation that says so
  source::Span written;    ///< C++: the member's type as written, with its annotations; where a fix-it adds one
  bool annotated = false;  ///< C++: `written` is an annotation, so that one more goes before its last '>'
};

/// What tells the entity types of one table apart: a composed attribute without parts.
struct Discriminator {
  Name attribute;
  Name value;
};

/// Spreads a partition key over several values, `{shard}` in its template.
struct WriteShards {
  Name hashed;                        ///< the attribute whose value chooses the shard
  std::vector<std::uint64_t> counts;  ///< how many shards there were, oldest first; the last is the current number
  source::Span span;
};

/// How long the entity's items are served from a cache.
struct CachePolicy {
  std::chrono::seconds lifetime{};
  source::Span span;
};

/// The entity's items are of a kind of which an old copy can do harm.
struct DataClass {
  enum class Kind { session, financial };

  Kind kind{};
  source::Span span;
};

/// Part of an entity's attributes as a structure of its own.
struct DeclaredView {
  std::size_t input = 0;
  std::vector<std::string> namespaces;
  std::string cpp_name;
  source::Span span;
  std::string entity;            ///< qualified C++ name of the entity; empty: reported
  bool generate_struct = false;  ///< JSON
  std::vector<Member> members;   ///< JSON: names alone, the rest is the entity's
};

/// The entities that share a partition key value, read by one query into one structure.
struct DeclaredCollection {
  struct Part {
    std::string field;
    std::string entity;  ///< qualified C++ name
    bool many = true;    ///< std::vector<T>; else std::optional<T>
    source::Span span;
  };

  Notation notation = Notation::cpp;
  std::size_t input = 0;
  std::vector<std::string> namespaces;
  std::string cpp_name;
  source::Span span;
  bool generate_struct = false;  ///< JSON
  std::vector<Part> parts;
};

/// A finding that is accepted, with the reason written beside it.
struct Suppression {
  Name id;
  Name reason;
  source::Span scope;  ///< findings inside this text are meant: of an entity, attribute, index or access pattern
};

/// An existing C++ structure that an entity in JSON describes.
struct ExtendedType {
  Name type;    ///< qualified
  Name header;  ///< as between the quotes of an #include
};

struct DeclaredEntity {
  Notation notation = Notation::cpp;
  std::size_t input = 0;                ///< index into Declared::inputs
  std::vector<std::string> namespaces;  ///< `crm`
  std::string cpp_name;                 ///< `Contact`; nested in a class: `Outer::Contact`
  source::Span span;                    ///< the name of the struct or the JSON key
  source::Span arguments_end;  ///< C++: empty, before the '>' of partita::entity<...>; JSON: empty, behind the last
                               ///< member of the entity's object: where a fix-it adds one
  source::Span indexes_end;    ///< JSON: empty, behind the last member of "indexes"; invalid where there is none
  Name table;
  bool generate_struct = false;         ///< JSON without "extends"
  std::optional<ExtendedType> extends;  ///< JSON; the members come from the C++ front end, the roles from here
  std::vector<Name> neighbours;         ///< C++, or "extends": what the header itself declares in the entity's
                                        ///< namespace, or in one around it, under a name that generated code needs;
                                        ///< qualified
  std::vector<DeclaredAttribute> attributes;
  std::vector<KeyUse> key_uses;
  std::vector<DeclaredIndex> indexes;
  std::vector<DeclaredPattern> patterns;
  std::optional<Discriminator> discriminator;
  std::optional<Name> tenant;  ///< the attribute that says whose item it is
  std::optional<CachePolicy> cache;
  std::optional<DataClass> data_class;
  std::optional<Name> allow_scan;  ///< the reason
  std::optional<WriteShards> write_shards;
  double writes_per_second = 0;  ///< expected; 0: not said
};

/// One file given to the tool.
struct Input {
  std::string path;     ///< as given; what diagnostics print
  std::string include;  ///< relative to its base, with '/': `crm/contact.hpp`; outputs mirror it
  Notation notation = Notation::cpp;
  std::vector<std::string> includes{};  ///< JSON: headers of the user's types that it names, sorted
};

struct Declared {
  std::vector<Input> inputs;
  std::vector<DeclaredEntity> entities;
  std::vector<NamedType> types;  ///< each once, a type before the types that use it where possible
  std::vector<DeclaredView> views;
  std::vector<DeclaredCollection> collections;
  std::vector<Suppression> suppressions;
};

}  // namespace partita::model
