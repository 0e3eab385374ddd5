#include "http/fiber_exchange.hpp"

#include <partita/async.hpp>

#include <scripted_server.hpp>

#include <catch2/catch.hpp>

#include <chrono>
#include <memory>
#include <string>

using namespace partita;
using namespace std::chrono_literals;
using test::ScriptedAnswer;
using test::ScriptedServer;

namespace {

struct Cleanup {
  void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

std::size_t ignore(char*, std::size_t size, std::size_t count, void*) {
  return size * count;
}

// What libcurl says of one exchange with a host of these addresses.
CURLcode exchange(const std::string& addresses, const std::string& port) {
  const std::unique_ptr<CURL, Cleanup> easy(curl_easy_init());
  const std::unique_ptr<curl_slist, Cleanup> hosts(
      curl_slist_append(nullptr, ("two.test:" + port + ":" + addresses).c_str()));
  curl_easy_setopt(easy.get(), CURLOPT_RESOLVE, hosts.get());
  curl_easy_setopt(easy.get(), CURLOPT_URL, ("http://two.test:" + port + "/").c_str());
  curl_easy_setopt(easy.get(), CURLOPT_POSTFIELDS, "{}");
  curl_easy_setopt(easy.get(), CURLOPT_WRITEFUNCTION, &ignore);
  CURLM* const multi = curl_multi_init();
  curl_multi_add_handle(multi, easy.get());
  int open_error = 0;
  {
    http::FiberExchange running(*async::Fiber::current(), multi, easy.get(), 20s, open_error);
    curl_easy_setopt(easy.get(), CURLOPT_TIMEOUT_MS, 20'000L);
    running.run(nullptr);
  }
  int left = 0;
  const CURLMsg* const message = curl_multi_info_read(multi, &left);
  const CURLcode result = message == nullptr ? CURLE_AGAIN : message->data.result;
  curl_multi_remove_handle(multi, easy.get());
  curl_multi_cleanup(multi);
  return result;
}

}  // namespace

TEST_CASE("after an address that refuses comes the next one, on a socket of the number that the first had") {
  const ScriptedServer server([](const auto&) { return ScriptedAnswer{.body = "{}"}; });
  const std::string port = server.url().substr(server.url().rfind(':') + 1);
  EventLoop loop;
  CURLcode result = CURLE_AGAIN;
  const auto run = [&]() -> Task<> { co_await loop.call([&] { result = exchange("127.0.0.2,127.0.0.1", port); }); };
  wait(run());
  CHECK(result == CURLE_OK);
}
