// What a collector gets of examples/opentelemetry, field by field as OTLP has them.
// https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
// https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/trace/v1/trace.proto
#include "scripted_server.hpp"
#include "servers/backends.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <sys/wait.h>

#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

namespace partita::test {
namespace {

struct Run {
  int exit_code = -1;
  std::string out;
};

// Of backends whose indexes show at once what the example reads.
std::vector<std::string> urls() {
  std::vector<std::string> list;
  for (const Backend& each : backends()) {
    if (!each.late_indexes) list.push_back(each.url());
  }
  return list;
}

Run run_example(const std::string& server, const std::string& collector, const std::string& trace_parent = "") {
  Run run;
  FILE* pipe = popen((std::string(PARTITA_EXAMPLE) + " " + server + " " + collector + " " + trace_parent).c_str(), "r");
  REQUIRE(pipe != nullptr);
  char part[256];
  while (std::fgets(part, sizeof part, pipe) != nullptr) run.out += part;
  const int status = pclose(pipe);
  if (WIFEXITED(status)) run.exit_code = WEXITSTATUS(status);
  return run;
}

/// The spans of all requests, in the order of their arrival.
std::vector<nlohmann::json> spans_of(const std::vector<ScriptedRequest>& requests) {
  std::vector<nlohmann::json> spans;
  for (const ScriptedRequest& request : requests) {
    CHECK(request.method == "POST");
    CHECK(request.path == "/v1/traces");
    CHECK(request.headers.at("content-type") == "application/json");
    const auto body = nlohmann::json::parse(request.body);
    const auto& resource = body.at("resourceSpans").at(0);
    CHECK(resource.at("resource").at("attributes").at(0) ==
          nlohmann::json({{"key", "service.name"}, {"value", {{"stringValue", "depot"}}}}));
    for (const auto& span : resource.at("scopeSpans").at(0).at("spans")) spans.push_back(span);
  }
  return spans;
}

nlohmann::json attribute(const nlohmann::json& span, const std::string& key) {
  for (const auto& each : span.at("attributes")) {
    if (each.at("key") == key) return each.at("value");
  }
  return nullptr;
}

nlohmann::json string_value(const std::string& text) {
  return {{"stringValue", text}};
}

bool is_hexadecimal(const std::string& text, std::size_t digits) {
  return text.size() == digits && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

}  // namespace

TEST_CASE("a collector gets a span of each request, and no value of an item") {
  ScriptedServer collector([](const ScriptedRequest&) { return ScriptedAnswer{.body = "{}"}; });
  const Run run = run_example(GENERATE(from_range(urls())), collector.url());
  INFO(run.out);
  CHECK(run.exit_code == 0);
  const auto requests = collector.requests();
  const auto spans = spans_of(requests);
  CHECK(run.out == std::to_string(spans.size()) + " spans sent, 0 lost\n");
  for (const auto& span : spans) {
    INFO(span.dump());
    CHECK(is_hexadecimal(span.at("traceId"), 32));
    CHECK(is_hexadecimal(span.at("spanId"), 16));
    CHECK(span.at("kind") == 3);
    const std::string start = span.at("startTimeUnixNano"), end = span.at("endTimeUnixNano");
    CHECK(std::stoll(start) <= std::stoll(end));
    CHECK(attribute(span, "db.system.name") == string_value("aws.dynamodb"));
    CHECK(attribute(span, "http.request.resend_count") == nlohmann::json({{"intValue", "0"}}));
    CHECK(attribute(span, "partita.cache_hit") == nlohmann::json({{"boolValue", false}}));
  }
  for (const ScriptedRequest& request : requests) CHECK(request.body.find("Street") == std::string::npos);

  std::vector<nlohmann::json> puts;
  std::copy_if(spans.begin(), spans.end(), std::back_inserter(puts),
               [](const nlohmann::json& span) { return span.at("name") == "PutItem"; });
  REQUIRE(puts.size() == 2);
  for (const auto& put : puts) {
    CHECK(put.at("traceId") == "4bf92f3577b34da6a3ce929d0e0e4736");
    CHECK(put.at("parentSpanId") == "00f067aa0ba902b7");
    CHECK(attribute(put, "db.collection.name") == string_value("traced_parcels"));
    CHECK(attribute(put, "partita.entity") == string_value("Parcel"));
  }
  CHECK_FALSE(puts[0].contains("status"));
  CHECK(attribute(puts[0], "error.type") == nullptr);
  CHECK(puts[1].at("status").at("code") == 2);
  CHECK(attribute(puts[1], "error.type") == string_value("condition_failed"));

  const auto query =
      std::find_if(spans.begin(), spans.end(), [](const nlohmann::json& span) { return span.at("name") == "Query"; });
  REQUIRE(query != spans.end());
  CHECK_FALSE(query->contains("parentSpanId"));
  CHECK(query->at("traceId") != puts[0].at("traceId"));
  CHECK(attribute(*query, "partita.index") == string_value("by_street"));
}

TEST_CASE("a parent that no collector would take begins a trace of its own") {
  const char* const parents[] = {
      "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
      "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
      "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
      "00-4bf92f3577b34da6a3ce929d0e0e473x-00f067aa0ba902b7-01",
      "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
  };
  const std::string url = GENERATE(from_range(urls()));
  for (const std::string parent : parents) {
    INFO(parent);
    ScriptedServer collector([](const ScriptedRequest&) { return ScriptedAnswer{.body = "{}"}; });
    CHECK(run_example(url, collector.url(), parent).exit_code == 0);
    const auto spans = spans_of(collector.requests());
    CHECK_FALSE(spans.empty());
    for (const auto& span : spans) {
      CHECK_FALSE(span.contains("parentSpanId"));
      CHECK(is_hexadecimal(span.at("traceId"), 32));
      CHECK(span.at("traceId") != parent.substr(3, 32));
    }
  }
}

TEST_CASE("all reasons of a throttled request are one attribute of its span") {
  ScriptedServer collector([](const ScriptedRequest&) { return ScriptedAnswer{.body = "{}"}; });
  const ScriptedServer throttled([](const ScriptedRequest&) {
    return ScriptedAnswer{
        .status = 400,
        .body = R"({"__type":"x#ThrottlingException","message":"slow","throttlingReasons":[)"
                R"({"reason":"TableReadKeyRangeThroughputExceeded"},{"reason":"TableReadAccountLimitExceeded"}]})"};
  });
  CHECK(run_example(throttled.url(), collector.url()).exit_code == 1);
  const auto spans = spans_of(collector.requests());
  REQUIRE_FALSE(spans.empty());
  const auto values = nlohmann::json::array({string_value("TableReadKeyRangeThroughputExceeded"),  //
                                             string_value("TableReadAccountLimitExceeded")});
  CHECK(attribute(spans[0], "partita.throttled_by") == nlohmann::json({{"arrayValue", {{"values", values}}}}));
  std::vector<std::string> keys;
  for (const auto& each : spans[0].at("attributes")) keys.push_back(each.at("key"));
  std::sort(keys.begin(), keys.end());
  CHECK(std::adjacent_find(keys.begin(), keys.end()) == keys.end());
}

TEST_CASE("spans that a collector does not take are counted, and no call fails for them") {
  ScriptedServer collector([](const ScriptedRequest&) { return ScriptedAnswer{.status = 503}; });
  const Run run = run_example(GENERATE(from_range(urls())), collector.url());
  CHECK(run.out.starts_with("0 spans sent, "));
  CHECK(run.out != "0 spans sent, 0 lost\n");
  CHECK_FALSE(collector.requests().empty());
}

}  // namespace partita::test
