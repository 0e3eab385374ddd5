// An entity inside a class, one in the global namespace, and structures that several entities share.
#pragma once

#include <partita/annotations.hpp>

#include <optional>
#include <string>
#include <vector>

namespace golden::nested_entity {

struct Address {
  std::string street{};
  std::string city{};
};

class Directory {
 public:
  enum Kind { person, company };

  struct Entry {
    using partita_entity = partita::entity<"entries">;

    partita::partition_key<std::string> name{};
    Kind kind = person;
    std::optional<Address> address{};
  };
};

struct Building {
  using partita_entity = partita::entity<"buildings">;

  partita::partition_key<std::string> city{};
  partita::sort_key<std::string> name{};
  Address address{};
  std::vector<Directory::Kind> tenants{};
};

}  // namespace golden::nested_entity

struct GoldenGlobal {
  using partita_entity = partita::entity<"globals">;

  partita::partition_key<std::string> id{};
  golden::nested_entity::Address address{};
};
