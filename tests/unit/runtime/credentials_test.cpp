#include "config/credential_process.hpp"
#include "config/credentials_chain.hpp"
#include "config/iso_time.hpp"
#include "config/run_program.hpp"
#include "eventually.hpp"
#include "scoped_environment.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

using namespace partita;
using namespace partita::config;
using namespace std::chrono;

namespace {

const auto noon = sys_days(2026y / November / 21) + 12h;

std::string script(test::ScopedEnvironment& environment, const std::string& name, const std::string& text) {
  const std::string path = environment.write(name, "#!/bin/sh\n" + text);
  std::filesystem::permissions(path, std::filesystem::perms::owner_all);
  return path;
}

std::string key_of(const Result<Credentials>& credentials) {
  return credentials ? credentials->access_key_id : credentials.error().to_string();
}

Result<std::shared_ptr<CredentialsProvider>> chain() {
  const auto shared = SharedConfig::load();
  if (!shared) return shared.error();
  return find_credentials(*shared, {.clock = [] { return noon; }});
}

std::string chained_key() {
  const auto provider = chain();
  if (!provider) return provider.error().to_string();
  return *provider == nullptr ? "none" : key_of((*provider)->get());
}

}  // namespace

TEST_CASE("the chain takes the first place that says anything") {
  test::ScopedEnvironment environment;
  CHECK(chained_key() == "none");
  environment.write(".aws/config",
                    "[default]\ncredential_process = /bin/echo '{\"Version\":1,\"AccessKeyId\":\"process\","
                    "\"SecretAccessKey\":\"s\"}'\n");
  CHECK(chained_key() == "process");
  environment.write(".aws/config",
                    "[default]\naws_access_key_id = config\naws_secret_access_key = s\n"
                    "credential_process = /bin/false\n"
                    "[profile dev]\naws_access_key_id = dev-config\naws_secret_access_key = s\n");
  CHECK(chained_key() == "config");
  environment.write(".aws/credentials",
                    "[default]\naws_access_key_id = file\naws_secret_access_key = s\n"
                    "[dev]\naws_access_key_id = dev-file\naws_secret_access_key = s\n"
                    "aws_session_token = t\n");
  CHECK(chained_key() == "file");
  environment.set("AWS_PROFILE", "dev");
  CHECK(chained_key() == "dev-file");
  CHECK((*chain())->get()->session_token == "t");
  environment.set("AWS_SHARED_CREDENTIALS_FILE", (environment.home() / "elsewhere").string());
  CHECK(chained_key() == "dev-config");
  environment.set("AWS_ACCESS_KEY_ID", "environment");
  environment.set("AWS_SECRET_ACCESS_KEY", "s");
  environment.set("AWS_SESSION_TOKEN", "e");
  CHECK(chained_key() == "environment");
  CHECK((*chain())->get()->session_token == "e");
}

TEST_CASE("half a pair of keys is an error at its place") {
  test::ScopedEnvironment environment;
  const std::string file = environment.write(".aws/credentials", "[default]\naws_access_key_id = id\n");
  CHECK(chained_key() ==
        "credentials: " + file + ":2: there is aws_access_key_id but no aws_secret_access_key; give both or neither");
  environment.set("AWS_SECRET_ACCESS_KEY", "s");
  CHECK(chained_key() ==
        "credentials: environment: there is AWS_SECRET_ACCESS_KEY but no AWS_ACCESS_KEY_ID; give both or neither");
}

TEST_CASE("a profile that needs a source which is not supported says so") {
  test::ScopedEnvironment environment;
  environment.write(".aws/config", "[default]\nsso_session = s\n");
  CHECK_THAT(chained_key(),
             Catch::Contains("config:2: profile 'default' asks for 'sso_session', which is not supported") &&
                 Catch::Contains("credential_process"));
}

TEST_CASE("profiles are named by section rules, and an unknown one is an error") {
  test::ScopedEnvironment environment;
  environment.write(
      ".aws/config",
      "[default]\nregion = a\n[profile default]\nregion = b\n[profile dev]\nregion = c\n[ops]\nregion = d\n");
  CHECK(SharedConfig::load()->setting("region")->value == "b");
  environment.set("AWS_PROFILE", "dev");
  CHECK(SharedConfig::load()->setting("region")->value == "c");
  environment.set("AWS_PROFILE", "ops");
  const auto shared = SharedConfig::load();
  REQUIRE_FALSE(shared);
  CHECK(shared.error().kind() == ErrorKind::invalid_argument);
  CHECK_THAT(shared.error().message(), Catch::Contains("the profile 'ops'") &&
                                           Catch::Contains("known are 'default', 'dev'") &&
                                           Catch::Contains("is written '[profile ops]'"));
  environment.write(".aws/credentials", "[ops]\n");
  CHECK(SharedConfig::load());
}

TEST_CASE("a command is split into words without a shell") {
  using Words = std::vector<std::string>;
  CHECK(*split_command("a  b\tc", "x") == Words{"a", "b", "c"});
  CHECK(*split_command(R"("/opt/my tools/get" --name 'a b'"c" d\ e '\' "\"" '')", "x") ==
        Words{"/opt/my tools/get", "--name", "a bc", "d e", "\\", "\"", ""});
  CHECK(*split_command("echo $HOME | cat; `id` *", "x") == Words{"echo", "$HOME", "|", "cat;", "`id`", "*"});
  CHECK(split_command("a 'b", "config:3").error().message() ==
        "config:3: 'credential_process' has a quote that does not end");
  CHECK(split_command("  ", "config:3").error().message() == "config:3: 'credential_process' names no program");
}

TEST_CASE("what a process prints is checked, and never quoted") {
  const auto good = parse_process_output(
      R"({"Version": 1, "AccessKeyId": "A", "SecretAccessKey": "S\/x", "SessionToken": "T", "Expiration": "2026-11-21T13:00:00+01:00"})",
      "config:3");
  REQUIRE(good);
  CHECK(good->access_key_id == "A");
  CHECK(good->secret_access_key == "S/x");
  CHECK(good->session_token == "T");
  CHECK(good->expires == noon);
  for (const char* const text :
       {"", "secret-text", R"({"Version":2,"AccessKeyId":"A","SecretAccessKey":"secret-text"})",
        R"({"AccessKeyId":"A","SecretAccessKey":"secret-text"})", R"({"Version":1,"SecretAccessKey":"secret-text"})",
        R"({"Version":1,"AccessKeyId":"A","SecretAccessKey":""})",
        R"({"Version":1,"AccessKeyId":"A","SecretAccessKey":"secret-text","Expiration":"soon"})",
        R"({"Version":1,"AccessKeyId":"A","SecretAccessKey":"secret-text","Expiration":5})"}) {
    INFO(text);
    const auto wrong = parse_process_output(text, "config:3");
    REQUIRE_FALSE(wrong);
    CHECK(wrong.error().kind() == ErrorKind::credentials);
    CHECK_THAT(wrong.error().message(), Catch::StartsWith("config:3: ") && !Catch::Contains("secret-text"));
  }
}

TEST_CASE("ISO times") {
  CHECK(parse_iso_time("2026-11-21T12:00:00Z") == noon);
  CHECK(parse_iso_time("2026-11-21T12:00:00.123456Z") == noon);
  CHECK(parse_iso_time("2026-11-21T07:00:00-05:00") == noon);
  CHECK(parse_iso_time("2026-11-21T17:30:00+0530") == noon);
  for (const char* const text :
       {"", "2026-11-21", "2026-11-21T12:00:00", "2026-13-21T12:00:00Z", "2026-11-21T24:00:00Z",
        "2026-11-21T12:00:00+1", "2026-11-21T12:00:00Zx", "2026/11/21T12:00:00Z", "2026-11-21T12:00:00."}) {
    CHECK_FALSE(parse_iso_time(text));
  }
}

TEST_CASE("process credentials are kept until five minutes before they expire") {
  test::ScopedEnvironment environment;
  const std::string count = (environment.home() / "count").string();
  const std::string program = script(environment, "program",
                                     "echo x >> '" + count + "'\n" +
                                         R"(printf '{"Version":1,"AccessKeyId":"%d",' $(wc -l < ')" + count + "')\n" +
                                         R"(echo '"SecretAccessKey":"S","Expiration":"2026-11-21T13:00:00Z"}')"
                                         "\n"
                                         "test ! -e '" +
                                         count + ".fail'\n");
  std::atomic<std::int64_t> minute{0};
  ProcessCredentials provider({program}, "config:3", [&minute] { return noon + minutes(minute); });

  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i) threads.emplace_back([&provider] { (void)provider.get(); });
  threads.clear();
  minute = 54;
  CHECK(key_of(provider.get()) == "1");
  minute = 56;
  CHECK(test::eventually([&] { return key_of(provider.get()) == "2"; }));

  environment.write("count.fail", "");
  minute = 57;
  CHECK(key_of(provider.get()) == "2");  // the renewal fails, the present ones still hold
  minute = 61;
  const auto expired = provider.get();
  REQUIRE_FALSE(expired);
  CHECK_THAT(expired.error().message(), Catch::EndsWith("ended with exit status 1"));
  std::filesystem::remove(count + ".fail");
  CHECK_THAT(provider.get().error().message(), Catch::Contains("have expired"));
}

TEST_CASE("a program's failures are told with its name") {
  test::ScopedEnvironment environment;
  const auto failure = [&](const std::string& text, milliseconds limit = 30s) {
    const std::string path = script(environment, "program", text);
    const auto output = run_program({path, "argument"}, "config:3", limit);
    if (output) return "printed " + *output;
    CHECK(output.error().kind() == ErrorKind::credentials);
    CHECK_THAT(output.error().message(), Catch::StartsWith("config:3: '" + path + "' "));
    return output.error().message().substr(("config:3: '" + path + "' ").size());
  };
  CHECK(failure("echo \"$1\"; cat") == "printed argument\n");  // nothing to read on standard input
  CHECK(failure("exit 3") == "ended with exit status 3");
  CHECK(failure("kill -9 $$") == "was ended by signal 9");
  CHECK(failure("exec sleep 60", 100ms) == "did not end within 100 ms");
  CHECK(failure("exec sleep 60 >&-", 100ms) == "did not end within 100 ms");
  CHECK(failure("exec head -c 2000000 /dev/zero") == "prints more than 1 MB");
  const auto none = run_program({"/no/such/program"}, "config:3", 1s);
  REQUIRE_FALSE(none);
  CHECK_THAT(none.error().message(), Catch::Contains("No such file"));
}
