#include "cache/cache_transport.hpp"

#include "http/operation.hpp"
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
        if (!is_known(table.name)) continue;
        each_element(table.json, [&](std::string_view element) {
          for (const detail::ItemMember& request : detail::item_members(element)) {
            for (const detail::ItemMember& each : detail::item_members(request.json)) add(table.name, each.json);
          }
        });
      }
    }
  }

  std::vector<ItemCache::Write> take() { return std::move(writes_); }
  /// Whether some write was not looked at, as its table was not known.
  bool unseen() const { return unseen_; }

 private:
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

  bool is_known(std::string_view table) { return known(table) != nullptr; }

  const ItemCache::Table* known(std::string_view table) {
    const ItemCache::Table* const found = cache_.written(table);
    unseen_ = unseen_ || found == nullptr;
    return found;
  }

  void add(std::string_view table, std::string_view item) {
    const ItemCache::Table* const known = this->known(table);
    if (known == nullptr) return;
    std::string key = cache_key(table, known->partition_key, known->sort_key, item);
    if (!key.empty()) writes_.emplace_back(cache_, std::move(key));
  }

  ItemCache& cache_;
  std::vector<ItemCache::Write> writes_;
  bool unseen_ = false;
};

}  // namespace

CacheTransport::CacheTransport(std::shared_ptr<Transport> next, std::shared_ptr<ItemCache> cache)
    : next_(std::move(next)), cache_(std::move(cache)) {}

void CacheTransport::send(const Request& request, Reply& reply, Completion* done) noexcept {
  {
    const Writes writes = writes_of(request);
    next_->send(request, reply, nullptr);
    // Its table may have become known meanwhile, and what was there before been read.
    if (writes.unseen) writes_of(request);
  }
  if (done != nullptr) done->complete();
}

CacheTransport::Writes CacheTransport::writes_of(const Request& request) const {
  if (http::only_reads(request.operation)) return {};
  if (!cache_->written()) return {.unseen = true};
  WrittenItems written(*cache_);
  if (request.operation == "TransactWriteItems") {
    written.transaction(request.body);
  } else if (request.operation == "BatchWriteItem") {
    written.batch(request.body);
  } else {
    written.action(request.body);
  }
  return {written.take(), written.unseen()};
}

std::string cache_key(std::string_view table, std::string_view partition_key, std::string_view sort_key,
                      std::string_view item) {
  const auto text = detail::key_text(item, partition_key, sort_key);
  return text ? std::string(table) + '\n' + *text : std::string();
}

}  // namespace partita::inline epoch1::cache
