// Which limit a request ran into, as the service tells it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace partita::inline epoch1 {

/// `to_string` gives the names.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ThrottlingReason.html
enum class ThrottlingLimit : std::uint8_t {
  unknown,            ///< the service did not say
  provisioned,        ///< the capacity that the table or index was given
  on_demand_maximum,  ///< the maximum that an on-demand table or index was given
  key_range,          ///< what one partition serves: a hot key
  account,            ///< the account's quota in its region
};

std::string_view to_string(ThrottlingLimit limit);

/// One of the reasons why a request was throttled. A write may be throttled by an index of its table.
struct ThrottlingReason {
  std::string table;
  std::string index;   ///< empty: the table itself
  bool write = false;  ///< writes are throttled; false: reads are
  ThrottlingLimit limit = ThrottlingLimit::unknown;
  std::string code;  ///< the service's own word: `IndexWriteKeyRangeThroughputExceeded`; empty: it gave none
};

}  // namespace partita::inline epoch1
