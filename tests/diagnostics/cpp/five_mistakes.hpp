#pragma once

#include <partita/annotations.hpp>

#include <optional>
#include <string>
#include <string_view>

struct Contact {
  // expected-error@+1 [malformed-access-pattern]: access pattern 'recent': unexpected 'dsc'; expected a comma,
  using partita_entity = partita::entity<"contacts", partita::access_pattern<"recent", "status, created dsc">>;

  partita::partition_key<std::string> id{};
  // expected-error@+1 [unsupported-type]: type 'std::string_view' of member 'phone' cannot be stored: it does not
  std::string_view phone{};
  // expected-error@+1 [unsupported-member]: 'limit' is const, so it cannot be set when an item is read; remove
  const int limit = 3;
  // expected-error@+1 [annotation-without-effect]: 'partita::ttl' has no effect inside another type of member
  std::optional<partita::ttl<int>> expires{};
  // expected-error@+1 [unsupported-member]: 'flags' is a bit-field; use an integer of 8 to 64 bits
  unsigned flags : 3;
};
