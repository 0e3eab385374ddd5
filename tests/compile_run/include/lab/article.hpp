// An article: items large enough that a page's 1 MB ends it.
#pragma once

#include <partita/annotations.hpp>

#include <cstdint>
#include <string>

namespace lab {

struct Article {
  using partita_entity = partita::entity<"articles">;

  partita::partition_key<std::string> journal{};
  partita::sort_key<std::int32_t> number{};
  std::string category{};
  std::string text{};

  bool operator==(const Article&) const = default;
};

}  // namespace lab
