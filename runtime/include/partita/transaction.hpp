// Writes of several items, in one or more tables: all of them happen, or none.
//
//   partita::WriteTransaction transaction{client};
//   transaction.create(contacts, contact)
//       .update(accounts.update("a-1", partita::any_version).add_to_members(1))
//       .check(tenants, "t-1", partita::if_(crm::TenantFields::active == true));
//   auto done = transaction.execute();
#pragma once

#include <partita/call_options.hpp>
#include <partita/client.hpp>
#include <partita/recorded_write.hpp>
#include <partita/result.hpp>
#include <partita/update.hpp>
#include <partita/write_options.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace partita::inline epoch1 {

/// Taken by the execution of a transaction.
class TransactionOptions : public CallOptions {
 public:
  TransactionOptions() = default;
  TransactionOptions(const CallOptions& options) : CallOptions(options) {}  // NOLINT(google-explicit-constructor)

  /// Makes the transaction happen once, however often it is executed with this token within 10 minutes, by this program
  /// or another; with another request the token is refused. A WriteTransaction that is executed again sends the same
  /// one. One that is built again does so unless the client's time is in it (of an entity with a time to live, or with
  /// created or updated times), or the place of an item (of one with older counts of write shards), or an item differs.
  /// 1 to 36 characters; default: a random one for each execution.
  /// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
  TransactionOptions& token(std::string token) { return token_ = std::move(token), *this; }
  const std::string& token() const { return token_; }

  // As in CallOptions, for chains.
  template <class Duration>
  TransactionOptions& timeout(Duration limit) {
    return CallOptions::timeout(limit), *this;
  }
  template <class Token>
  TransactionOptions& stop(const Token& token) {
    return CallOptions::stop(token), *this;
  }
  template <class Token>
  TransactionOptions& stop(const Token&& token) = delete;  // the token would be gone before the call
  TransactionOptions& trace_parent(std::string_view parent) { return CallOptions::trace_parent(parent), *this; }
  using CallOptions::trace_parent;

 private:
  std::string token_;
};

/// Up to 100 actions on as many items, 4 MB together. Each method is the one of the repository that has its name, with
/// the same arguments and rules; the time limit and stop token are those of `execute`. Nothing is sent before that, but
/// for an entity with older counts of write shards: adding any action but `create` asks where the item lies, by up to a
/// request for each count. An action that can't be sent is an error of `execute`. The repositories' own clients are not
/// used. Not thread-safe.
class [[nodiscard]] WriteTransaction {
 public:
  explicit WriteTransaction(const Client& client);
  WriteTransaction(WriteTransaction&&) noexcept = default;
  WriteTransaction& operator=(WriteTransaction&&) noexcept = default;

  template <class Repository, class T>
  WriteTransaction& create(const Repository& repository, const T& item,
                           const WriteOptions<std::type_identity_t<T>>& options = {}) {
    return add(repository.with(recording_).create(item, options));
  }
  template <class Repository, class T>
  WriteTransaction& put(const Repository& repository, const T& item,
                        const WriteOptions<std::type_identity_t<T>>& options = {}) {
    return add(repository.with(recording_).put(item, options));
  }
  template <class Repository, class T>
  WriteTransaction& replace(const Repository& repository, const T& item,
                            const WriteOptions<std::type_identity_t<T>>& options = {}) {
    return add(repository.with(recording_).replace(item, options));
  }
  template <class Repository, class T>
  WriteTransaction& upsert(const Repository& repository, const T& item,
                           const WriteOptions<std::type_identity_t<T>>& options = {}) {
    return add(repository.with(recording_).upsert(item, options));
  }
  /// `contacts.update("c-1", "t-1", partita::expect{3}).set_phone("+49")`, not executed.
  template <class Derived, class Entity>
  WriteTransaction& update(const UpdateBuilder<Derived, Entity>& update) {
    return this->update(update.state_);
  }
  WriteTransaction& update(const detail::UpdateState& update, const CallOptions& options = {}) {
    return add(update.record(recording_, options));
  }
  /// The arguments of the repository's `remove`: the key, `partita::expect{3}` or `partita::any_version` for a
  /// versioned entity, options.
  template <class Repository, class... Arguments>
  WriteTransaction& remove(const Repository& repository, const Arguments&... arguments) {
    return add(repository.with(recording_).remove(arguments...));
  }
  /// The arguments of the repository's `check`: the key, and `partita::if_(condition)` if the item must not only exist.
  template <class Repository, class... Arguments>
  WriteTransaction& check(const Repository& repository, const Arguments&... arguments) {
    return add(repository.with(recording_).check(arguments...));
  }

  /// Sends the actions. If one of them fails none happens, and the error says which: `action()` is its position, kind
  /// and message are its own, and the repository's `existing(error)` is the item that stood in its way. Another write
  /// of one of the items at the same time is a `conflict`, which is tried again until `max_attempts` or the time limit.
  /// Costs twice what the writes would cost alone.
  Result<void> execute(const TransactionOptions& options = {}) const;

  /// For generated code.
  WriteTransaction& add(detail::RecordedWrite write);

 private:
  WriteTransaction& add(const Result<void>& recorded);

  std::shared_ptr<detail::WriteRecorder> recorder_;
  Client recording_;
  Client client_;
};

}  // namespace partita::inline epoch1
