// The tables that raw requests are about: few, with keys of every type and indexes of both kinds.
#pragma once

#include "random.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace differential {

using Json = nlohmann::json;

/// An attribute of a key and its type: `S`, `N` or `B`.
struct KeyPart {
  std::string name;
  std::string type;
};

/// `sort` has no name where there is none.
struct RawIndex {
  std::string name;
  KeyPart partition;
  KeyPart sort;
  bool local = false;
  Json projection;
};

struct RawTable {
  std::string name;
  KeyPart partition;
  KeyPart sort;
  std::vector<RawIndex> indexes;

  /// The body of its CreateTable.
  Json definition() const;
  /// Names of the key's attributes.
  std::vector<std::string> key_names() const;
  Json key_of(const Json& item) const;
};

/// Those of items, which stay; `prefix` begins their names.
std::vector<RawTable> item_tables(const std::string& prefix);

/// A key that other requests are likely to have, too.
Json random_key(Rng& rng, const RawTable& table);
/// A value of a key's attribute.
Json random_key_value(Rng& rng, const KeyPart& part);

}  // namespace differential
