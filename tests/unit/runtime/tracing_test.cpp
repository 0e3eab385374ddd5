#include "scoped_environment.hpp"

#include <partita/client_options.hpp>
#include <partita/tracing.hpp>
#include <partita/transport.hpp>

#include <scripted_server.hpp>

#include <catch2/catch.hpp>

#include <memory>
#include <string>
#include <vector>

using namespace partita;
using namespace std::chrono_literals;

namespace {

struct Traced {
  std::string started;
  std::string parent;
  std::vector<std::string> attempts;
  std::string ended;
  int retries = 0;
  bool reused = false;
};

std::string text_of(const std::optional<ErrorKind>& error, std::span<const ThrottlingReason> throttling) {
  std::string text{error ? to_string(*error) : "ok"};
  for (const ThrottlingReason& each : throttling) text.append(" ").append(each.code);
  return text;
}

class Recording final : public Span {
 public:
  explicit Recording(Traced& into) : into_(into) {}
  void attempt(const SpanAttempt& attempt) noexcept override {
    into_.attempts.push_back(std::to_string(attempt.number) + " " + text_of(attempt.error, attempt.throttling) + " " +
                             std::string(attempt.request_id));
  }
  void end(const SpanEnd& end) noexcept override {
    into_.ended = text_of(end.error, end.throttling) + " " + std::string(end.request_id);
    into_.retries = end.retries();
    into_.reused = end.connection_reused;
  }

 private:
  Traced& into_;
};

class Recorder final : public Tracer {
 public:
  std::unique_ptr<Span> start(const SpanStart& start) noexcept override {
    if (!samples) return nullptr;
    const std::string place = std::string(start.table) + "/" + std::string(start.index);
    spans.push_back(std::make_unique<Traced>());
    spans.back()->started = std::string(start.operation) + " " + std::string(start.entity) + " " + place;
    spans.back()->parent = start.parent;
    return std::make_unique<Recording>(*spans.back());
  }

  bool samples = true;
  std::vector<std::unique_ptr<Traced>> spans;
};

const std::string throttled =
    R"({"__type":"x#ThrottlingException","message":"slow down","throttlingReasons":[{"reason":)"
    R"("IndexReadKeyRangeThroughputExceeded","resource":"arn:aws:dynamodb:r:1:table/contacts/index/by_role"}]})";

struct Lab {
  Lab() {
    options.tracer = recorder;
    options.sleep = [](std::chrono::nanoseconds, const StopSignal&) { return true; };
  }

  Reply ask() {
    const auto client = Client::open(server.url(), options);
    REQUIRE(client);
    Request request{.operation = "Query", .table = "contacts", .body = R"({"secret":"hush"})"};
    request.entity = "Contact";
    request.index = "by_role";
    request.context.trace_parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    Reply reply;
    client->transport().send(request, reply);
    return reply;
  }

  const test::ScopedEnvironment environment;
  test::ScriptedServer server;
  std::shared_ptr<Recorder> recorder = std::make_shared<Recorder>();
  ClientOptions options;
};

test::ScriptedAnswer with_id(test::ScriptedAnswer answer, const std::string& id) {
  answer.headers.emplace_back("x-amzn-RequestId", id);
  return answer;
}

}  // namespace

TEST_CASE("a request is one span, and its retries are attempts of it") {
  Lab lab;
  lab.server.enqueue(with_id({.status = 400, .body = throttled}, "R-1"));
  lab.server.enqueue(with_id({.body = "{}"}, "R-2"));
  CHECK_FALSE(lab.ask().error);
  REQUIRE(lab.recorder->spans.size() == 1);
  const Traced& span = *lab.recorder->spans.front();
  CHECK(span.started == "Query Contact contacts/by_role");
  CHECK(span.parent == "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
  CHECK(span.attempts == std::vector<std::string>{"1 throttled IndexReadKeyRangeThroughputExceeded R-1", "2 ok R-2"});
  CHECK(span.ended == "ok R-2");
  CHECK(span.retries == 1);
  CHECK(span.reused);
}

TEST_CASE("a span of a request that failed says how") {
  Lab lab;
  lab.options.max_attempts = 1;
  lab.server.enqueue(with_id({.status = 400, .body = throttled}, "R-1"));
  CHECK(lab.ask().error);
  REQUIRE(lab.recorder->spans.size() == 1);
  CHECK(lab.recorder->spans.front()->ended == "throttled IndexReadKeyRangeThroughputExceeded R-1");
  CHECK(lab.recorder->spans.front()->retries == 0);
}

TEST_CASE("a tracer may leave a request out") {
  Lab lab;
  lab.recorder->samples = false;
  lab.server.enqueue({.body = "{}"});
  CHECK_FALSE(lab.ask().error);
  CHECK(lab.recorder->spans.empty());
}
