// Tables: create one, look at one, wait until it can be used.
//
// A repository's `create_table()` uses these. In production tables usually come from infrastructure code. Tables are
// named as they are declared; the client adds its prefix (`ClientOptions::table_prefix`).
#pragma once

#include <partita/call_options.hpp>
#include <partita/client.hpp>
#include <partita/result.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace partita::inline epoch1 {

/// What DescribeTable says, as far as programs act on it.
struct TableDescription {
  std::string name;
  std::string status;           ///< `CREATING`, `ACTIVE`, `UPDATING`, `DELETING`, ...
  std::int64_t item_count = 0;  ///< refreshed by the service about every six hours
  std::int64_t size_bytes = 0;  ///< likewise
  std::string raw;              ///< the whole answer, as JSON
};

/// Sends CreateTable and waits until the table is active. `definition` is what the request has beside the name, without
/// the braces: `"BillingMode":"PAY_PER_REQUEST",...`. Fails with `already_exists` if the table is there.
Result<TableDescription> create_table(const Client& client, std::string_view table, std::string_view definition,
                                      const CallOptions& options = {});

/// Fails with `not_found` if there is no such table.
Result<TableDescription> describe_table(const Client& client, std::string_view table, const CallOptions& options = {});

/// Describes the table, at growing intervals from 100 ms to 5 s, until it is active. Without a timeout in `options` it
/// gives up after 5 minutes with kind `deadline`.
Result<TableDescription> wait_until_active(const Client& client, std::string_view table,
                                           const CallOptions& options = {});

/// Fails with `not_found` if there is no such table. Returns once the deletion has begun.
Result<void> delete_table(const Client& client, std::string_view table, const CallOptions& options = {});

}  // namespace partita::inline epoch1
