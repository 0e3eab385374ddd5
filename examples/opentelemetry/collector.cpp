#include "collector.hpp"

#include <curl/curl.h>

#include <chrono>
#include <memory>
#include <utility>

namespace depot {
namespace {

constexpr std::size_t most_waiting = 10'000;
constexpr std::chrono::milliseconds gather{200};  // how long a span waits for others to go with it
constexpr long timeout_ms = 2'000;                // of a collector that does not answer

std::size_t ignore(char* /*data*/, std::size_t size, std::size_t count, void* /*to*/) {
  return size * count;
}

bool post(const std::string& url, const std::string& body) {
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl(curl_easy_init(), curl_easy_cleanup);
  const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> headers(
      curl_slist_append(nullptr, "Content-Type: application/json"), curl_slist_free_all);
  curl_easy_setopt(curl.get(), CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
  curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDS, body.data());
  curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT_MS, timeout_ms);
  curl_easy_setopt(curl.get(), CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, ignore);
  long status = 0;
  return curl_easy_perform(curl.get()) == CURLE_OK &&
         curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status) == CURLE_OK && status == 200;
}

}  // namespace

Collector::Collector(const std::string& endpoint, std::string service)
    : url_(endpoint + "/v1/traces"), service_(std::move(service)), thread_([this] { run(); }) {}

void Collector::add(nlohmann::json span) {
  const std::lock_guard lock(mutex_);
  if (ends_ || queue_.size() == most_waiting) {
    ++counts_.lost;
    return;
  }
  queue_.push_back(std::move(span));
  if (queue_.size() == 1) changed_.notify_one();
}

Collector::Counts Collector::flush() {
  {
    const std::lock_guard lock(mutex_);
    ends_ = true;
  }
  changed_.notify_one();
  if (thread_.joinable()) thread_.join();
  return counts_;
}

void Collector::run() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return ends_ || !queue_.empty(); });
    changed_.wait_for(lock, gather, [this] { return ends_; });
    if (queue_.empty()) return;
    std::vector<nlohmann::json> spans = std::exchange(queue_, {});
    const std::size_t count = spans.size();
    lock.unlock();
    const bool taken = send(std::move(spans));
    lock.lock();
    (taken ? counts_.sent : counts_.lost) += count;
  }
}

bool Collector::send(std::vector<nlohmann::json> spans) const {
  const nlohmann::json service = {{"key", "service.name"}, {"value", {{"stringValue", service_}}}};
  const nlohmann::json scope = {{"scope", {{"name", "partita"}}}, {"spans", std::move(spans)}};
  const nlohmann::json resource = {{"resource", {{"attributes", {service}}}}, {"scopeSpans", {scope}}};
  const nlohmann::json body = {{"resourceSpans", {resource}}};
  return post(url_, body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

}  // namespace depot
