#pragma once

#include <partita/annotations.hpp>

#include <optional>
#include <string>
#include <string_view>

struct Contact {
  using partita_entity = partita::entity<"contacts", partita::access_pattern<"recent", "status, created dsc">>;

  partita::partition_key<std::string> id{};
  std::string_view phone{};
  const int limit = 3;
  std::optional<partita::ttl<int>> expires{};
  unsigned flags : 3;
};
