// How far the parts of a reading have come: the shards of a query, the segments of a scan.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace partita::inline epoch1::detail {

struct PartPlace {
  std::string key{};   ///< of the last item that was given out, as JSON; empty: none was
  bool ended = false;  ///< nothing lies behind it
};

/// As a cursor holds them.
std::string text_of(const std::vector<PartPlace>& places);
/// nullopt: the text is no list of places.
std::optional<std::vector<PartPlace>> places_of(std::string_view text);

}  // namespace partita::inline epoch1::detail
