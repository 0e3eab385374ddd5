// Mending the lookup items and those of unique constraints: after a lookup was declared for a table with items, and
// after programs wrote it that know nothing of them.
//
//   auto report = jobs.backfill(partita::RepairOptions().max_pages(10));
//   if (report.next) store(report.next->to_string());  // where a later call goes on
//   if (!report) log(*report.error);                   // why it ended early; nothing that was done is lost
#pragma once

#include <partita/call_options.hpp>
#include <partita/client.hpp>
#include <partita/cost.hpp>
#include <partita/cursor.hpp>
#include <partita/error.hpp>
#include <partita/expression.hpp>
#include <partita/query_state.hpp>
#include <partita/tenant.hpp>
#include <partita/write_rules.hpp>

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

namespace partita::inline epoch1 {

/// Taken by `backfill` and `repair` of a repository.
class RepairOptions : public CallOptions {
 public:
  RepairOptions() = default;
  RepairOptions(const CallOptions& options) : CallOptions(options) {}  // NOLINT(google-explicit-constructor)

  /// Items that one request evaluates; default: as many as the service reads at once.
  RepairOptions& page_size(std::uint32_t items) { return page_size_ = items, *this; }
  /// Ends after so many pages; `next` of the report says where it goes on.
  RepairOptions& max_pages(std::uint64_t pages) { return max_pages_ = pages, *this; }
  /// Goes on where another walk of this kind ended.
  RepairOptions& after(const Cursor& cursor) { return after_ = cursor, *this; }

  const std::optional<std::uint32_t>& page_size() const { return page_size_; }
  const std::optional<std::uint64_t>& max_pages() const { return max_pages_; }
  const std::optional<Cursor>& after() const { return after_; }

  // As in CallOptions, for chains.
  template <class Duration>
  RepairOptions& timeout(Duration limit) {
    return CallOptions::timeout(limit), *this;
  }
  template <class Token>
  RepairOptions& stop(const Token& token) {
    return CallOptions::stop(token), *this;
  }
  template <class Token>
  RepairOptions& stop(const Token&& token) = delete;  // the token would be gone before the call
  RepairOptions& trace_parent(std::string_view parent) { return CallOptions::trace_parent(parent), *this; }
  using CallOptions::trace_parent;

 private:
  std::optional<std::uint32_t> page_size_;
  std::optional<std::uint64_t> max_pages_;
  std::optional<Cursor> after_;
};

/// What `backfill` or `repair` did, up to the end or an error.
struct [[nodiscard]] RepairReport {
  std::uint64_t examined = 0;  ///< items of the entity, and those of its lookups and constraints in a repair
  std::uint64_t written = 0;   ///< items of lookups and constraints that were missing, or held something else
  std::uint64_t deleted = 0;   ///< those whose item does not have the value
  /// What was left as it is: an item that was changed meanwhile, by a write that keeps its own in step; a unique value
  /// that several items have; an item with values that no write would take, of which the others are written if one
  /// transaction can hold them; in a repair also an item whose `partita:owner` is no key.
  std::uint64_t conflicts = 0;
  std::optional<Error> first_conflict{};
  /// Where it goes on; nullopt at the end of the table, or if it could not begin. After an error the page where it
  /// happened is walked again, and counted again in `examined`: what is done already is not written twice.
  std::optional<Cursor> next{};
  std::optional<Error> error{};  ///< why it ended early
  Cost cost{};

  explicit operator bool() const { return !error.has_value(); }
};

/// For generated code: a walk over the table.
class CompanionRepair {
 public:
  /// `source` is that of the walk.
  CompanionRepair(const Client& client, const WriteRules& rules, const QuerySource& source)
      : client_(client), rules_(rules), source_(source) {}

  /// Touches the items of one tenant alone; `stored` is how they hold it.
  void of_tenant(Value stored) { tenant_ = std::move(stored); }

  RepairReport backfill(const RepairOptions& options) { return run(options, false); }
  RepairReport repair(const RepairOptions& options) { return run(options, true); }

 private:
  class Walk;

  RepairReport run(const RepairOptions& options, bool removes);

  Client client_;
  const WriteRules& rules_;
  const QuerySource& source_;
  Value tenant_ = Value::absent();
};

}  // namespace partita::inline epoch1
