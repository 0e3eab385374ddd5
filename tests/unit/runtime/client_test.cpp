#include "scoped_environment.hpp"

#include <partita/client_options.hpp>
#include <partita/transport.hpp>

#include <scripted_server.hpp>

#include <catch2/catch.hpp>

#include <cstddef>
#include <limits>
#include <memory>
#include <string>
#include <utility>

using namespace partita;
using namespace std::chrono_literals;
using test::ScopedEnvironment;
using test::ScriptedServer;

namespace {

// Scope of the credential of the next request: `AKID/20261121/eu-west-1/dynamodb/aws4_request`, without the day.
std::pair<std::string, std::string> key_and_region(const Client& client, ScriptedServer& server) {
  server.enqueue({.body = "{}"});
  Reply reply;
  client.transport().send({.operation = "ListTables", .table = "", .body = "{}"}, reply);
  if (reply.error) return {reply.error->to_string(), ""};
  const std::string authorization = server.requests().back().headers.at("authorization");
  const std::size_t begin = authorization.find("Credential=") + 11;
  const std::size_t key_end = authorization.find('/', begin);
  const std::size_t day_end = authorization.find('/', key_end + 1);
  return {authorization.substr(begin, key_end - begin),
          authorization.substr(day_end + 1, authorization.find('/', day_end + 1) - day_end - 1)};
}

std::string failure(const Result<Client>& client) {
  return client ? "opened" : client.error().to_string();
}

ClientOptions quick(int attempts = 4) {
  ClientOptions options;
  options.max_attempts = attempts;
  options.sleep = [](std::chrono::nanoseconds, const StopSignal&) { return true; };
  return options;
}

}  // namespace

TEST_CASE("a loopback endpoint works without credentials and region, no other does") {
  ScopedEnvironment environment;
  environment.set("AWS_EC2_METADATA_DISABLED", "true");
  ScriptedServer server;
  const auto client = Client::open(server.url());
  REQUIRE(client);
  CHECK(key_and_region(*client, server) == std::pair<std::string, std::string>("partita", "us-east-1"));
  CHECK_THAT(failure(Client::open("dynamodb://eu-west-1")),
             Catch::StartsWith("credentials: no credentials: tried ClientOptions::credentials, the environment") &&
                 Catch::Contains((environment.home() / ".aws/credentials").string()) &&
                 Catch::Contains((environment.home() / ".aws/config").string()));
  ClientOptions options;
  options.region = "eu-west-1";
  CHECK_THAT(failure(Client::open("https://dynamodb.example.org", options)), Catch::StartsWith("credentials: "));
}

TEST_CASE("the instance is asked last, when the first request is signed, and its error names every place") {
  ScopedEnvironment environment;
  ScriptedServer instance;
  environment.set("AWS_EC2_METADATA_SERVICE_ENDPOINT", instance.url());
  const auto client = Client::open("dynamodb://eu-west-1");
  REQUIRE(client);
  CHECK(instance.requests().empty());
  instance.enqueue({.status = 403});
  Reply reply;
  client->transport().send({.operation = "ListTables", .table = "", .body = "{}"}, reply);
  REQUIRE(reply.error);
  CHECK(reply.error->kind() == ErrorKind::credentials);
  for (const char* const place :
       {"ClientOptions::credentials", "AWS_ACCESS_KEY_ID", ".aws/credentials", ".aws/config", "credential_process",
        "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI",
        "/latest/api/token' was answered with status 403"}) {
    CHECK_THAT(reply.error->message(), Catch::Contains(place));
  }
  CHECK(instance.requests().size() == 1);
}

TEST_CASE("the region comes from the URL, the options, the environment, the profile") {
  ScopedEnvironment environment;
  ScriptedServer server;
  const auto region = [&server](const ClientOptions& options = {}) {
    const auto client = Client::open(server.url(), options);
    return client ? key_and_region(*client, server).second : failure(client);
  };
  environment.write(".aws/config", "[default]\nregion = eu-north-1\n");
  CHECK(region() == "eu-north-1");
  environment.set("AWS_DEFAULT_REGION", "eu-central-1");
  CHECK(region() == "eu-central-1");
  environment.set("AWS_REGION", "eu-south-1");
  CHECK(region() == "eu-south-1");
  ClientOptions options;
  options.region = "eu-west-2";
  CHECK(region(options) == "eu-west-2");

  environment.set("AWS_ACCESS_KEY_ID", "id");
  environment.set("AWS_SECRET_ACCESS_KEY", "secret");
  CHECK(failure(Client::open("dynamodb://eu-west-1")) == "opened");
  CHECK(failure(Client::open("dynamodb://eu-west-1", options)) ==
        "invalid_argument: the URL says region 'eu-west-1', ClientOptions::region says 'eu-west-2'");
}

TEST_CASE("without a region anywhere, a remote endpoint is refused") {
  ScopedEnvironment environment;
  environment.set("AWS_ACCESS_KEY_ID", "id");
  environment.set("AWS_SECRET_ACCESS_KEY", "secret");
  CHECK_THAT(failure(Client::open()), Catch::StartsWith("invalid_argument: no region: tried the URL"));
  CHECK_THAT(failure(Client::open("dynamodb://")), Catch::StartsWith("invalid_argument: no region: tried the URL"));
  CHECK_THAT(failure(Client::open("https://db.example.org")), Catch::Contains("names no region to sign for"));
  environment.set("AWS_REGION", "eu-west-1");
  CHECK(failure(Client::open()) == "opened");
  CHECK(failure(Client::open("dynamodb://")) == "opened");
  CHECK(failure(Client::open("https://db.example.org")) == "opened");
  environment.set("AWS_REGION", "Ireland");
  CHECK(failure(Client::open()) ==
        "invalid_argument: 'Ireland' (AWS_REGION) is not the name of an AWS region; use one such as 'eu-west-1'");
}

TEST_CASE("a region that would break the Authorization header is refused at its place") {
  ScopedEnvironment environment;
  ScriptedServer server;
  for (const char* const region : {"eu-west-1\r\nX-Evil: 1", "eu west-1", "eu-west-1/s3", "eu-west-1,", "\x7f", ""}) {
    INFO(region);
    ClientOptions options;
    options.region = region;
    CHECK_THAT(failure(Client::open(server.url(), options)),
               Catch::StartsWith("invalid_argument: ClientOptions::region: the region to sign for is not one word"));
  }
  environment.set("AWS_REGION", "eu/west-1");
  CHECK_THAT(failure(Client::open(server.url())), Catch::StartsWith("invalid_argument: AWS_REGION: "));
  environment.set("AWS_REGION", "local");  // a server of one's own may call it what it likes
  CHECK(key_and_region(*Client::open(server.url()), server).second == "local");
}

TEST_CASE("the endpoint comes from the URL, the environment, the profile") {
  ScopedEnvironment environment;
  ScriptedServer services;
  ScriptedServer profile;
  ScriptedServer general;
  ScriptedServer special;
  ScriptedServer url;
  const auto reached = [](const Result<Client>& client, ScriptedServer& server) {
    REQUIRE(client);
    return key_and_region(*client, server).second == "us-east-1";
  };
  environment.write(".aws/config", "[default]\nendpoint_url = " + profile.url() + "\n");
  CHECK(reached(Client::open(), profile));
  environment.write(".aws/config", "[default]\nservices = local\nendpoint_url = " + profile.url() +
                                       "\n[services local]\ndynamodb =\n  endpoint_url = " + services.url() + "\n");
  CHECK(reached(Client::open(), services));
  environment.set("AWS_ENDPOINT_URL", general.url());
  CHECK(reached(Client::open(), general));
  environment.set("AWS_ENDPOINT_URL_DYNAMODB", special.url());
  CHECK(reached(Client::open(), special));
  CHECK(reached(Client::open(url.url()), url));

  environment.set("AWS_ENDPOINT_URL_DYNAMODB", "localhost:8000");
  CHECK_THAT(failure(Client::open()), Catch::Contains("'localhost:8000' (AWS_ENDPOINT_URL_DYNAMODB)") &&
                                          Catch::Contains("did you mean 'http://localhost:8000'?"));
  environment.unset("AWS_ENDPOINT_URL_DYNAMODB");
  environment.unset("AWS_ENDPOINT_URL");
  const std::string file = environment.write(".aws/config", "[default]\nservices = none\n");
  CHECK(failure(Client::open()) == "invalid_argument: " + file + ":2: there is no section '[services none]'");
}

TEST_CASE("credentials of the options go before all others") {
  struct Own final : CredentialsProvider {
    Result<Credentials> get() override { return Credentials{"own", "secret", "", std::nullopt}; }
  };
  ScopedEnvironment environment;
  ScriptedServer server;
  environment.set("AWS_ACCESS_KEY_ID", "environment");
  environment.set("AWS_SECRET_ACCESS_KEY", "secret");
  CHECK(key_and_region(*Client::open(server.url()), server).first == "environment");
  ClientOptions options;
  options.credentials = std::make_shared<Own>();
  CHECK(key_and_region(*Client::open(server.url(), options), server).first == "own");
}

TEST_CASE("the number of attempts comes from the options, the environment, the profile") {
  ScopedEnvironment environment;
  ScriptedServer server([](const auto&) { return test::error_answer(500, "InternalServerError", "oops"); });
  const auto attempts = [&server](std::optional<int> limit = {}) {
    ClientOptions options = quick();
    options.max_attempts = limit;
    const auto client = Client::open(server.url(), options);
    if (!client) return client.error().to_string();
    Reply reply;
    client->transport().send({.operation = "GetItem", .table = "t", .body = "{}"}, reply);
    return std::to_string(reply.facts.attempts);
  };
  CHECK(attempts() == "4");
  const std::string file = environment.write(".aws/config", "[default]\nmax_attempts = 2\n");
  CHECK(attempts() == "2");
  environment.set("AWS_MAX_ATTEMPTS", "3");
  CHECK(attempts() == "3");
  CHECK(attempts(1) == "1");
  CHECK_THAT(attempts(0), Catch::Contains("ClientOptions::max_attempts is 0; give a number from 1 to 100"));
  environment.set("AWS_MAX_ATTEMPTS", "many");
  CHECK_THAT(attempts(), Catch::Contains("AWS_MAX_ATTEMPTS: the number of attempts is 'many'"));
  environment.unset("AWS_MAX_ATTEMPTS");
  environment.write(".aws/config", "[default]\nmax_attempts = 1e3\n");
  CHECK_THAT(attempts(), Catch::Contains(file + ":2: the number of attempts is '1e3'"));
}

TEST_CASE("settings that cannot be kept are refused by name and place") {
  ScopedEnvironment environment;
  const std::string url = "http://localhost:8000";
  environment.set("AWS_RETRY_MODE", "standard");
  CHECK(failure(Client::open(url)) == "opened");
  environment.set("AWS_RETRY_MODE", "adaptive");
  CHECK_THAT(failure(Client::open(url)),
             Catch::Contains("AWS_RETRY_MODE: the retry mode 'adaptive' is not supported; use 'standard'"));
  environment.unset("AWS_RETRY_MODE");
  const std::string file = environment.write(".aws/config", "[default]\nretry_mode = legacy\n");
  CHECK_THAT(failure(Client::open(url)), Catch::Contains(file + ":2: the retry mode 'legacy'"));
  environment.write(".aws/config", "[default]\nhalf-of-a-secret\n");
  CHECK_THAT(failure(Client::open(url)),
             Catch::Contains(file + ":2: the line is neither") && !Catch::Contains("half-of-a-secret"));
  environment.set("AWS_CONFIG_FILE", environment.write("other", "[profile a]\n"));
  CHECK(failure(Client::open(url)) == "opened");
  environment.set("AWS_USE_FIPS_ENDPOINT", "yes");
  CHECK(failure(Client::open(url)) == "invalid_argument: AWS_USE_FIPS_ENDPOINT: 'yes' is neither 'true' nor 'false'");
  environment.unset("AWS_USE_FIPS_ENDPOINT");

  environment.set("AWS_CA_BUNDLE", "/no/such/file");
  CHECK(failure(Client::open(url)) == "opened");  // nothing to verify
  CHECK_THAT(failure(Client::open("https://localhost:8000")),
             Catch::Contains("AWS_CA_BUNDLE: cannot read the file of certificates '/no/such/file'"));
  ClientOptions options;
  options.application = "two words";
  CHECK_THAT(failure(Client::open(url, options)), Catch::Contains("ClientOptions::application"));
  options = {};
  options.request_timeout = 0ms;
  CHECK_THAT(failure(Client::open(url, options)), Catch::Contains("timeouts"));
  options = {};
  options.pool.max_idle = std::numeric_limits<std::size_t>::max();  // no limit is no fault
  CHECK(failure(Client::open(url, options)) == "opened");
  CHECK_THAT(failure(Client::open("nowhere:")), Catch::Contains("is not the URL of a database"));
}

TEST_CASE("throttling is waited out, and the answer is the last one's") {
  const ScopedEnvironment environment;
  ScriptedServer server;
  server.enqueue(test::error_answer(400, "ProvisionedThroughputExceededException", "slow"), 2);
  server.enqueue({.body = R"({"Attributes":{}})"});
  const auto client = Client::open(server.url(), quick());
  REQUIRE(client);
  Reply reply;
  client->transport().send({.operation = "UpdateItem", .table = "t", .body = "{}", .retry = RetryClass::additive},
                           reply);
  REQUIRE_FALSE(reply.error);
  CHECK(reply.body.view() == R"({"Attributes":{}})");
  CHECK(reply.facts.attempts == 3);
  for (const auto& request : server.requests()) CHECK(request.body == "{}");
}

TEST_CASE("a client's calls share one budget of retries") {
  const ScopedEnvironment environment;
  ScriptedServer server([](const auto&) { return test::error_answer(400, "ThrottlingException", "slow"); });
  ClientOptions options = quick();
  options.retry_budget = 2;
  const auto client = Client::open(server.url(), options);
  REQUIRE(client);
  Reply reply;
  for (int i = 0; i < 5; ++i) {
    client->transport().send({.operation = "GetItem", .table = "t", .body = "{}"}, reply);
    REQUIRE(reply.error);
  }
  CHECK(server.requests().size() == 7);
  CHECK_THAT(reply.error->message(), Catch::Contains("the budget of retries is used up"));
}

TEST_CASE("each class of request stands a failing service as promised") {
  const ScopedEnvironment environment;
  for (const RetryClass retry : {RetryClass::idempotent, RetryClass::conditional, RetryClass::additive}) {
    for (const auto& trouble : {test::error_answer(500, "InternalServerError", "oops"), test::reset_unanswered(),
                                test::ScriptedAnswer{.body = "{}", .checksum = test::Checksum::wrong},
                                test::ScriptedAnswer{.status = 503, .body = "<html>busy</html>"}}) {
      ScriptedServer server;
      server.enqueue(trouble);
      server.enqueue({.body = "{}"});
      const auto client = Client::open(server.url(), quick());
      REQUIRE(client);
      Reply reply;
      client->transport().send({.operation = "UpdateItem", .table = "t", .body = "{}", .retry = retry}, reply);
      if (retry == RetryClass::additive) {
        REQUIRE(reply.error);
        CHECK(reply.error->kind() == ErrorKind::outcome_unknown);
        CHECK(server.requests().size() == 1);
      } else {
        REQUIRE_FALSE(reply.error);
        CHECK(reply.facts.ambiguous_attempt);
        CHECK(server.requests().size() == 2);
      }
    }
  }
}

TEST_CASE("a client over a transport of the caller's adds nothing to it") {
  class Failing final : public Transport {
   public:
    void send(const Request&, Reply& reply) noexcept override {
      ++calls;
      reply.reset();
      reply.error.emplace(ErrorKind::server, "oops");
    }
    int calls = 0;
  };
  const auto transport = std::make_shared<Failing>();
  const Client client(transport);
  Reply reply;
  client.transport().send({.operation = "GetItem", .table = "t", .body = "{}"}, reply);
  CHECK(transport->calls == 1);
  const Client copy = client;  // NOLINT(performance-unnecessary-copy-initialization)
  CHECK(&copy.transport() == &client.transport());
}
