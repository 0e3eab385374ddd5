// Reads the items that a page of lookup items leads to.
#pragma once

#include <partita/call_options.hpp>
#include <partita/client.hpp>
#include <partita/cost.hpp>
#include <partita/error.hpp>
#include <partita/write_rules.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace partita::inline epoch1::detail {

struct LookupPage {
  std::string items{};                ///< a JSON list, in the order of the lookup items
  std::vector<std::size_t> places{};  ///< for each of them, the position of its lookup item
  Cost cost{};                        ///< of the batch gets
};

/// `lookups` is a JSON list of lookup items.
std::optional<Error> follow(const Client& client, const WriteRules& rules, std::string_view lookups,
                            const ReadOptions& options, LookupPage& page);

}  // namespace partita::inline epoch1::detail
