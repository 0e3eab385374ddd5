#include <partita/companion_repair.hpp>

#include <partita/batch.hpp>
#include <partita/companions.hpp>
#include <partita/wire/reader.hpp>
#include <partita/wire/writer.hpp>

#include "companion_items.hpp"
#include "companion_write.hpp"
#include "place.hpp"
#include "request_text.hpp"
#include "stored_item.hpp"
#include "transaction_run.hpp"

#include <algorithm>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace partita::inline epoch1 {

namespace {

// Everything else that is read here is raw: so is the page.
struct RawPage {
  std::vector<std::string> items;

  static void read(wire::Reader& in, void* to) {
    in.begin_array();
    while (in.next_element()) static_cast<RawPage*>(to)->items.emplace_back(in.skip_value());
  }
  static std::size_t size(const void* page) { return static_cast<const RawPage*>(page)->items.size(); }
};

// Beside the check of their item.
// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
constexpr std::size_t most_companions = 99;

bool is_left(ErrorKind kind) {
  return kind == ErrorKind::condition_failed || kind == ErrorKind::conflict;
}

}  // namespace

class CompanionRepair::Walk {
 public:
  Walk(CompanionRepair& repair, const RepairOptions& options, bool removes)
      : client_(repair.client_),
        rules_(repair.rules_),
        table_(client_.table_name(rules_.table)),
        options_(options),
        removes_(removes),
        state_(client_, "Scan", rules_.table, repair.source_) {
    options_.fix_deadline();
    state_.options(options_);
    state_.consistent(true);
    if (options.page_size()) state_.page_size(*options.page_size());
    if (options.max_pages()) state_.max_pages(*options.max_pages());
    if (options.after()) state_.after(*options.after());
    filter(repair.tenant_);
  }

  RepairReport run() {
    while (!report_.error && state_.more()) report_.error = walk_page();
    auto next = state_.next(report_.error ? 0 : state_.keep());  // a page with an error is walked again
    if (next) report_.next = *std::move(next);
    if (!next && !report_.error) report_.error = next.error();
    report_.cost = state_.total_cost();
    report_.cost += cost_;
    return std::move(report_);
  }

 private:
  struct Entity {
    detail::StoredItem item;
    std::vector<detail::Companion> missing;
  };

  // What the walk is about: the entity's own items, and in a repair its companions.
  void filter(const Value& tenant) {
    const AttributePath owner(companion_owner, "#partita_owner");
    if (rules_.type_name.name.empty()) {
      if (!removes_) state_.filter(Expression("attribute_not_exists(@)", owner));
    } else {
      const AttributePath type(rules_.type_name.name, rules_.type_name.alias);
      std::vector<Operand> types{Value::of(rules_.type)};
      if (removes_) {
        for (const bool is_unique : {false, true}) {
          types.emplace_back(Value::of(std::string_view(detail::companion_type(rules_, is_unique))));
        }
      }
      state_.filter(Expression::one_of(type, std::move(types)));
    }
    if (tenant.is_absent()) return;
    const AttributeName& name = rules_.companions->tenant;
    state_.filter(Expression("@ = ?", AttributePath(name.name, name.alias), {tenant}));
  }

  std::optional<Error> walk_page() {
    RawPage page;
    if (auto error = state_.fetch(&page, &RawPage::read, &RawPage::size)) return error;
    std::vector<Entity> entities;
    std::vector<detail::StoredItem> companions;
    for (const std::string& item : page.items) {
      auto stored = detail::StoredItem::parse(item);
      if (!stored) continue;
      ++report_.examined;
      if (stored->value(companion_owner).empty()) {
        entities.push_back({*std::move(stored), {}});
      } else if (!detail::owner_of(rules_, *stored).empty()) {
        companions.push_back(*std::move(stored));
      } else {
        leave(Error(ErrorKind::decode, "attribute '" + std::string(companion_owner) +
                                           "' holds no key of an item of the table" + place_of(*stored)));
      }
    }
    if (auto error = mend(entities)) return error;
    return removes_ ? remove_strays(companions) : std::nullopt;
  }

  std::optional<Error> read(BatchRead& batch, std::vector<std::string>& items) {
    ReadOptions options;
    static_cast<CallOptions&>(options) = options_;
    Cost cost;
    auto error = batch.run_raw(options.consistent(), items, cost);
    cost_ += cost;
    return error;
  }

  std::optional<Error> send(const std::vector<detail::RecordedWrite>& writes) {
    const auto done = detail::TransactionRun(client_, writes, options_, {}).run();
    cost_ += done.cost();
    return done ? std::nullopt : std::optional(done.error());
  }

  // A companion whose key is another's is told of as a write would.
  void leave(const Error& error, const detail::Companion* taken = nullptr) {
    ++report_.conflicts;
    if (report_.first_conflict) return;
    Error::Details details = error.details();
    if (taken != nullptr && error.action() == 1 && error.kind() == ErrorKind::condition_failed) {
      details.message = detail::told_of(*taken);
    }
    details.action.reset();
    details.item.clear();
    details.whole_item.clear();
    report_.first_conflict = Error(std::move(details));
  }

  // An item that may be shown by its key. A key can hold what is sensitive.
  std::string place_of(const detail::StoredItem& item) const {
    return rules_.hidden.empty() ? " (item " + detail::key_of(rules_, item) + ")" : std::string();
  }

  std::optional<Error> mend(std::vector<Entity>& entities) {
    struct Wanted {
      Entity* entity;
      detail::Companion companion;
    };
    std::vector<Wanted> wanted;
    BatchRead batch{client_, rules_};
    for (Entity& entity : entities) {
      const detail::Companions companions = detail::companions_of(rules_, entity.item);
      if (auto refused = detail::refused_companions(rules_, entity.item)) {
        Error::Details details = refused->details();
        details.message += place_of(entity.item);
        leave(Error(std::move(details)));
        if (companions.size() > most_companions) continue;
      }
      for (const auto& [key, companion] : companions) {
        batch.key().raw(key);
        wanted.push_back({&entity, companion});
      }
    }
    if (wanted.empty()) return std::nullopt;
    std::vector<std::string> found;
    if (auto error = read(batch, found)) return error;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      const auto stored = found[i].empty() ? std::nullopt : detail::StoredItem::parse(found[i]);
      if (!stored || !detail::same_companion(rules_, *stored, wanted[i].companion)) {
        wanted[i].entity->missing.push_back(std::move(wanted[i].companion));
      }
    }
    for (const Entity& entity : entities) {
      if (auto error = write(entity)) return error;
    }
    return std::nullopt;
  }

  // All at once; if that fails one by one, so that a value which is another item's does not keep the others away.
  std::optional<Error> write(const Entity& entity) {
    if (entity.missing.empty()) return std::nullopt;
    const detail::RecordedWrite unchanged = check(detail::key_of(rules_, entity.item), entity.item);
    std::vector<detail::RecordedWrite> writes{unchanged};
    for (const detail::Companion& each : entity.missing) {
      writes.push_back(detail::put_companion(rules_, table_, each, client_.now()));
    }
    std::optional<Error> error = send(writes);
    if (!error) report_.written += entity.missing.size();
    if (!error || !is_left(error->kind())) return error;
    if (error->action() == 0) return leave(*error), std::nullopt;  // the item was changed meanwhile
    for (std::size_t i = 0; i < entity.missing.size(); ++i) {
      error = send({unchanged, writes[i + 1]});
      if (error && !is_left(error->kind())) return error;
      if (!error) ++report_.written;
      if (error) leave(*error, &entity.missing[i]);
    }
    return std::nullopt;
  }

  std::optional<Error> remove_strays(const std::vector<detail::StoredItem>& companions) {
    if (companions.empty()) return std::nullopt;
    BatchRead batch{client_, rules_};
    std::vector<std::string> owners;
    for (const detail::StoredItem& companion : companions)
      batch.key().raw(owners.emplace_back(detail::owner_of(rules_, companion)));
    std::vector<std::string> found;
    if (auto error = read(batch, found)) return error;
    for (std::size_t i = 0; i < companions.size(); ++i) {
      const auto owner = found[i].empty() ? std::nullopt : detail::StoredItem::parse(found[i]);
      const std::string key = detail::key_of(rules_, companions[i]);
      if (owner && detail::companions_of(rules_, *owner).contains(key)) continue;
      const detail::Companion stray{nullptr, {}, key, companions[i].json()};
      const std::vector<detail::RecordedWrite> writes{check(owners[i], owner),
                                                      detail::remove_companion(rules_, table_, stray)};
      const auto error = send(writes);
      if (error && !is_left(error->kind())) return error;
      if (error) leave(*error);
      if (!error) ++report_.deleted;
    }
    return std::nullopt;
  }

  // That the item is as it was read.
  detail::RecordedWrite check(const std::string& key, const std::optional<detail::StoredItem>& item) const {
    detail::ExpressionParts parts;
    const std::string condition = detail::unchanged(rules_, item).render('c', parts);
    wire::Writer out;
    out.raw(R"({"TableName":)");
    out.json_string(table_);
    out.raw(R"(,"Key":)");
    out.raw(key);
    detail::write_member(out, "ConditionExpression", condition);
    parts.write(out);
    out.raw("}");
    detail::RecordedWrite write;
    write.operation = "ConditionCheck";
    write.table = table_;
    write.body = out.view();
    write.item = key;
    write.partition_key = rules_.partition_key.name;
    write.sort_key = rules_.sort_key.name;
    return write;
  }

  Client client_;
  const WriteRules& rules_;
  std::string table_;
  CallOptions options_;
  bool removes_;
  detail::QueryState state_;
  RepairReport report_;
  Cost cost_;  // beside the walk itself
};

RepairReport CompanionRepair::run(const RepairOptions& options, bool removes) {
  return Walk(*this, options, removes).run();
}

}  // namespace partita::inline epoch1
