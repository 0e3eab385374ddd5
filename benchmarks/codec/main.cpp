// A1, A2, A3: decoding Query pages and encoding PutItem bodies through a generated repository, beside the ways one
// would do it without.
#include "harness.hpp"
#include "order.partita.hpp"
#include "peers.hpp"
#include "sample_data.hpp"

#include <partita/transport.hpp>
#include <partita/wire/codec.hpp>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

namespace {

using namespace partita::benchmarks;

// Answers every request with one body: what is measured is all that the client does with it.
class CannedTransport : public partita::Transport {
 public:
  explicit CannedTransport(std::string body) : body_(std::move(body)) {}
  void send(const partita::Request&, partita::Reply& reply) noexcept override {
    reply.body.assign(body_);
    reply.facts.status = 200;
    reply.facts.attempts = 1;
  }

 private:
  std::string body_;
};

[[noreturn]] void fail(const char* what) {
  std::fprintf(stderr, "the variants disagree: %s\n", what);
  std::exit(1);
}

bool same(const shop::Order& a, const shop::Order& b) {
  return a.order_id == b.order_id && a.note == b.note && a.total == b.total && a.tags == b.tags &&
         a.lines.size() == b.lines.size() && a.lines.back().price == b.lines.back().price && a.revision == b.revision;
}

void decode_page() {
  std::vector<shop::Order> orders;
  std::string page;
  for (std::size_t size = 0; size < 1'046'354; size = page.size()) {
    for (int i = 0; i < 16; ++i) orders.push_back(sample_order(orders.size()));
    page = query_reply(orders);
  }
  const shop::OrderRepository repository{partita::Client(std::make_shared<CannedTransport>(page))};
  const auto ours = [&] { return *repository.by_tenant_id("tenant-0001").all(); };
  for (const auto& other :
       {ours(), peers::nlohmann_orders(page), peers::simdjson_orders(page), peers::sdk_orders(page)}) {
    if (other.size() != orders.size() || !same(other.front(), orders.front()) || !same(other.back(), orders.back())) {
      fail("decoded pages");
    }
  }

  Comparison comparison("A1: a page of " + std::to_string(page.size()) + " bytes to vector<struct>, an item of " +
                            std::to_string(orders.size()),
                        orders.size());
  comparison.add("floor: deep copy of the decoded vector", [&] { keep(std::vector<shop::Order>(orders)); });
  comparison.add("generated repository, whole call", [&] { keep(ours()); });
  comparison.add("simdjson DOM, mapped by hand", [&] { keep(peers::simdjson_orders(page)); });
  comparison.add("nlohmann::json, mapped by hand", [&] { keep(peers::nlohmann_orders(page)); });
  comparison.add("AWS SDK's data flow (stand-in on cJSON), mapped by hand", [&] { keep(peers::sdk_orders(page)); });
  comparison.run(15);
  target("A1", "decode, times the deep copy", comparison.median(1) / comparison.median(0), 2.2);
  target("A1", "times faster than simdjson DOM", comparison.median(2) / comparison.median(1), 1.7, false);
  target("A1", "times faster than the SDK's data flow", comparison.median(4) / comparison.median(1), 20, false);
}

void decode_mixed() {
  for (const std::size_t count : {10U, 100U, 1000U}) {
    std::vector<shop::Mixed> items;
    for (std::size_t i = 0; i < count; ++i) items.push_back(sample_mixed(i));
    const shop::MixedRepository repository{partita::Client(std::make_shared<CannedTransport>(query_reply(items)))};
    const std::size_t repeats = 10'000 / count;
    Comparison comparison("A2: 11-attribute items, " + std::to_string(count) + " a page", count * repeats);
    comparison.add("deep copy of the decoded vector", [&] {
      for (std::size_t i = 0; i < repeats; ++i) keep(std::vector<shop::Mixed>(items));
    });
    comparison.add("generated repository, whole call", [&] {
      for (std::size_t i = 0; i < repeats; ++i) keep(*repository.by_pk("pk-1").all());
    });
    comparison.run(15);
    target("A2", "ns an item", comparison.median(1), 1000);
  }
}

void encode_body() {
  std::vector<shop::Order> orders;
  for (std::size_t i = 0; i < 1000; ++i) orders.push_back(sample_order(i));
  partita::wire::Writer writer;
  const auto write = [&](const shop::Order& order) {
    writer.clear();
    writer.raw(R"({"TableName":"orders","Item":)");
    shop::OrderRepository::to_item(order, writer);
    writer.raw(R"(,"ReturnConsumedCapacity":"TOTAL"})");
    return writer.view();
  };
  if (peers::parse_put_item(std::string(write(orders[8]))) != peers::parse_put_item(peers::sdk_put_item(orders[8])) ||
      peers::parse_put_item(std::string(write(orders[8]))) !=
          peers::parse_put_item(peers::nlohmann_put_item(orders[8]))) {
    fail("encoded items");
  }
  const std::string body(write(orders[1]));
  std::string target_bytes(body.size(), '\0');

  Comparison comparison("A3: PutItem bodies, e.g. " + std::to_string(body.size()) + " bytes", orders.size());
  comparison.add("floor: memcpy of a finished body", [&] {
    for (std::size_t i = 0; i < orders.size(); ++i) {
      std::memcpy(target_bytes.data(), body.data(), body.size());
      keep(target_bytes.data());
    }
  });
  comparison.add("generated codec, into a reused buffer", [&] {
    for (const shop::Order& order : orders) keep(write(order).size());
  });
  comparison.add("nlohmann::json, built and dumped", [&] {
    for (const shop::Order& order : orders) keep(peers::nlohmann_put_item(order));
  });
  comparison.add("AWS SDK's data flow (stand-in on cJSON)", [&] {
    for (const shop::Order& order : orders) keep(peers::sdk_put_item(order));
  });
  comparison.run(31);
  target("A3", "ns a body", comparison.median(1), 250);
  target("A3", "times faster than the SDK's data flow", comparison.median(3) / comparison.median(1), 20, false);
}

}  // namespace

int main() {
  decode_page();
  decode_mixed();
  encode_body();
  return 0;
}
