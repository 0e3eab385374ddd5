// What a call would send.
//
//   auto plan = partita::dry_run(client, [&](const partita::Client& dry) {
//     return contacts.with(dry).by_account("a-9").max_items(50).all();
//   });
//   if (plan) std::puts(plan->to_string().c_str());      // Query on 'contacts', index 'by_account' (Contact): {...}
#pragma once

#include <partita/client.hpp>
#include <partita/error.hpp>
#include <partita/result.hpp>
#include <partita/transport.hpp>

#include <concepts>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace partita::inline epoch1 {

/// A request that was not sent.
class PlannedRequest {
 public:
  explicit PlannedRequest(const Request& request);

  /// `Query`
  const std::string& operation() const { return operation_; }
  /// The entity that it is about; empty: several, or a table.
  const std::string& entity() const { return entity_; }
  /// As the service knows it; empty: several.
  const std::string& table() const { return table_; }
  /// That it reads; empty: none.
  const std::string& index() const { return index_; }
  /// What would be sent, to the byte, as JSON: sensitive values too.
  const std::string& body() const { return body_; }

  /// For a log: what it is, and the body with `"(hidden)"` in place of the values of sensitive attributes. Where a
  /// condition, filter or update names one, all values of the expression are hidden; where the key of a lookup or unique
  /// constraint holds one, so are the keys of the transaction, or the values of the lookup's query.
  std::string to_string() const;

 private:
  std::string operation_;
  std::string entity_;
  std::string table_;
  std::string index_;
  std::string body_;
  std::vector<std::string> hidden_;
};

namespace detail {

class DryTransport;

class DryRun {
 public:
  explicit DryRun(const Client& client);

  const Client& client() const { return client_; }
  /// The first request of this thread; `error` is how the call ended.
  Result<PlannedRequest> plan(const std::optional<Error>& error) const;

 private:
  std::shared_ptr<DryTransport> transport_;
  Client client_;
};

/// How a call ended, by what it returned.
template <class T>
std::optional<Error> error_of(const T& result) {
  if constexpr (requires {
                  { result.error() } -> std::convertible_to<Error>;
                }) {
    return result ? std::nullopt : std::optional<Error>(result.error());
  } else if constexpr (requires {
                         { result.error } -> std::convertible_to<std::optional<Error>>;
                       }) {
    return result.error;
  } else {
    return std::nullopt;
  }
}

}  // namespace detail

/// Runs `call` with a client that is like `client` but sends nothing, and returns the first request that it would have
/// sent from this thread: of a query its first page, of a batch its first part, of a read-modify-write its read. What
/// can't be sent at all is the error that the call returns. Nothing is counted in `costs()`.
template <class Call>
Result<PlannedRequest> dry_run(const Client& client, Call&& call) {
  const detail::DryRun run(client);
  if constexpr (std::is_void_v<decltype(call(run.client()))>) {
    call(run.client());
    return run.plan(std::nullopt);
  } else {
    return run.plan(detail::error_of(call(run.client())));
  }
}

}  // namespace partita::inline epoch1
