// Reads of several items, in one or more tables, as they were at one moment.
//
//   auto found = partita::read_transaction(client).get(accounts, "a-1").get(contacts, "c-1", "t-1").execute();
//   if (found) auto& [account, contact] = *found;      // std::optional<Account>, std::optional<Contact>
#pragma once

#include <partita/call_options.hpp>
#include <partita/client.hpp>
#include <partita/cost.hpp>
#include <partita/recorded_read.hpp>
#include <partita/result.hpp>

#include <array>
#include <memory>
#include <optional>
#include <tuple>
#include <utility>

namespace partita::inline epoch1 {

/// Up to 100 items, 4 MB together, each asked for once. Each method is the one of the repository that has its name,
/// with the same arguments and rules; the time limit and stop token are those of `execute`. Nothing is sent before
/// that. The repositories' own clients are not used. Not thread-safe.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactGetItems.html
template <class... Items>
class [[nodiscard]] ReadTransaction {
 public:
  explicit ReadTransaction(const Client& client)
    requires(sizeof...(Items) == 0)
      : recorder_(std::make_shared<detail::ReadRecorder>()), recording_(client.recording(recorder_)), client_(client) {}

  /// The item under a key: the arguments of the repository's `get`, but for its options. The result has one more
  /// element; so only `read_transaction(client).get(...).get(...)`, or `std::move(reads).get(...)`, compiles.
  template <class Repository, class... Key>
  auto get(const Repository& repository, const Key&... key) && {
    return std::move(*this).add(repository.with(recording_).get(key...));
  }
  /// A view of it.
  template <class View, class Repository, class... Key>
  auto get_as(const Repository& repository, const Key&... key) && {
    return std::move(*this).add(repository.with(recording_).template get_as<View>(key...));
  }

  /// The items, in the order in which they were asked for; nullopt for one that is not there. None of them was written
  /// between the reading of two others. A write of one of them at the same time is a `conflict`, which is tried again
  /// until `max_attempts` or the time limit; `action()` of an error is the position of the read that failed. Costs 2
  /// read units for each 4 KB of an item, four times what `get` costs.
  Result<std::tuple<std::optional<Items>...>> execute(const CallOptions& options = {}) const {
    using Found = Result<std::tuple<std::optional<Items>...>>;
    std::tuple<std::optional<Items>...> items;
    const auto places = std::apply([](auto&... each) { return std::array<void*, sizeof...(Items)>{&each...}; }, items);
    Cost cost;
    if (auto error = recorder_->execute(client_, options, places, cost)) {
      return Found(*std::move(error)).with_cost(cost);
    }
    return Found(std::move(items)).with_cost(cost);
  }

 private:
  template <class...>
  friend class ReadTransaction;

  ReadTransaction(std::shared_ptr<detail::ReadRecorder> recorder, Client recording, Client client)
      : recorder_(std::move(recorder)), recording_(std::move(recording)), client_(std::move(client)) {}

  template <class T>
  ReadTransaction<Items..., T> add(const Result<std::optional<T>>& recorded) && {
    if (!recorded) recorder_->refuse(recorded.error());
    return {std::move(recorder_), std::move(recording_), std::move(client_)};
  }

  std::shared_ptr<detail::ReadRecorder> recorder_;
  Client recording_;
  Client client_;
};

/// A transaction without reads yet.
inline ReadTransaction<> read_transaction(const Client& client) {
  return ReadTransaction<>(client);
}

}  // namespace partita::inline epoch1
