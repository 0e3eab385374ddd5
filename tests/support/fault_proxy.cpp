#include "fault_proxy.hpp"

#include <curl/curl.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <utility>

namespace partita::test {
namespace {

using Handle = std::unique_ptr<CURL, decltype(&curl_easy_cleanup)>;
using HeaderList = std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)>;

std::size_t append(char* bytes, std::size_t, std::size_t count, void* text) {
  static_cast<std::string*>(text)->append(bytes, count);
  return count;
}

// The server's side of the proxy. Keeps its connections.
class Upstream {
 public:
  explicit Upstream(std::string url) : url_(std::move(url)) {}

  // What the server says; a closed connection if it says nothing.
  ScriptedAnswer exchange(const ScriptedRequest& request) {
    Handle handle = take();
    CURL* const curl = handle.get();
    HeaderList headers(nullptr, curl_slist_free_all);
    for (const auto& [name, value] : request.headers) {
      if (name != "x-amz-target" && name != "content-type" && name != "authorization" && name != "x-amz-date") continue;
      curl_slist* const longer = curl_slist_append(headers.get(), (name + ": " + value).c_str());
      static_cast<void>(headers.release());
      headers.reset(longer);
    }
    ScriptedAnswer answer;
    curl_easy_setopt(curl, CURLOPT_URL, url_.c_str());
    curl_easy_setopt(curl, CURLOPT_NOPROXY, "*");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request.body.c_str());
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, append);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer.body);
    if (curl_easy_perform(curl) != CURLE_OK) return closed_unanswered();
    long status = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    answer.status = static_cast<int>(status);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, nullptr);
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(handle));
    return answer;
  }

 private:
  Handle take() {
    const std::lock_guard lock(mutex_);
    if (idle_.empty()) return {curl_easy_init(), curl_easy_cleanup};
    Handle handle = std::move(idle_.back());
    idle_.pop_back();
    return handle;
  }

  const std::string url_;
  std::mutex mutex_;
  std::vector<Handle> idle_;
};

}  // namespace

class FaultProxy::State {
 public:
  State(std::string server_url, Plan plan)
      : upstream(std::move(server_url)),
        plan_(std::move(plan)),
        front([this](const ScriptedRequest& request) { return answer_to(request); }) {}

  std::map<std::string, std::uint64_t> injected() const {
    const std::lock_guard lock(mutex_);
    return injected_;
  }

  Upstream upstream;
  std::atomic<std::uint64_t> forwarded{0};

 private:
  ScriptedAnswer answer_to(const ScriptedRequest& request) {
    const Forward forward = [this](const ScriptedRequest& sent) {
      ++forwarded;
      return upstream.exchange(sent);
    };
    const Fault* const fault = plan_(request);
    if (fault == nullptr) return forward(request);
    {
      const std::lock_guard lock(mutex_);
      ++injected_[fault->name];
    }
    return fault->answer(request, forward);
  }

  const Plan plan_;
  mutable std::mutex mutex_;
  std::map<std::string, std::uint64_t> injected_;

 public:
  ScriptedServer front;  // destroyed first: its connections use the rest
};

FaultProxy::FaultProxy(std::string server_url, Plan plan)
    : state_(std::make_unique<State>(std::move(server_url), std::move(plan))) {}

FaultProxy::~FaultProxy() = default;

std::string FaultProxy::url() const {
  return state_->front.url();
}

ScriptedServer& FaultProxy::front() {
  return state_->front;
}

std::uint64_t FaultProxy::forwarded() const {
  return state_->forwarded;
}

std::map<std::string, std::uint64_t> FaultProxy::injected() const {
  return state_->injected();
}

const Fault& fault_named(const std::string& name) {
  for (const Fault& fault : all_faults()) {
    if (fault.name == name) return fault;
  }
  std::fprintf(stderr, "there is no fault '%s'\n", name.c_str());
  std::abort();
}

}  // namespace partita::test
