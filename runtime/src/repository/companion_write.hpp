// A write of an item that has companions. What it does to them follows from the item that is there, so it becomes
// actions of a transaction once that is known.
#pragma once

#include <partita/client.hpp>
#include <partita/expression.hpp>
#include <partita/recorded_write.hpp>
#include <partita/write_rules.hpp>

#include "companion_items.hpp"
#include "stored_item.hpp"

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace partita::inline epoch1::detail {

class CompanionWrite {
 public:
  /// What a write makes of an item; nullopt stands for none. An error says why it can't be said.
  using Change = std::function<std::optional<Error>(std::optional<StoredItem>& item)>;
  /// The write itself, under one more condition.
  using Action = std::function<std::optional<Error>(const std::optional<Expression>& condition, RecordedWrite& write)>;

  /// `key` is that of the item. `blind`: there is no item that the write could succeed on. `now`: when it was asked
  /// for, which every attempt says, so that one of a token sends the same bytes.
  CompanionWrite(const WriteRules& rules, std::string table, std::string key, bool blind, timestamp now, Change change,
                 Action action)
      : rules_(rules),
        table_(std::move(table)),
        key_(std::move(key)),
        blind_(blind),
        now_(now),
        change_(std::move(change)),
        action_(std::move(action)) {}

  const WriteRules& rules() const { return rules_; }
  const std::string& table() const { return table_; }
  /// As a request has it.
  const std::string& key() const { return key_; }
  bool reads() const { return !blind_; }

  /// The condition that the item is still `old` as far as companions go; none for a write that does not read.
  std::optional<Expression> unchanged(const std::optional<StoredItem>& old) const;
  /// Whether that holds for `now`.
  bool is_unchanged(const std::optional<StoredItem>& old, const std::optional<StoredItem>& now) const;

  struct Step {
    RecordedWrite write;
    std::optional<Companion> companion{};  ///< none: the item itself
    bool removes = false;
  };
  struct Steps {
    std::vector<Step> list{};  ///< the item itself first
    std::optional<Error> error{};
  };
  /// `foreign` are the keys of companions that are another item's, which stay.
  Steps steps(const std::optional<StoredItem>& old, const std::set<std::string>& foreign) const;

 private:
  const WriteRules& rules_;
  std::string table_;
  std::string key_;
  bool blind_;
  timestamp now_;
  Change change_;
  Action action_;
};

/// For ItemWrite, which knows no more of it.
struct ItemChange {
  CompanionWrite::Change apply;
};

/// That the item is still `item`, or still missing, as far as companions go.
Expression unchanged(const WriteRules& rules, const std::optional<StoredItem>& item);

/// Stores a companion if its key is free, expired or the owner's own already.
RecordedWrite put_companion(const WriteRules& rules, const std::string& table, const Companion& companion,
                            timestamp now);
/// Removes it if it is the owner's.
RecordedWrite remove_companion(const WriteRules& rules, const std::string& table, const Companion& companion);

}  // namespace partita::inline epoch1::detail
