// A transport that answers by script and keeps what it was sent.
#pragma once

#include <partita/client.hpp>
#include <partita/transport.hpp>

#include <nlohmann/json.hpp>

#include <chrono>
#include <cstddef>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace partita::test {

using Json = nlohmann::json;

class ScriptedTransport final : public Transport {
 public:
  struct Sent {
    std::string operation;
    std::string table;
    std::string body;
    RetryClass retry = RetryClass::idempotent;
    bool has_deadline = false;
    bool is_late = false;  ///< its deadline had passed

    Json json() const { return Json::parse(body); }
  };

  /// The time from a request to its answer; no deadline ends it.
  std::chrono::milliseconds takes{0};

  /// Queues the body of an answer; `attempts` is how many requests the layers below would have sent for it.
  void answer(std::string body, int attempts = 1) { script_.push_back({std::move(body), {}, false, attempts}); }
  /// Queues an error; `ambiguous` says that an earlier attempt of the same call may have been applied.
  void fail(ErrorKind kind, std::string item = {}, bool ambiguous = false, int attempts = 1) {
    Error::Details details;
    details.kind = kind;
    details.message = "the script says so";
    details.item = std::move(item);
    script_.push_back({{}, Error(std::move(details)), ambiguous, attempts});
  }

  void fail(Error error) { script_.push_back({{}, std::move(error), false, 1}); }

  const std::vector<Sent>& sent() const { return sent_; }
  /// The only request so far; none or a second one yields an empty request, which no test expects.
  Sent only() const { return sent_.size() == 1 ? sent_.front() : Sent{"(not one request)", {}, "null"}; }
  const Sent& last() const { return sent_.back(); }
  bool script_is_over() const { return script_.empty(); }

  void send(const Request& request, Reply& reply) noexcept override {
    sent_.push_back({std::string(request.operation), std::string(request.table), std::string(request.body),
                     request.retry, request.context.deadline.has_value(),
                     request.context.deadline && *request.context.deadline <= std::chrono::steady_clock::now()});
    std::this_thread::sleep_for(takes);
    if (script_.empty()) {
      reply.error = Error(ErrorKind::server, "the script of this test has no answer left");
    } else {
      Line line = std::move(script_.front());
      script_.pop_front();
      reply.body.assign(line.body);
      reply.error = std::move(line.error);
      reply.facts.ambiguous_attempt = line.ambiguous;
      reply.facts.attempts = line.attempts;
    }
  }

 private:
  struct Line {
    std::string body;
    std::optional<Error> error;
    bool ambiguous = false;
    int attempts = 1;
  };

  std::deque<Line> script_;
  std::vector<Sent> sent_;
};

/// A repository on a scripted transport: `Scripted<lab::ContactRepository> contacts;` then `contacts->get(...)`.
template <class Repository>
struct Scripted {
  std::shared_ptr<ScriptedTransport> transport = std::make_shared<ScriptedTransport>();
  Repository repository{Client(transport)};

  const Repository* operator->() const { return &repository; }
};

}  // namespace partita::test
