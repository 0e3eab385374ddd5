#pragma once

#include <partita/annotations.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

using UserId = partita::attribute<std::string, partita::rename<"uid">>;
using Wide = partita::attribute<std::wstring>;

struct Address {
  partita::partition_key<std::string> street{};
  partita::attribute<std::string, partita::gsi_sort<"by_city">> city{};
  partita::attribute<std::string, partita::rename<"zip">> code{};
};

struct User {
  using partita_entity = partita::entity<"users">;

  partita::partition_key<UserId> id{};
  std::optional<partita::attribute<int, partita::gsi_sort<"by_age">>> age{};
  std::vector<UserId> friends{};
  std::map<std::string, partita::ttl<int>> sessions{};
  partita::attribute<partita::version<int>, partita::rename<"v">> revision = 0;
  partita::attribute<int, partita::rename<"a">, partita::rename<"b">> twice{};
  Wide nickname{};
  Address address{};
};
