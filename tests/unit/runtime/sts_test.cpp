#include "config/sts.hpp"
#include "config/credentials_chain.hpp"
#include "eventually.hpp"
#include "one_shot_sigv4.hpp"
#include "scoped_environment.hpp"
#include "scripted_server.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <cstddef>
#include <string>

using namespace partita;
using namespace partita::config;
using namespace std::chrono;

namespace {

const auto noon = sys_days(2026y / November / 21) + 12h;
const std::string arn = "arn:aws:iam::123456789012:role/app";

test::ScriptedAnswer keys(const std::string& id, const std::string& expiration = "2026-11-21T13:00:00Z") {
  return {.body =
              "<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">\n<AssumeRoleResult>\n"
              "<AssumedRoleUser><Arn>a</Arn></AssumedRoleUser>\n<Credentials>\n<AccessKeyId>" +
              id + "</AccessKeyId>\n<SecretAccessKey>secret-of-" + id + "</SecretAccessKey>\n<SessionToken>t&amp;" +
              id + "</SessionToken>\n<Expiration>" + expiration +
              "</Expiration>\n</Credentials>\n</AssumeRoleResult>\n</AssumeRoleResponse>"};
}

test::ScriptedAnswer refusal(int status, const std::string& code, const std::string& message) {
  return {.status = status,
          .body = "<ErrorResponse><Error><Type>Sender</Type><Code>" + code + "</Code><Message>" + message +
                  "</Message></Error><RequestId>r</RequestId></ErrorResponse>"};
}

Result<std::shared_ptr<CredentialsProvider>> chain(Clock clock = [] { return noon; }) {
  const auto shared = SharedConfig::load();
  if (!shared) return shared.error();
  return find_credentials(*shared, {.clock = std::move(clock), .region = {"eu-west-1", "AWS_REGION"}, .ca_bundle = [] {
                                      return std::string();
                                    }});
}

std::string key_of(const Result<std::shared_ptr<CredentialsProvider>>& provider) {
  if (!provider) return provider.error().to_string();
  if (*provider == nullptr) return "none";
  const auto credentials = (*provider)->get();
  return credentials ? credentials->access_key_id : credentials.error().to_string();
}

// That the credential scope of a request names, checked by its signature.
std::string signer_of(const test::ScriptedRequest& request, const std::string& secret) {
  const std::string& authorization = request.headers.at("authorization");
  const std::string& date = request.headers.at("x-amz-date");
  const auto token = request.headers.find("x-amz-security-token");
  std::string canonical =
      "POST\n/\n\ncontent-type:application/x-www-form-urlencoded\nhost:" + request.headers.at("host") +
      "\nx-amz-date:" + date;
  std::string names = "content-type;host;x-amz-date";
  if (token != request.headers.end()) {
    canonical += "\nx-amz-security-token:" + token->second;
    names += ";x-amz-security-token";
  }
  canonical += "\n\n" + names + "\n" + test::sha256_hex(request.body);
  CHECK_THAT(authorization,
             Catch::EndsWith("/" + date.substr(0, 8) + "/eu-west-1/sts/aws4_request, SignedHeaders=" + names +
                             ", Signature=" + test::one_shot_signature(canonical, date, "eu-west-1", "sts", secret)));
  const std::size_t begin = authorization.find("Credential=") + 11;
  return authorization.substr(begin, authorization.find('/', begin) - begin);
}

}  // namespace

TEST_CASE("a web identity is asked for by the environment's token file, before the profile") {
  test::ScopedEnvironment environment;
  test::ScriptedServer sts;
  environment.set("AWS_ENDPOINT_URL_STS", sts.url());
  environment.set("AWS_STS_REGIONAL_ENDPOINTS", "regional");
  environment.write(".aws/config", "[default]\naws_access_key_id = config\naws_secret_access_key = s\n");
  environment.set("AWS_WEB_IDENTITY_TOKEN_FILE", environment.write("token", "jwt.1/+\n"));
  CHECK(key_of(chain()) ==
        "credentials: environment: there is AWS_WEB_IDENTITY_TOKEN_FILE but no AWS_ROLE_ARN; give both or neither");
  environment.set("AWS_ROLE_ARN", arn);
  environment.set("AWS_ROLE_SESSION_NAME", "my session");
  std::atomic<int> minute = 0;
  const auto provider = chain([&minute] { return noon + minutes(minute); });
  REQUIRE(provider);
  CHECK(sts.requests().empty());
  sts.enqueue(keys("first"));
  const auto credentials = (*provider)->get();
  REQUIRE(credentials);
  CHECK(credentials->access_key_id == "first");
  CHECK(credentials->secret_access_key == "secret-of-first");
  CHECK(credentials->session_token == "t&first");
  CHECK(credentials->expires == noon + 1h);

  environment.write("token", "jwt.2");
  minute = 56;
  sts.enqueue(keys("second", "2026-11-21T14:00:00Z"));
  CHECK(test::eventually([&] { return key_of(provider) == "second"; }));
  const auto requests = sts.requests();
  REQUIRE(requests.size() == 2);
  CHECK(requests[0].method == "POST");
  CHECK(requests[0].path == "/");
  CHECK(requests[0].headers.at("content-type") == "application/x-www-form-urlencoded");
  CHECK(requests[0].headers.count("authorization") == 0);
  CHECK(requests[0].body ==
        "Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Fapp&"
        "RoleSessionName=my%20session&WebIdentityToken=jwt.1%2F%2B");
  CHECK_THAT(requests[1].body, Catch::EndsWith("&WebIdentityToken=jwt.2"));

  environment.set("AWS_ACCESS_KEY_ID", "environment");
  environment.set("AWS_SECRET_ACCESS_KEY", "s");
  CHECK(key_of(chain()) == "environment");
}

TEST_CASE("a profile's web identity") {
  test::ScopedEnvironment environment;
  test::ScriptedServer sts;
  environment.set("AWS_ENDPOINT_URL_STS", sts.url());
  const std::string token = environment.write("token", "jwt");
  environment.write(".aws/config", "[default]\nrole_arn = " + arn + "\nweb_identity_token_file = " + token +
                                       "\nduration_seconds = 900\n");
  sts.enqueue(keys("web"));
  CHECK(key_of(chain()) == "web");
  CHECK_THAT(sts.requests().at(0).body, Catch::Contains("&RoleSessionName=partita-1795262400&DurationSeconds=900&"));
  const std::string file = environment.write(".aws/config", "[default]\nweb_identity_token_file = " + token + "\n");
  CHECK_THAT(key_of(chain()), Catch::Contains(file + ":2: there is web_identity_token_file but no role_arn"));
}

TEST_CASE("what STS refuses is told in its own words, without the token") {
  test::ScopedEnvironment environment;
  test::ScriptedServer sts;
  environment.set("AWS_ENDPOINT_URL_STS", sts.url());
  environment.set("AWS_WEB_IDENTITY_TOKEN_FILE", environment.write("token", "jwt-secret"));
  environment.set("AWS_ROLE_ARN", arn);
  const auto failure = [&](test::ScriptedAnswer answer, std::size_t count = 1) {
    sts.enqueue(std::move(answer), count);
    const std::string message = key_of(chain());
    CHECK(sts.answers_left() == 0);
    CHECK_THAT(message, Catch::StartsWith("credentials: AWS_ROLE_ARN: '" + sts.url() +
                                          "/', asked to AssumeRoleWithWebIdentity '" + arn + "', ") &&
                            !Catch::Contains("secret-") && !Catch::Contains("-secret"));
    return message;
  };
  CHECK_THAT(failure(refusal(403, "AccessDenied", "Not authorized to perform")),
             Catch::Contains("answered with status 403 (AccessDenied: Not authorized to perform); check the role"));
  CHECK_THAT(failure(refusal(400, "InvalidIdentityToken", "jwt-secret is bad")),
             Catch::Contains("answered with status 400; check the role"));
  CHECK_THAT(failure({.status = 404, .body = "<html>"}), Catch::Contains("answered with status 404; check"));
  CHECK_THAT(failure(refusal(400, "Throttling", "slow"), 3), Catch::Contains("400 (Throttling: slow)"));
  CHECK_THAT(failure({.status = 503}, 3), Catch::Contains("answered with status 503"));
  CHECK_THAT(failure(test::closed_unanswered(), 3), Catch::Contains("gave no answer: "));
  CHECK_THAT(failure({.body = "<AccessKeyId>a</AccessKeyId><SecretAccessKey>secret-of-a</SecretAccessKey>"}),
             Catch::Contains("answered without an 'AccessKeyId'"));
  CHECK_THAT(failure(keys("a", "later")), Catch::Contains("answered without"));
  sts.enqueue({.status = 500});
  sts.enqueue(keys("a"));
  CHECK(key_of(chain()) == "a");
  environment.write("token", "");
  CHECK_THAT(key_of(chain()), Catch::StartsWith("credentials: AWS_WEB_IDENTITY_TOKEN_FILE: ") &&
                                  Catch::EndsWith("holds no token: it is empty"));
}

TEST_CASE("a role is assumed with the credentials of its source profile, along a chain of them") {
  test::ScopedEnvironment environment;
  test::ScriptedServer sts;
  environment.set("AWS_ENDPOINT_URL_STS", sts.url());
  environment.write(
      ".aws/config",
      "[default]\nrole_arn = " + arn +
          "\nsource_profile = middle\nexternal_id = ex/1\nrole_session_name = app\nduration_seconds = 3600\n"
          "aws_access_key_id = not-these\naws_secret_access_key = s\n"
          "[profile middle]\nrole_arn = arn:middle\nsource_profile = base\n");
  environment.write(".aws/credentials", "[base]\naws_access_key_id = base\naws_secret_access_key = base-secret\n");
  sts.enqueue(keys("middle"));
  sts.enqueue(keys("app"));
  CHECK(key_of(chain()) == "app");
  const auto requests = sts.requests();
  REQUIRE(requests.size() == 2);
  CHECK(signer_of(requests[0], "base-secret") == "base");
  CHECK_THAT(requests[0].body, Catch::StartsWith("Action=AssumeRole&Version=2011-06-15&RoleArn=arn%3Amiddle&"));
  CHECK(signer_of(requests[1], "secret-of-middle") == "middle");
  CHECK(requests[1].headers.at("x-amz-security-token") == "t&middle");
  CHECK(requests[1].body ==
        "Action=AssumeRole&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Fapp&"
        "RoleSessionName=app&DurationSeconds=3600&ExternalId=ex%2F1");
}

TEST_CASE("a profile may assume a role with its own keys, or with those of a named source") {
  test::ScopedEnvironment environment;
  test::ScriptedServer sts;
  environment.set("AWS_ENDPOINT_URL_STS", sts.url());
  const auto assumed_by = [&](const std::string& text, const std::string& secret) {
    environment.write(".aws/config", "[default]\nrole_arn = " + arn + "\n" + text);
    sts.enqueue(keys("role"));
    CHECK(key_of(chain()) == "role");
    return signer_of(sts.requests().back(), secret);
  };
  CHECK(assumed_by("source_profile = default\naws_access_key_id = own\naws_secret_access_key = o\n", "o") == "own");

  test::ScriptedServer agent([](const auto&) {
    return test::ScriptedAnswer{.body = R"({"AccessKeyId":"agent","SecretAccessKey":"a","Token":"t"})"};
  });
  environment.set("AWS_CONTAINER_CREDENTIALS_FULL_URI", agent.url());
  CHECK(assumed_by("credential_source = EcsContainer\n", "a") == "agent");

  test::ScriptedServer instance([](const test::ScriptedRequest& request) {
    if (request.method == "PUT") return test::ScriptedAnswer{.body = "session"};
    if (request.path.ends_with('/')) return test::ScriptedAnswer{.body = "role"};
    return test::ScriptedAnswer{.body = R"({"AccessKeyId":"instance","SecretAccessKey":"i","Token":"t"})"};
  });
  environment.set("AWS_EC2_METADATA_SERVICE_ENDPOINT", instance.url());
  CHECK(assumed_by("credential_source = Ec2InstanceMetadata\n", "i") == "instance");

  // The keys of the environment would be used as they are; another profile's role may be assumed with them.
  environment.write(".aws/config", "[default]\nrole_arn = a\ncredential_source = Environment\n");
  CHECK_THAT(key_of(chain()), Catch::EndsWith("config:3: there is no AWS_ACCESS_KEY_ID in the environment"));
}

TEST_CASE("profiles that cannot say whose role they assume are errors at their place") {
  test::ScopedEnvironment environment;
  const auto failure = [&](const std::string& text) {
    const std::string file = environment.write(".aws/config", text);
    const std::string message = key_of(chain());
    CHECK_THAT(message, Catch::StartsWith("credentials: " + file + ":"));
    return message.substr(("credentials: " + file).size());
  };
  const std::string role = "[default]\nrole_arn = " + arn + "\n";
  CHECK(failure(role) ==
        ":2: role_arn of profile 'default' needs exactly one of source_profile, credential_source and "
        "web_identity_token_file");
  CHECK_THAT(failure(role + "source_profile = a\ncredential_source = Environment\n"),
             Catch::Contains("exactly one of"));
  CHECK_THAT(failure(role + "source_profile = a\n"),
             Catch::StartsWith(":3: source_profile names the profile 'a', which neither '"));
  CHECK(failure(role + "source_profile = a\n[profile a]\nregion = eu-west-1\n") ==
        ":3: profile 'a' gives no credentials");
  CHECK(failure(role + "source_profile = a\n[profile a]\nrole_arn = x\nsource_profile = b\n[profile b]\nrole_arn = y\n"
                       "source_profile = a\n") == ":9: source_profile leads in a circle: 'default', 'a', 'b', 'a'");
  CHECK(failure(role + "credential_source = Moon\n") ==
        ":3: 'Moon' is no source of credentials; use 'Environment', 'Ec2InstanceMetadata' or 'EcsContainer'");
  CHECK_THAT(failure(role + "credential_source = EcsContainer\n"),
             Catch::EndsWith("there is no AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"));
  CHECK_THAT(failure(role + "credential_source = Environment\nmfa_serial = m\n"),
             Catch::StartsWith(":4: a role that asks"));
  for (const char* const duration : {"899", "43201", "1h", "-1"}) {
    CHECK_THAT(failure(role + "credential_source = Environment\nduration_seconds = " + duration + "\n"),
               Catch::EndsWith("give a number from 900 to 43200"));
  }
}

TEST_CASE("a source's keys that cannot be sent are an error before anything is sent") {
  test::ScopedEnvironment environment;
  test::ScriptedServer sts;
  environment.set("AWS_ENDPOINT_URL_STS", sts.url());
  environment.write(".aws/config", "[default]\nrole_arn = " + arn +
                                       "\nsource_profile = default\naws_access_key_id = a\naws_secret_access_key = s\n"
                                       "aws_session_token = t\n  X-Other: 1\n");
  CHECK_THAT(key_of(chain()), Catch::Contains("holds a control character"));
  CHECK(sts.requests().empty());
}

TEST_CASE("STS is asked in the region, or where a setting says") {
  test::ScopedEnvironment environment;
  const auto url = [](const std::string& region = "eu-west-1", http::EndpointVariant variant = {}) {
    const auto shared = SharedConfig::load();
    const auto sts =
        find_sts(*shared, {.clock = {}, .region = {region, "AWS_REGION"}, .variant = variant, .ca_bundle = [] {
                             return std::string("bundle");
                           }});
    if (!sts) return sts.error().to_string();
    CHECK(sts->ca_bundle == (sts->endpoint.tls ? "bundle" : ""));
    return sts->endpoint.url;
  };
  CHECK(url() == "https://sts.eu-west-1.amazonaws.com/");
  CHECK(url("cn-north-1") == "https://sts.cn-north-1.amazonaws.com.cn/");
  CHECK(url("us-east-1", {.fips = true}) == "https://sts-fips.us-east-1.amazonaws.com/");
  CHECK(url("us-gov-west-1", {.fips = true}) == "https://sts.us-gov-west-1.amazonaws.com/");
  CHECK(url("eu-west-1", {.dual_stack = true}) == "https://sts.eu-west-1.api.aws/");
  CHECK_THAT(url("local"), Catch::Contains("'local' (AWS_REGION) is not the name of an AWS region"));
  environment.write(".aws/config",
                    "[default]\nendpoint_url = http://profile:1\nservices = s\n[services s]\nsts =\n  endpoint_url = "
                    "http://services:1\n");
  CHECK(url() == "http://services:1/");
  environment.write(".aws/config", "[default]\nendpoint_url = http://profile:1\n");
  CHECK(url() == "http://profile:1/");
  environment.set("AWS_ENDPOINT_URL", "http://all:1");
  CHECK(url() == "http://all:1/");
  environment.set("AWS_ENDPOINT_URL_STS", "http://sts:1");
  CHECK(url() == "http://sts:1/");
  environment.set("AWS_STS_REGIONAL_ENDPOINTS", "legacy");
  CHECK(url() ==
        "invalid_argument: AWS_STS_REGIONAL_ENDPOINTS: 'legacy' is not supported; use 'regional', or remove the "
        "setting");
}
