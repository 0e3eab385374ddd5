// One put, update, remove or check of one item: a request of its own, or an action of a transaction.
//
// For generated code; users meet the methods of a repository and <partita/transaction.hpp>.
#pragma once

#include <partita/call.hpp>
#include <partita/call_options.hpp>
#include <partita/client.hpp>
#include <partita/entity_codec.hpp>
#include <partita/expression.hpp>
#include <partita/result.hpp>
#include <partita/version.hpp>
#include <partita/write_options.hpp>
#include <partita/write_rules.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace partita::inline epoch1 {

namespace detail {
class ExpressionParts;
struct ItemChange;
}  // namespace detail

/// A write under construction. The item or the key is encoded into `item()`, then the write is run, once.
class ItemWrite : public Call<void> {
 public:
  ItemWrite(const Client& client, WriteKind kind, const WriteRules& rules, const CallOptions& options)
      : ItemWrite(client, kind, rules, options, std::nullopt) {}
  template <class Entity>
  ItemWrite(const Client& client, WriteKind kind, const WriteRules& rules, const WriteOptions<Entity>& options)
      : ItemWrite(client, kind, rules, options, options.condition()) {}

  /// Where the item goes, or the key for what is not a put.
  wire::Writer& item();

  /// Where else the item may lie: the partition keys, as JSON, that it had with other numbers of write shards. Said
  /// once the item or key is encoded.
  void or_in(std::vector<std::string> older) { older_ = std::move(older); }

  /// The version that must be there.
  void expect_version(const VersionGuard& guard) { version_ = guard.expected(); }
  /// Sets the version to the one that is stored: 1 by a create; by other writes one more than the item has, which is
  /// the one that must be there.
  template <class T>
  void next_version(T& version) {
    if (kind_ == WriteKind::create) {
      version = 1;
      return;
    }
    version_ = static_cast<std::int64_t>(version);
    if (version == std::numeric_limits<T>::max()) return refuse_successor();
    ++version;
  }
  /// What the item must hold as its tenant, for entities whose keys don't say it. No error shows an
  /// item of another one.
  void expect_tenant(Value tenant);

  /// Only under this condition, too.
  void only_if(Expression condition);

  Result<void> run();
  /// Runs a put of any kind: the item that is in the way may be the one that was sent.
  Result<void> run_put();
  /// Runs a check, which is a transaction of its own if it is no part of one.
  Result<void> run_check();
  /// The item that was there before, or nullopt.
  template <class T>
  Result<std::optional<T>> run_returning_old(const EntityCodec<T>& codec) {
    constexpr std::string_view returned = "ALL_OLD";
    if (older_.empty()) {
      finish(returned);
      return detail::run_for_item<T>(*this, options_, "Attributes", codec);
    }
    std::optional<T> old;
    const Result<void> done = run_in_places(returned, [&](ItemWrite& attempt) {
      auto found = detail::run_for_item<T>(attempt, options_, "Attributes", codec);
      if (!found) return Result<void>(found.error()).with_cost(found.cost());
      old = *std::move(found);
      return Result<void>().with_cost(found.cost());
    });
    if (!done) return Result<std::optional<T>>(done.error()).with_cost(done.cost());
    return Result<std::optional<T>>(std::move(old)).with_cost(done.cost());
  }

  /// Sends one attempt, which is complete.
  using Send = std::function<Result<void>(ItemWrite& attempt)>;
  /// Writes the item where it lies, if `or_in` named several places: `parts`, `update` and `returned` as in `finish`.
  Result<void> run_in_places(const detail::ExpressionParts& parts, std::string_view update, std::string_view returned,
                             const Send& send);

  /// Sends a finished put or upsert. An item in the way that is the `sent` one is its own first attempt's.
  Result<void> run_as(std::string_view sent);
  /// Runs an update that `finish` has completed. The image that `returned` asks for is read into `item`; one without it
  /// is an error.
  Result<void> run_update(bool (*ours)(const Error&, const void*), const void* update, std::string_view returned,
                          void (*read)(wire::Reader&, void*), void* item);

  /// For entities whose items have companions: what becomes of the item. Null: nothing that companions follow from. Not
  /// called: it becomes what `item()` holds, or nothing if it is removed.
  void change_item(std::shared_ptr<const detail::ItemChange> change);

  /// Writes what follows the item. `parts` has the names and values of `update`, the text of an UpdateExpression;
  /// `returned` says which image of the item comes back.
  void finish(detail::ExpressionParts& parts, std::string_view update, std::string_view returned = {});

 protected:
  /// The item or the key, once it is encoded.
  std::string_view item_text() {
    const std::size_t end = item_end_ == 0 ? body().view().size() : item_end_;
    return body().view().substr(item_begin_, end - item_begin_);
  }
  bool has_places() const { return !older_.empty(); }
  /// Whether the write is about companions of the item, too.
  bool has_companions() const;
  const WriteRules& rules() const { return rules_; }
  CallOptions& options() { return options_; }
  /// A write of another kind, of this item or key, that demands the same.
  ItemWrite as(WriteKind kind, std::string_view item) const;

 private:
  class Places;

  ItemWrite(const Client& client, WriteKind kind, const WriteRules& rules, const CallOptions& options,
            const std::optional<Expression>& condition);

  struct Ending;
  using Ours = std::function<bool(const Error&)>;

  void finish(std::string_view returned = {});
  Result<void> run_in_places(std::string_view returned, const Send& send);
  Result<void> run_finished();
  Result<void> run_finished_check();
  /// Sends what is finished, or records it.
  Result<void> conclude(const Ours& ours);
  Result<void> conclude_with_companions(const Ours& ours);
  /// Becomes an action of a transaction.
  Result<void> record();
  detail::RecordedWrite recorded() const;
  void refuse_successor();
  RetryClass retry_class(std::string_view returned) const;

  WriteKind kind_;
  std::size_t item_begin_ = 0;
  std::size_t item_end_ = 0;  // 0: nothing follows it yet
  const WriteRules& rules_;
  CallOptions options_;
  std::optional<Expression> condition_;
  std::optional<std::int64_t> version_;
  Value tenant_ = Value::absent();
  Presence presence_ = Presence::either;
  std::vector<std::string> older_;
  bool keeps_companions_ = false;
  std::shared_ptr<const detail::ItemChange> change_;
  std::shared_ptr<const Ending> ending_;  // as it was finished, where companions follow
};

}  // namespace partita::inline epoch1
