#include "config/instance_credentials.hpp"
#include "scoped_environment.hpp"
#include "scripted_server.hpp"

#include <catch2/catch.hpp>

#include <cstddef>
#include <string>
#include <vector>

using namespace partita;
using namespace partita::config;
using namespace std::chrono;

namespace {

const auto noon = sys_days(2026y / November / 21) + 12h;
const std::string roles = "/latest/meta-data/iam/security-credentials/";
const std::string keys =
    R"({"Code":"Success","Type":"AWS-HMAC","AccessKeyId":"A","SecretAccessKey":"very-secret","Token":"T",)"
    R"("Expiration":"2026-11-21T18:00:00Z"})";

InstanceCredentials instance(const test::ScriptedServer& server) {
  return {{server.url(), "instance metadata"}, [] { return noon; }};
}

std::string found() {
  const auto shared = SharedConfig::load();
  const auto source = find_instance(*shared);
  if (!source) return source.error().to_string();
  return *source ? (*source)->value : "none";
}

}  // namespace

TEST_CASE("an instance is asked for a token, its role and the role's credentials") {
  test::ScopedEnvironment environment;
  environment.set("http_proxy", "http://127.0.0.1:1");  // no proxy knows the instance
  test::ScriptedServer server;
  server.enqueue({.body = "session"});
  server.enqueue({.body = "role-of-app\n"});
  server.enqueue({.body = keys});
  auto provider = instance(server);
  const auto credentials = provider.get();
  REQUIRE(credentials);
  CHECK(credentials->access_key_id == "A");
  CHECK(credentials->secret_access_key == "very-secret");
  CHECK(credentials->session_token == "T");
  CHECK(credentials->expires == noon + 6h);
  CHECK(provider.get());

  const auto requests = server.requests();
  REQUIRE(requests.size() == 3);
  CHECK(requests[0].method == "PUT");
  CHECK(requests[0].path == "/latest/api/token");
  CHECK(requests[0].headers.at("x-aws-ec2-metadata-token-ttl-seconds") == "60");
  CHECK(requests[0].body.empty());
  CHECK(requests[1].method == "GET");
  CHECK(requests[1].path == roles);
  CHECK(requests[2].path == roles + "role-of-app");
  for (const std::size_t i : {std::size_t{1}, std::size_t{2}}) {
    CHECK(requests[i].headers.at("x-aws-ec2-metadata-token") == "session");
  }
}

TEST_CASE("each request to an instance has two attempts") {
  const test::ScopedEnvironment environment;
  test::ScriptedServer server;
  server.enqueue({.status = 503});
  server.enqueue({.body = "session"});
  server.enqueue(test::closed_unanswered());
  server.enqueue({.body = "role"});
  server.enqueue({.ending = test::Ending::never_answer});
  server.enqueue({.body = keys});
  CHECK(instance(server).get());
  CHECK(server.answers_left() == 0);
}

TEST_CASE("an instance's wrong answers say what was asked and what came back") {
  const test::ScopedEnvironment environment;
  test::ScriptedServer server;
  const auto failure = [&server](std::vector<test::ScriptedAnswer> answers) {
    for (auto& answer : answers) server.enqueue(std::move(answer));
    const auto credentials = instance(server).get();
    REQUIRE_FALSE(credentials);
    CHECK(credentials.error().kind() == ErrorKind::credentials);
    CHECK(server.answers_left() == 0);
    CHECK_THAT(credentials.error().message(), Catch::StartsWith("instance metadata: ") && !Catch::Contains("secret"));
    return credentials.error().message();
  };
  const std::string token = "PUT '" + server.url() + "/latest/api/token' ";
  const std::string role = "GET '" + server.url() + roles + "' ";
  CHECK_THAT(failure({{.status = 403}}), Catch::Contains(token + "was answered with status 403; the metadata service"));
  CHECK_THAT(failure({{.status = 500}, {.status = 502}}), Catch::Contains(token + "was answered with status 502"));
  CHECK_THAT(failure({{.ending = test::Ending::never_answer}, {.ending = test::Ending::never_answer}}),
             Catch::Contains(token + "failed: no answer within 1000 ms") && Catch::Contains("hop limit"));
  CHECK_THAT(failure({{.body = ""}}), Catch::Contains("holds no token"));
  CHECK_THAT(failure({{.body = "session\r\nX: secret"}}), Catch::Contains("holds no token"));
  CHECK_THAT(failure({{.body = "session"}, {.status = 404}}),
             Catch::Contains(role + "was answered with status 404; the instance has no role"));
  for (const char* const name : {"", "../secret", "..", "a b", "<html>secret"}) {
    CHECK_THAT(failure({{.body = "session"}, {.body = name}}), Catch::Contains("the name of a role"));
  }
  const std::string query = "'" + server.url() + roles + "role' ";
  CHECK_THAT(failure({{.body = "session"}, {.body = "role"}, {.status = 404}}),
             Catch::EndsWith(query + "was answered with status 404"));
  CHECK_THAT(failure({{.body = "session"}, {.body = "role"}, {.body = R"({"Code":"Failed","x":"secret"})"}}),
             Catch::Contains(query + "answered no JSON object"));
}

TEST_CASE("instance metadata can be turned off and be somewhere else") {
  test::ScopedEnvironment environment;
  CHECK(found() == "http://169.254.169.254");
  const std::string file = environment.write(".aws/config", "[default]\nec2_metadata_service_endpoint_mode = IPv6\n");
  CHECK(found() == "http://[fd00:ec2::254]");
  environment.set("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "ipv4");
  CHECK(found() == "http://169.254.169.254");
  environment.set("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "5");
  CHECK(found() == "invalid_argument: AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE: '5' is neither 'IPv4' nor 'IPv6'");
  environment.write(".aws/config", "[default]\nec2_metadata_service_endpoint = http://profile:1/\n");
  CHECK(found() == "http://profile:1");
  environment.set("AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://localhost:1338");
  CHECK(found() == "http://localhost:1338");
  environment.set("AWS_EC2_METADATA_SERVICE_ENDPOINT", "https://localhost:1338");
  CHECK_THAT(found(), Catch::EndsWith("is no http URL"));
  environment.set("AWS_EC2_METADATA_DISABLED", "True");
  CHECK(found() == "none");
  environment.set("AWS_EC2_METADATA_DISABLED", "yes");
  CHECK(found() == "invalid_argument: AWS_EC2_METADATA_DISABLED: 'yes' is neither 'true' nor 'false'");
}
