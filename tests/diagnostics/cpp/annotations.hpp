#pragma once

#include <partita/annotations.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

// expected-error@+2 [annotation-without-effect]: 'partita::attribute' has no effect inside another type of member
// expected-error@+1 [conflicting-annotations]: 'partita::attribute' inside 'partita::partition_key' on member 'id';
using UserId = partita::attribute<std::string, partita::rename<"uid">>;
// expected-error@+1 [unsupported-type]: type 'std::wstring' of member 'nickname' cannot be stored: use std::string,
using Wide = partita::attribute<std::wstring>;

struct Address {
  // expected-error@+1 [annotation-without-effect]: 'partita::partition_key' has no effect on member 'street'
  partita::partition_key<std::string> street{};
  // expected-error@+1 [annotation-without-effect]: 'partita::gsi_sort' has no effect on member 'city' of
  partita::attribute<std::string, partita::gsi_sort<"by_city">> city{};
  partita::attribute<std::string, partita::rename<"zip">> code{};
};

struct User {
  using partita_entity = partita::entity<"users">;

  // expected-note@+1: used by member 'id' here
  partita::partition_key<UserId> id{};
  // expected-error@+1 [annotation-without-effect]: 'partita::attribute' has no effect inside another type of member
  std::optional<partita::attribute<int, partita::gsi_sort<"by_age">>> age{};
  // expected-note@+1: used by member 'friends' here
  std::vector<UserId> friends{};
  // expected-error@+1 [annotation-without-effect]: 'partita::ttl' has no effect inside another type of member
  std::map<std::string, partita::ttl<int>> sessions{};
  // expected-error@+1 [conflicting-annotations]: 'partita::version' inside 'partita::attribute' on member
  partita::attribute<partita::version<int>, partita::rename<"v">> revision = 0;
  // expected-error@+1 [conflicting-annotations]: a second 'partita::rename' on member 'twice'; keep one of them
  partita::attribute<int, partita::rename<"a">, partita::rename<"b">> twice{};
  // expected-note@+1: used by member 'nickname' here
  Wide nickname{};
  Address address{};
};
