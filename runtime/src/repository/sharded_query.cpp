// Queries over write shards: each shard is asked by itself, one after another.
#include <partita/wire/reader.hpp>
#include <partita/wire/writer.hpp>

#include "place.hpp"
#include "query_run.hpp"

#include <algorithm>

namespace partita::inline epoch1::detail {

std::optional<Error> QueryState::Impl::start_shards(const std::string& place) {
  const std::size_t count = request.shards->values.size();
  const QuerySource& source = *request.source;
  merge.emplace(count, source.keys, source.keys[source.partition + source.sort - 1].name, request.descending);
  if (place.empty()) return std::nullopt;
  const auto places = places_of(place);
  if (!places || places->size() != count) {
    return Error(ErrorKind::invalid_argument,
                 "the cursor was made when there were " + std::to_string(places ? places->size() : 0) +
                     " write shards; now there are " + std::to_string(count) + ", so begin anew");
  }
  merge->start_at(*places);
  return std::nullopt;
}

// What a cursor holds of a key is all but the partition key, which the shard says.
std::string QueryState::Impl::start_key_of(std::size_t shard, const std::string& behind) const {
  if (behind.empty()) return {};
  wire::Writer out;
  out.raw("{");
  out.json_string(request.shards->name.name);
  out.raw(":");
  out.raw(request.shards->values[shard].json());
  out.raw(",");
  out.raw(std::string_view(behind).substr(1));
  return std::string(out.view());
}

std::optional<Error> QueryState::Impl::read_shard(std::size_t shard, const std::string& behind, ShardPage& page) {
  const std::string start = start_key_of(shard, behind);
  const auto read = [](wire::Reader& in, void* to) {
    in.begin_array();
    while (in.next_element()) static_cast<std::vector<std::string>*>(to)->emplace_back(in.skip_value());
  };
  const PageStart from{start, request.max_items - returned, now, request.consistent, &request.shards->values[shard]};
  if (auto error = send(from, "Items", read, &page.items)) return error;
  if (page.items.size() != exchange.cost().items_returned) {
    return exchange.unreadable("the page says it has " + std::to_string(exchange.cost().items_returned) +
                               " items and has " + std::to_string(page.items.size()));
  }
  page.last_key = exchange.last_key();
  return std::nullopt;
}

// `read` may be null: nobody wants the items.
std::optional<Error> QueryState::Impl::fetch_merged(void* items, void (*read)(wire::Reader&, void*)) {
  if (auto error = begin_page()) return error;
  const auto read_page = [&](std::size_t shard, const std::string& behind, ShardPage& page) {
    return read_shard(shard, behind, page);
  };
  if (auto error = merge->next(request.max_items - returned, read_page)) {
    return with_place(*error, request.operation, exchange.table());
  }
  if (read != nullptr) {
    wire::TextReader text{merge->items()};
    text.reader().tenant = request.tenant.get();
    read(text.reader(), items);
    if (!text.reader().ok()) {
      return with_place({ErrorKind::decode, text.reader().error().message()}, request.operation, exchange.table());
    }
  }
  page_items = keep = merge->size();
  returned += keep;
  ++pages;
  done = merge->done();
  return std::nullopt;
}

// In any order, but for max_pages: which items the pages hold depends on it.
std::optional<Error> QueryState::Impl::count_shards(std::uint64_t& items) {
  if (request.max_pages != QueryRequest::no_limit) {
    request.counts = false;
    request.projected = request.source->keys;
    while (!done && returned < request.max_items && pages < request.max_pages) {
      if (auto error = fetch_merged(nullptr, nullptr)) return error;
      items += keep;
    }
    return std::nullopt;
  }
  if (auto error = start()) return error;
  const std::vector<PartPlace> places = merge->places(0);
  for (std::size_t shard = 0; shard < places.size(); ++shard) {
    std::string start = start_key_of(shard, places[shard].key);
    bool ended = places[shard].ended;
    while (!ended && returned < request.max_items) {
      std::uint64_t found = 0;
      const PageStart from{start, request.max_items - returned, now, request.consistent,
                           &request.shards->values[shard]};
      if (auto error = send_count(from, found)) return error;
      const std::uint64_t counted = std::min(found, request.max_items - returned);
      returned += counted;
      items += counted;
      start = exchange.last_key();
      ended = start.empty();
    }
  }
  return std::nullopt;
}

}  // namespace partita::inline epoch1::detail
