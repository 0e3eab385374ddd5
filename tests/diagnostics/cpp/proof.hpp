#pragma once

#include <partita/annotations.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace proof {

// expected-note@+1 [scan-not-allowed]: ask by a key, or say why it may scan with partita::allow_scan<"...">
struct Contact {
  using partita_entity = partita::entity<
      "contacts",
      // expected-error@+1 [missing-index]: access pattern 'executives', which asks by 'role' and 'department'
      partita::access_pattern<"executives", "role, department">,
      // expected-error@+1 [missing-index]: no key or index serves access pattern 'in_role', which asks by 'role'
      partita::access_pattern<"in_role", "role">,
      // expected-warning@+1 [filter-does-index-work]: access pattern 'born' reads more than it returns: index 'by_city'
      partita::access_pattern<"born", "city, year range">,
      // expected-note@+2 [projection-too-narrow]: in a second step, with partita::hydrate
      // expected-error@+1 [projection-too-narrow]: access pattern 'phones' reads 'phone', which index 'by_year' does not
      partita::access_pattern<"phones", "year -> phone">,
      // expected-error@+1 [scan-not-allowed]: access pattern 'all' reads every item of table 'contacts'
      partita::access_pattern<"all", "*">,
      // expected-note@+3 [projection-too-narrow]: project 'phone' into index 'by_year', at the price of its writes
      // expected-note@+2 [missing-index]: index 'by_year' needs a value of its partition key 'year'
      // expected-note@+1 [missing-index]: index 'by_year' needs a value of its partition key 'year'
      partita::index<"by_year", partita::include<"city">>>;

  // expected-note@+2 [missing-index]: table 'contacts' needs a value of its partition key 'id'
  // expected-note@+1 [missing-index]: table 'contacts' needs a value of its partition key 'id'
  partita::partition_key<std::string> id{};
  // expected-note@+2 [missing-index]: the index proposed for 'executives' serves it too: add partita::gsi_partition
  // expected-note@+1 [missing-index]: add partita::gsi_partition<"by_role_department"> to 'role' and partita::gsi_sort
  std::string role{};
  std::string department{};
  std::optional<std::string> phone{};
  // expected-note@+3 [filter-does-index-work]: a filter saves no read units; what it drops is paid for
  // expected-note@+2 [missing-index]: index 'by_city' needs a value of its partition key 'city'
  // expected-note@+1 [missing-index]: index 'by_city' needs a value of its partition key 'city'
  partita::attribute<std::string, partita::gsi_partition<"by_city">> city{};
  // expected-note@+1 [filter-does-index-work]: add partita::gsi_sort<"by_city"> to 'year'; a deployed index cannot
  partita::attribute<std::int32_t, partita::gsi_partition<"by_year">> year{};
};

struct Event {
  using partita_entity = partita::entity<"events">;

  partita::partition_key<std::string> day{};
  partita::sort_key<std::string> hour{};
  // expected-note@+2 [redundant-index]: its key begins with the whole key of 'by_city'
  // expected-warning@+1 [redundant-index]: index 'by_city' answers nothing that index 'by_city_and_name' does not answer
  partita::attribute<std::string, partita::gsi_partition<"by_city">, partita::gsi_partition<"by_city_and_name">> city{};
  partita::attribute<std::string, partita::gsi_sort<"by_city_and_name">> name{};
};

struct Visit {
  using partita_entity = partita::entity<"visits", partita::access_pattern<"visit", "id">>;

  partita::partition_key<std::string> id{};
  // expected-warning@+1 [unused-index]: no access pattern uses index 'by_city', but every write pays for it
  partita::attribute<std::string, partita::gsi_partition<"by_city">> city{};
};

}  // namespace proof
