#include "config/container_credentials.hpp"
#include "config/credentials_chain.hpp"
#include "eventually.hpp"
#include "scoped_environment.hpp"
#include "scripted_server.hpp"
#include "tls_server.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <string>

using namespace partita;
using namespace partita::config;
using namespace std::chrono;

namespace {

const auto noon = sys_days(2026y / November / 21) + 12h;

test::ScriptedAnswer keys(const std::string& id, const std::string& expiration = "2026-11-21T13:00:00Z") {
  return {.body = R"({"RoleArn":"r","AccessKeyId":")" + id + R"(","SecretAccessKey":"very-secret","Token":"t-)" + id +
                  R"(","Expiration":")" + expiration + R"("})"};
}

Result<std::shared_ptr<CredentialsProvider>> chain(Clock clock = [] { return noon; }) {
  const auto shared = SharedConfig::load();
  if (!shared) return shared.error();
  return find_credentials(*shared, {.clock = std::move(clock)});
}

std::string key_of(const Result<Credentials>& credentials) {
  return credentials ? credentials->access_key_id : credentials.error().to_string();
}

std::string found() {
  const auto source = find_container();
  if (!source) return source.error().to_string();
  return *source ? (*source)->url.value : "none";
}

}  // namespace

TEST_CASE("a container's agent is asked after the files, and its token file is read each time") {
  test::ScopedEnvironment environment;
  test::ScriptedServer server;
  const std::string token = environment.write("token", "token-1\n");
  environment.set("AWS_CONTAINER_CREDENTIALS_FULL_URI", server.url() + "/v1/credentials?pod=1");
  environment.set("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", token);
  environment.set("AWS_CONTAINER_AUTHORIZATION_TOKEN", "the file wins");
  environment.set("http_proxy", "http://127.0.0.1:1");  // no proxy knows our loopback
  std::atomic<int> minute = 0;
  const auto provider = chain([&minute] { return noon + minutes(minute); });
  REQUIRE(provider);
  REQUIRE(*provider != nullptr);
  CHECK(server.requests().empty());  // nothing is asked before it is needed

  server.enqueue(keys("first"));
  CHECK(key_of((*provider)->get()) == "first");
  const auto again = (*provider)->get();
  REQUIRE(again);
  CHECK(again->session_token == "t-first");
  CHECK(again->expires == noon + 1h);
  environment.write("token", "token-2");
  server.enqueue(keys("second", "2026-11-21T14:00:00Z"));
  minute = 56;
  CHECK(test::eventually([&] { return key_of((*provider)->get()) == "second"; }));

  const auto requests = server.requests();
  REQUIRE(requests.size() == 2);
  CHECK(requests[0].method == "GET");
  CHECK(requests[0].path == "/v1/credentials?pod=1");
  CHECK(requests[0].headers.at("authorization") == "token-1");
  CHECK(requests[1].headers.at("authorization") == "token-2");

  environment.write(".aws/config", "[default]\naws_access_key_id = config\naws_secret_access_key = s\n");
  CHECK(key_of((*chain())->get()) == "config");
}

TEST_CASE("an agent that fails once is asked again") {
  test::ScopedEnvironment environment;
  test::ScriptedServer server;
  environment.set("AWS_CONTAINER_CREDENTIALS_FULL_URI", server.url());
  environment.set("AWS_CONTAINER_AUTHORIZATION_TOKEN", "Basic abc");
  server.enqueue({.status = 503});
  server.enqueue(test::reset_unanswered());
  server.enqueue(keys("third"));
  CHECK(key_of((*chain())->get()) == "third");
  REQUIRE(server.requests().size() == 3);
  CHECK(server.requests()[2].headers.at("authorization") == "Basic abc");
  CHECK(server.requests()[2].path == "/");
}

TEST_CASE("an agent's wrong answers are told without what they hold") {
  test::ScopedEnvironment environment;
  test::ScriptedServer server;
  environment.set("AWS_CONTAINER_CREDENTIALS_FULL_URI", server.url() + "/x?secret-query");
  const auto failure = [&](test::ScriptedAnswer answer, std::size_t count = 1) {
    server.enqueue(std::move(answer), count);
    const auto credentials = (*chain())->get();
    REQUIRE_FALSE(credentials);
    CHECK(credentials.error().kind() == ErrorKind::credentials);
    const std::string& message = credentials.error().message();
    CHECK_THAT(message, Catch::StartsWith("AWS_CONTAINER_CREDENTIALS_FULL_URI: ") && !Catch::Contains("secret-"));
    CHECK(server.answers_left() == 0);
    return message;
  };
  const std::string url = "'" + server.url() + "/x'";
  CHECK_THAT(failure({.status = 403, .body = "very-secret-text"}),
             Catch::Contains(url + " answered with status 403") && Catch::Contains("authorization token"));
  CHECK_THAT(failure({.status = 404}), Catch::Contains("answered with status 404; check the URL"));
  CHECK_THAT(failure({.status = 302, .headers = {{"location", server.url() + "/elsewhere"}}}),
             Catch::Contains("answered with status 302"));
  CHECK_THAT(failure({.status = 500}, 3), Catch::Contains("answered with status 500"));
  CHECK_THAT(failure({.body = R"({"SecretAccessKey":"secret-text"})"}),
             Catch::Contains(url + " answered no JSON object"));
  CHECK_THAT(failure({.body = "secret-text"}), Catch::Contains("answered no JSON object"));
  CHECK_THAT(failure(keys("a", "soon")), Catch::Contains("'Expiration' that is not an ISO 8601 time"));
  CHECK_THAT(failure(keys("a", "2026-11-21T12:00:00Z")), Catch::Contains("have expired"));
  CHECK_THAT(failure({.body = std::string(300'000, 'x')}, 3), Catch::Contains("larger than 256 KB"));
  CHECK_THAT(failure(test::closed_unanswered(), 3), Catch::Contains("is the agent of the container running?"));
}

TEST_CASE("a token that cannot be sent is an error before anything is sent") {
  test::ScopedEnvironment environment;
  test::ScriptedServer server;
  environment.set("AWS_CONTAINER_CREDENTIALS_FULL_URI", server.url());
  const auto failure = [] { return (*chain())->get().error().message(); };
  environment.set("AWS_CONTAINER_AUTHORIZATION_TOKEN", "secret\r\nX-Other: 1");
  CHECK_THAT(failure(),
             Catch::StartsWith("AWS_CONTAINER_AUTHORIZATION_TOKEN holds no token") && !Catch::Contains("secret"));
  environment.set("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "/no/such/file");
  CHECK_THAT(failure(),
             Catch::StartsWith("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: cannot read the token in '/no/such/file'"));
  environment.set("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", environment.write("token", " \n"));
  CHECK_THAT(failure(), Catch::Contains("it is empty"));
  environment.set("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", environment.write("token", std::string(70'000, 'x')));
  CHECK_THAT(failure(), Catch::Contains("it is too large"));
  CHECK(server.requests().empty());
}

TEST_CASE("containers are asked only where their agents are") {
  test::ScopedEnvironment environment;
  CHECK(found() == "none");
  for (const char* const url :
       {"http://localhost:80/x", "http://127.0.0.1/x", "http://[::1]:9/x", "http://169.254.170.2/x?a=1",
        "http://169.254.170.23/v1/credentials", "http://[fd00:ec2::23]/v1/credentials", "http://[fd00:ec2::23]:8080/x",
        "https://credentials.example/x"}) {
    environment.set("AWS_CONTAINER_CREDENTIALS_FULL_URI", url);
    INFO(url);
    CHECK_THAT(found(), Catch::StartsWith("http") && !Catch::Contains("credentials: "));
  }
  for (const char* const url :
       {"http://credentials.example/x", "http://169.254.169.254/x", "http://169.254.170.20/x", "http://10.0.0.1/",
        "http://127.0.0.1.example/x", "http://127.0.0.1@credentials.example/",
        "http://credentials.example\\@127.0.0.1/", "http://credentials.example#@127.0.0.1/", "http://127.0.0.1/x y",
        "ftp://127.0.0.1/", "dynamodb://eu-west-1", "127.0.0.1/x", "http://", "http:///x"}) {
    environment.set("AWS_CONTAINER_CREDENTIALS_FULL_URI", url);
    INFO(url);
    CHECK_THAT(found(), Catch::StartsWith("credentials: ") && Catch::Contains("AWS_CONTAINER_CREDENTIALS_FULL_URI"));
  }
  environment.set("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/v2/credentials/1?a=2");
  CHECK(found() == "http://169.254.170.2/v2/credentials/1?a=2");
  for (const char* const path : {"@credentials.example/", "x", ".example/", "/x\ny"}) {
    environment.set("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", path);
    CHECK_THAT(found(), Catch::StartsWith("credentials: AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: "));
  }
}

TEST_CASE("an agent by https is believed only with a certificate that the bundle vouches for") {
  test::ScopedEnvironment environment;
  const test::TlsServer server;  // answers {}
  const std::string url = "https://localhost:" + std::to_string(server.port()) + "/x";
  environment.set("AWS_CONTAINER_CREDENTIALS_FULL_URI", url);
  const std::string known = environment.write("own.pem", server.certificate());
  const auto failure = [](const std::string& bundle) {
    const auto shared = SharedConfig::load();
    const auto provider = find_credentials(
        *shared, {.clock = [] { return noon; }, .ca_bundle = [&] { return Result<std::string>(bundle); }});
    return (*provider)->get().error().message();
  };
  CHECK_THAT(failure(""), Catch::Contains("'" + url + "' gave no credentials: ") && Catch::Contains("certificate"));
  CHECK_THAT(failure(known), Catch::Contains("'" + url + "' answered no JSON object"));
}
