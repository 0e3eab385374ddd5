// Writes of items that may lie in the shard of any of several counts.
//
// An item lies in one place: a program that adds one makes sure in the same transaction that no other place holds it,
// and nothing moves an item. So what changes an item tries its places one after another, each under the condition that
// the item is there. A program that does not know the newest count can't look there: while one still writes, an item
// may lie in two places.
#include <partita/item_write.hpp>
#include <partita/transaction.hpp>

#include "item_text.hpp"
#include "query_request.hpp"
#include "request_text.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>

namespace partita::inline epoch1 {

class ItemWrite::Places {
 public:
  Places(ItemWrite& write, const detail::ExpressionParts& parts, std::string_view update, std::string_view returned,
         const Send& send)
      : write_(write),
        parts_(parts),
        update_(update),
        returned_(returned),
        send_(send),
        client_(write.client().recording(nullptr)),
        item_(write.item_text()) {}

  Result<void> run() {
    if (auto refused = write_.refusal()) return *refused;
    write_.options_.fix_deadline(client_);
    Result<void> done = begin_to_end();
    if (done) return std::move(done).with_cost(cost_);
    Error::Details details = done.error().details();
    details.maybe_applied = details.maybe_applied || maybe_applied_;
    return Result<void>(Error(std::move(details))).with_cost(cost_);
  }

 private:
  Result<void> begin_to_end() {
    if (write_.recorder() != nullptr) return record();
    if (write_.client().recorder() != nullptr) return run_in(0, Presence::either);  // which refuses it
    return adds() ? store() : change();
  }

  bool adds() const {
    return write_.kind_ == WriteKind::create || write_.kind_ == WriteKind::put || write_.kind_ == WriteKind::upsert;
  }

  std::size_t count() const { return 1 + write_.older_.size(); }

  std::string item_in(std::size_t place) const {
    if (place == 0) return item_;
    return detail::with_member(item_, write_.rules_.partition_key.name, write_.older_[place - 1]);
  }
  std::string key_in(std::size_t place) const {
    const AttributeName names[] = {write_.rules_.partition_key, write_.rules_.sort_key};
    const bool has_sort_key = !write_.rules_.sort_key.name.empty();
    return detail::key_of(item_in(place), std::span(names, has_sort_key ? 2 : 1)).value_or("{}");
  }

  ItemWrite begin(WriteKind kind, Presence presence) const {
    ItemWrite made{write_.client(), kind, write_.rules_, write_.options_};
    made.of_tenant(write_.tenant());
    made.expect_tenant(write_.tenant_);
    made.presence_ = presence;
    return made;
  }

  ItemWrite attempt(std::size_t place, Presence presence, std::string_view returned) const {
    ItemWrite made = begin(write_.kind_, presence);
    made.condition_ = write_.condition_;
    made.version_ = write_.version_;
    made.item().raw(item_in(place));
    detail::ExpressionParts parts = parts_;
    made.finish(parts, update_, returned);
    return made;
  }

  // That no item is there. An expired one goes: it would come back if the clock of another client is late.
  detail::RecordedWrite guard(std::size_t place) const {
    const bool may_expire = !write_.rules_.ttl.name.empty();
    ItemWrite made = begin(may_expire ? WriteKind::remove : WriteKind::check, Presence::absent);
    made.item().raw(key_in(place));
    made.finish();
    detail::RecordedWrite recorded = made.recorded();
    recorded.of_previous = true;
    return recorded;
  }

  Result<void> run_in(std::size_t place, Presence presence) {
    ItemWrite made = attempt(place, presence, returned_);
    Result<void> done = send_(made);
    cost_ += done.cost();
    if (!done) maybe_applied_ = maybe_applied_ || done.error().maybe_applied();
    return done;
  }

  // Asks the table: not every server says with a failed condition which item it met.
  Result<bool> holds(std::size_t place) {
    detail::Exchange get{client_, "GetItem", write_.rules_.table, RetryClass::idempotent};
    get.of_entity(write_.rules_.entity);
    get.hide(write_.rules_.hidden);
    get.body().raw(R"(,"Key":)");
    get.body().raw(key_in(place));
    get.body().raw(R"(,"ConsistentRead":true)");
    get.project({&write_.rules_.partition_key, 1});
    get.body().raw(detail::capacity_ending);
    bool found = false;
    const auto read = [](wire::Reader& in, void* to) {
      in.skip_value();
      *static_cast<bool*>(to) = true;
    };
    std::optional<Error> error = get.send(write_.options_, "Item", read, &found);
    cost_ += get.cost();
    if (error) return *std::move(error);
    return found;
  }

  // Whether an attempt failed because the item lies elsewhere, or nowhere.
  Result<bool> missed(const Error& error, std::size_t place) {
    if (error.kind() != ErrorKind::condition_failed || !detail::whole_item(error).empty()) return false;
    const Result<bool> found = holds(place);
    if (!found) return found.error();
    return !*found;
  }

  // Changes the item where it lies. `none` is what happened if it lies nowhere.
  Result<void> change() {
    for (std::size_t place = 0;; ++place) {
      const bool is_last = place + 1 == count();
      const bool may_be_missing = is_last && write_.kind_ == WriteKind::remove;
      Result<void> done = run_in(place, may_be_missing ? Presence::either : Presence::there);
      if (done || is_last) return done;
      const Result<bool> elsewhere = missed(done.error(), place);
      if (!elsewhere) return elsewhere.error();
      if (!*elsewhere) return done;
    }
  }

  // Adds the item to the current shard while no other one holds it, or replaces it where it lies.
  Result<void> store() {
    for (int round = 0; round < client_.max_attempts(); ++round) {
      std::optional<Result<void>> replaced;
      if (!returned_.empty()) replaced = replace_first(0, count());
      if (replaced) return *std::move(replaced);

      Result<void> added = add();
      if (added || added.error().kind() != ErrorKind::condition_failed) return added;
      if (write_.kind_ == WriteKind::create) return as_single(added.error());
      const std::size_t place = added.error().action().value_or(0);
      if (place == 0) {
        const Result<bool> is_missing = missed(added.error(), 0);
        if (!is_missing) return is_missing.error();
        // A condition failed, on the item or because none is here: then another place may hold it.
        if (*is_missing && returned_.empty()) replaced = replace_first(1, count());
        if (!replaced && (*is_missing || returned_.empty())) return as_single(added.error());
      } else if (returned_.empty()) {
        replaced = replace_first(place, place + 1);
      }
      if (replaced) return *std::move(replaced);
    }
    return Error(ErrorKind::conflict, "the item was added and removed by others at the same time");
  }

  // nullopt: none of these places holds the item.
  std::optional<Result<void>> replace_first(std::size_t begin, std::size_t end) {
    for (std::size_t place = begin; place < end; ++place) {
      Result<void> done = run_in(place, Presence::there);
      if (done) return done;
      const Result<bool> elsewhere = missed(done.error(), place);
      if (!elsewhere) return Result<void>(elsewhere.error());
      if (!*elsewhere) return done;
    }
    return std::nullopt;
  }

  // Who wants the old item must not replace one that was added meanwhile.
  Result<void> add() {
    ItemWrite first = attempt(0, returned_.empty() ? Presence::either : Presence::absent, {});
    if (auto refused = first.refusal()) return *refused;
    WriteTransaction transaction{client_};
    transaction.add(first.recorded());
    for (std::size_t place = 1; place < count(); ++place) {
      detail::RecordedWrite check = guard(place);
      check.of_previous = false;  // the error is to say which place it is
      transaction.add(std::move(check));
    }
    Result<void> done = transaction.execute(write_.options_);
    cost_ += done.cost();
    return done;
  }

  // The caller knows of no transaction.
  static Result<void> as_single(const Error& error) {
    Error::Details details = error.details();
    details.action.reset();
    if (const std::size_t end = details.message.find("): "); end != std::string::npos)
      details.message.erase(0, end + 3);
    return Error(std::move(details));
  }

  // An action of a transaction names its item: it is looked up now.
  Result<void> record() {
    std::optional<std::size_t> found;
    for (std::size_t place = 0; place < count() && !found && write_.kind_ != WriteKind::create; ++place) {
      const Result<bool> is_there = holds(place);
      if (!is_there) return is_there.error();
      if (*is_there) found = place;
    }
    ItemWrite action = attempt(found.value_or(0), found ? Presence::there : Presence::either, returned_);
    Result<void> done = send_(action);
    // A program that does not know the new count yet may add the item elsewhere before the transaction.
    if (!done || found || !(adds() || write_.kind_ == WriteKind::remove)) return done;
    for (std::size_t place = 1; place < count(); ++place) write_.recorder()->record(guard(place));
    return done;
  }

  ItemWrite& write_;
  const detail::ExpressionParts& parts_;
  std::string_view update_;
  std::string_view returned_;
  const Send& send_;
  Client client_;
  std::string item_;
  Cost cost_;
  bool maybe_applied_ = false;
};

Result<void> ItemWrite::run_in_places(std::string_view returned, const Send& send) {
  return run_in_places({}, {}, returned, send);
}

Result<void> ItemWrite::run_in_places(const detail::ExpressionParts& parts, std::string_view update,
                                      std::string_view returned, const Send& send) {
  return Places(*this, parts, update, returned, send).run();
}

}  // namespace partita::inline epoch1
