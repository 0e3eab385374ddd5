#include "cache/cache_transport.hpp"

#include "cache/cache_key.hpp"
#include "cache/second_level.hpp"
#include "repository/item_text.hpp"

#include <partita/wire/reader.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace partita::inline epoch1::cache {
namespace {

// Finds the items and keys in the body of a write.
class WrittenItems {
 public:
  explicit WrittenItems(ItemCache& cache) : cache_(cache) {}

  void read(const Request& request) {
    if (request.operation == "TransactWriteItems") {
      transaction(request.body);
    } else if (request.operation == "BatchWriteItem") {
      batch(request.body);
    } else {
      action(request.body);
    }
  }

  /// Whether they are all of known tables.
  bool are_all() const { return are_all_; }
  std::vector<std::string> take() { return std::move(keys_); }

 private:
  // PutItem, UpdateItem, DeleteItem, and each action of a transaction: {"TableName":"t","Item":{...}}.
  void action(std::string_view body) {
    const auto members = detail::item_members(body);
    std::string_view table;
    std::string_view item;
    for (const detail::ItemMember& each : members) {
      if (each.name == "TableName") table = each.json;
      if (each.name == "Item" || each.name == "Key") item = each.json;
    }
    if (table.size() >= 2) add(table.substr(1, table.size() - 2), item);  // no character of a name is escaped
  }

  // {"TransactItems":[{"Put":{...}},...]}
  void transaction(std::string_view body) {
    each_in_list(body, "TransactItems", [&](std::string_view element) {
      for (const detail::ItemMember& each : detail::item_members(element)) {
        if (each.name != "ConditionCheck") action(each.json);
      }
    });
  }

  // {"RequestItems":{"t":[{"PutRequest":{"Item":{...}}},{"DeleteRequest":{"Key":{...}}}]}}
  void batch(std::string_view body) {
    for (const detail::ItemMember& requests : detail::item_members(body)) {
      if (requests.name != "RequestItems") continue;
      for (const detail::ItemMember& table : detail::item_members(requests.json)) {
        if (cache_.table(table.name) == nullptr) {
          are_all_ = false;
          continue;
        }
        each_element(table.json, [&](std::string_view element) {
          for (const detail::ItemMember& request : detail::item_members(element)) {
            for (const detail::ItemMember& each : detail::item_members(request.json)) add(table.name, each.json);
          }
        });
      }
    }
  }

  template <class Visit>
  static void each_element(std::string_view list, Visit visit) {
    wire::TextReader text{list};
    wire::Reader& in = text.reader();
    in.begin_array();
    while (in.next_element()) visit(in.skip_value());
  }

  template <class Visit>
  static void each_in_list(std::string_view body, std::string_view name, Visit visit) {
    for (const detail::ItemMember& each : detail::item_members(body)) {
      if (each.name == name) each_element(each.json, visit);
    }
  }

  void add(std::string_view table, std::string_view item) {
    const ItemCache::Table* const known = cache_.table(table);
    if (known == nullptr) {
      are_all_ = false;
      return;
    }
    std::string key = cache_key(table, known->partition_key, known->sort_key, item);
    if (!key.empty()) keys_.push_back(std::move(key));
  }

  ItemCache& cache_;
  std::vector<std::string> keys_;
  bool are_all_ = true;
};

// The mark of a write under way, which ends by itself, stays on items that may change yet, whichever write would do it.
void end_writes(SecondLevel& second, const std::vector<std::string>& keys,
                const std::vector<ItemCache::Write>& writes) {
  std::vector<std::string> ended;
  std::vector<std::string> late;
  for (std::size_t i = 0; i < keys.size(); ++i) (writes[i].may_change_yet() ? late : ended).push_back(keys[i]);
  if (!late.empty()) second.begin_writes(late);
  if (!ended.empty()) second.end_writes(ended);
}

bool writes_items(std::string_view operation) {
  return operation == "PutItem" || operation == "UpdateItem" || operation == "DeleteItem" ||
         operation == "BatchWriteItem" || operation == "TransactWriteItems";
}

}  // namespace

CacheTransport::CacheTransport(std::shared_ptr<Transport> next, std::shared_ptr<ItemCache> cache)
    : next_(std::move(next)), cache_(std::move(cache)) {}

void CacheTransport::send(const Request& request, Reply& reply) noexcept {
  if (request.operation == "DeleteTable") return delete_table(request, reply);
  if (!writes_items(request.operation)) return next_->send(request, reply);
  ItemCache::Unseen unseen(*cache_);
  WrittenItems written(*cache_);
  if (cache_->knows_tables()) {
    written.read(request);
    if (written.are_all()) unseen.seen();
  }
  const std::vector<std::string> keys = written.take();
  std::vector<ItemCache::Write> writes;
  writes.reserve(keys.size());
  for (const std::string& key : keys) writes.emplace_back(*cache_, key);
  SecondLevel* const second = keys.empty() ? nullptr : cache_->second();
  if (second != nullptr) second->begin_writes(keys);
  next_->send(request, reply);
  // The service may have what was sent, and apply it later.
  const bool uncertain = reply.facts.ambiguous_attempt || (reply.error && reply.error->maybe_applied());
  if (uncertain) {
    for (ItemCache::Write& each : writes) each.end_uncertain();
  }
  if (second != nullptr) end_writes(*second, keys, writes);
}

// A request does not say which items were in the table.
void CacheTransport::delete_table(const Request& request, Reply& reply) noexcept {
  if (cache_->knows_tables()) cache_->forget_all();
  next_->send(request, reply);
  if (cache_->knows_tables()) cache_->forget_all();
}

}  // namespace partita::inline epoch1::cache
