// What the engine knows of a table: its definition, ready for use.
#pragma once

#include "embedded/store/store.hpp"

#include <partita/wire/tag.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace partita::inline epoch1::embedded {

struct KeyAttribute {
  std::string name;
  wire::Tag type;  ///< S, N or B
};

/// A table's has one partition attribute and at most one sort attribute; an index may have four of each.
struct KeySchema {
  std::vector<KeyAttribute> partition;
  std::vector<KeyAttribute> sort;

  bool holds(std::string_view attribute) const;
};

struct Throughput {
  std::int64_t read = 0;
  std::int64_t write = 0;
  friend bool operator==(const Throughput&, const Throughput&) = default;
};

enum class Projection : std::uint8_t { all, keys_only, include };
/// `KEYS_ONLY`, as it stands on the wire.
constexpr std::string_view name_of(Projection projection) {
  constexpr std::string_view names[] = {"ALL", "KEYS_ONLY", "INCLUDE"};
  return names[static_cast<std::uint8_t>(projection)];
}
/// What has one of these names; for a name that was checked.
Projection projection_named(std::string_view name);
/// The same for S, N and B.
wire::Tag key_type_named(std::string_view name);

struct Index {
  std::string name;
  bool local = false;
  KeySchema key;
  Projection projection = Projection::all;
  std::vector<std::string> included;  ///< the attributes that `include` adds to those of both keys
  Throughput throughput;
  Space entries{};
};

/// Immutable once it is known to others.
struct Table {
  /// Nullptr if there is none.
  const Index* index(std::string_view name) const;
  Index* index(std::string_view name);
  /// Whether an entry of `index` holds the attribute.
  bool projects(const Index& index, std::string_view attribute) const;

  std::string name;
  KeySchema key;
  std::vector<Index> indexes;            ///< local ones first, each kind in the order of its creation
  std::vector<KeyAttribute> attributes;  ///< that the request defined
  bool on_demand = false;
  Throughput throughput;
  std::string stream;  ///< the view type; empty: no stream
  bool deletion_protection = false;
  std::string table_class;  ///< empty: never given
  bool encrypted = false;
  std::string ttl;  ///< the attribute; empty: none
  std::vector<std::pair<std::string, std::string>> tags{};
  std::int64_t created = 0;  ///< milliseconds since the epoch
  std::int64_t on_demand_since = 0;
  std::int64_t streamed_since = 0;
  std::string id;
  Space items{};
};

}  // namespace partita::inline epoch1::embedded
