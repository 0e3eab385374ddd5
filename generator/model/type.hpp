// The types that an attribute can have, independent of the front end that read them.
#pragma once

#include "source/source_set.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace partita::model {

/// A name and where it was written.
struct Name {
  std::string text;
  source::Span span;
};

enum class TypeKind : std::uint8_t {
  boolean,
  int8,
  int16,
  int32,
  int64,
  uint8,
  uint16,
  uint32,
  uint64,
  float32,
  float64,
  decimal,
  string,
  bytes,
  timestamp,          ///< partita::timestamp: Number of milliseconds
  timestamp_seconds,  ///< partita::seconds_timestamp: Number of seconds
  timestamp_iso,      ///< partita::iso_timestamp: String of fixed width
  sys_milliseconds,   ///< std::chrono::sys_time<std::chrono::milliseconds>: Number of milliseconds
  sys_seconds,        ///< std::chrono::sys_seconds: Number of seconds
  enumeration,
  structure,
  list,   ///< std::vector<T>: List
  array,  ///< std::array<T, N>: List of exactly N
  set,    ///< std::set or std::unordered_set of strings, numbers or binaries: String, Number or Binary Set
  map,    ///< std::map or std::unordered_map with string keys: Map
};

/// How an enumeration is stored.
enum class EnumStorage : std::uint8_t { name, number };

struct Type {
  TypeKind kind = TypeKind::string;
  std::string cpp;            ///< spelling in emitted code, fully qualified: `std::int64_t`, `crm::Status`;
                              ///< empty: the front end reported the type, and rules leave it alone
  std::vector<Type> element;  ///< one for list, array, set and map (the mapped type); none otherwise
  std::size_t extent = 0;     ///< of an array
  std::string named;          ///< of an enumeration or structure: its qualified C++ name, the key into the named types
  EnumStorage stored = EnumStorage::name;
  std::string converted;  ///< a type of the user's with a partita::converter: its qualified C++ name; the rest of this
                          ///< structure is then the type it is stored as
};

/// A data member: an attribute of an entity, or a field of a nested structure.
struct Member {
  Name name;                 ///< attribute name as stored
  std::string field;         ///< C++ identifier of the member
  Type type;                 ///< without the std::optional
  bool optional = false;     ///< std::optional: may be absent
  bool has_default = false;  ///< has an initialiser other than `{}`: may be absent and keeps that value
  std::string default_text;  ///< the initialiser as C++ text, only for structures that are generated
  bool ttl = false;          ///< of a nested structure: `ttl` where it is an item, so stored in seconds here too
  source::Span type_span;    ///< where the type is written
};

struct Enumerator {
  Name name;
  std::int64_t value = 0;
};

/// An enumeration or a structure that attributes use.
struct NamedType {
  TypeKind kind = TypeKind::structure;  ///< structure or enumeration
  std::size_t input = 0;                ///< of a generated type: the index into Declared::inputs
  std::string qualified;                ///< `crm::Status`
  std::vector<std::string> namespaces;  ///< `crm`; empty for the global namespace
  std::string cpp_name;                 ///< name below the namespaces: `Status`, or `Outer::Status`
  source::Span span;
  std::vector<Member> members;          ///< of a structure
  std::vector<Enumerator> enumerators;  ///< of an enumeration
  bool generated = false;               ///< declared in JSON: the generator writes its definition
};

}  // namespace partita::model
