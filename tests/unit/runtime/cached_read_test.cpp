#include "http_exchange.hpp"

#include <partita/cached_call.hpp>
#include <partita/client_options.hpp>
#include <partita/transport.hpp>
#include <partita/write_rules.hpp>

#include <catch2/catch.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

using namespace partita;
using namespace std::chrono_literals;

namespace {

const WriteRules rules{.entity = "Flag", .table = "flags", .partition_key = AttributeName("name"), .cached_ms = 20};

// As a generated repository reads an item: an answer is its text, an empty one that there is none.
class Reader {
 public:
  explicit Reader(std::chrono::milliseconds stale_on_error = 0ms)
      : client_(*Client::open(std::make_shared<Server>(*this), options(stale_on_error))) {}

  // The item, or what kind of error there was.
  std::string read(const ReadOptions& options = {}) {
    const detail::SharedDecoder decoder{&rules, nullptr};
    detail::CachedRead cached(client_, rules, decoder, {}, "flags", R"({"name":{"S":"dark"}})", options);
    if (cached.error()) return std::string(to_string(cached.error()->kind()));
    if (cached.is_known()) return text(cached);
    const Reply reply = test::send(client_.transport(), test::read_request());
    if (reply.error) {
      cached.fail(*reply.error);
      return cached.serves_stale(*reply.error) ? text(cached) : std::string(to_string(reply.error->kind()));
    }
    cached.keep(std::make_shared<const std::string>("item"), R"({"Item":{"name":{"S":"dark"}}})");
    return "item";
  }

  std::vector<std::string> read_on_threads(std::size_t count) {
    std::vector<std::string> results(count);
    std::vector<std::jthread> threads;
    for (std::string& each : results) threads.emplace_back([&] { each = read(); });
    while (client_.cache_counts().joined + 1 < count) std::this_thread::yield();
    release();
    threads.clear();
    return results;
  }

  void fail_with(ErrorKind kind) { failure_ = kind; }
  void hold() { released_ = false; }
  void release() {
    released_ = true;
    released_.notify_all();
  }
  int requests() const { return requests_; }
  CacheCounts counts() const { return client_.cache_counts(); }

 private:
  struct Server final : Transport {
    explicit Server(Reader& reader) : reader_(reader) {}
    void send(const Request& /*request*/, Reply& reply) noexcept override {
      ++reader_.requests_;
      reader_.released_.wait(false);
      reply.reset();
      if (reader_.failure_) reply.error.emplace(*reader_.failure_, "as the test says");
    }
    Reader& reader_;
  };

  static ClientOptions options(std::chrono::milliseconds stale_on_error) {
    ClientOptions options;
    options.cache.stale_on_error = stale_on_error;
    options.cache.jitter = 0;
    return options;
  }
  static std::string text(const detail::CachedRead& cached) {
    return "known " + *std::static_pointer_cast<const std::string>(cached.item());
  }

  std::optional<ErrorKind> failure_;
  std::atomic<bool> released_{true};
  std::atomic<int> requests_{0};
  Client client_;
};

}  // namespace

TEST_CASE("those that wait for a read that fails have its error, and none asks the service again") {
  Reader reader;
  reader.fail_with(ErrorKind::throttled);
  reader.hold();
  CHECK(reader.read_on_threads(8) == std::vector<std::string>(8, "throttled"));
  CHECK(reader.requests() == 1);
  CHECK(reader.counts().joined == 7);
  CHECK(reader.read() == "throttled");  // later ones ask
  CHECK(reader.requests() == 2);
}

TEST_CASE("those that wait for a read that fails are served what is out of date, where that is allowed") {
  Reader reader(10min);
  CHECK(reader.read() == "item");
  std::this_thread::sleep_for(40ms);
  reader.fail_with(ErrorKind::server);
  reader.hold();
  CHECK(reader.read_on_threads(8) == std::vector<std::string>(8, "known item"));
  CHECK(reader.requests() == 2);
  CHECK(reader.counts().stale == 8);
}

TEST_CASE("a call whose time ends while another thread reads is served what is out of date") {
  Reader reader(10min);
  CHECK(reader.read() == "item");
  std::this_thread::sleep_for(40ms);
  reader.hold();
  std::string led;
  std::jthread leading([&] { led = reader.read(); });
  while (reader.requests() < 2) std::this_thread::yield();
  CHECK(reader.read(ReadOptions().timeout(10ms)) == "known item");
  CHECK(reader.counts().stale == 1);
  reader.release();
  leading.join();
  CHECK(led == "item");
}

TEST_CASE("the end of one call's own time is no error of those that wait for it") {
  Reader reader;
  reader.fail_with(ErrorKind::deadline);
  reader.hold();
  std::string led;
  std::jthread leading([&] { led = reader.read(ReadOptions().timeout(60s)); });
  while (reader.requests() < 1) std::this_thread::yield();
  std::string waited;
  std::jthread waiting([&] { waited = reader.read(); });
  while (reader.counts().joined < 1) std::this_thread::yield();
  reader.release();
  leading.join();
  waiting.join();
  CHECK(reader.requests() == 2);
  CHECK(led == "deadline");
  CHECK(waited == "deadline");  // its own
}
