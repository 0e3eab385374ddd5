// The server that `partita serve` is, over HTTP.
#include "post.hpp"
#include "tool/run_tool.hpp"
#include "tool/serving.hpp"

#include "http/crc32.hpp"

#include <partita/client.hpp>
#include <partita/client_options.hpp>
#include <partita/credentials.hpp>
#include <partita/table.hpp>

#include <signal.h>  // NOLINT(modernize-deprecated-headers): SIGTERM
#include <catch2/catch.hpp>
#include <eventually.hpp>

#include <cstdlib>
#include <ctime>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace partita::test {
namespace {

using Catch::Contains;

const std::string things =
    R"({"TableName":"things","AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}],)"
    R"("KeySchema":[{"AttributeName":"id","KeyType":"HASH"}],"BillingMode":"PAY_PER_REQUEST"})";
const std::string put_a = R"({"TableName":"things","Item":{"id":{"S":"a"}}})";
const std::string get_a = R"({"TableName":"things","Key":{"id":{"S":"a"}}})";

class FixedCredentials final : public CredentialsProvider {
 public:
  explicit FixedCredentials(Credentials credentials) : credentials_(std::move(credentials)) {}
  Result<Credentials> get() override { return credentials_; }

 private:
  Credentials credentials_;
};

std::string complaint(const std::vector<std::string>& arguments, int exit_code) {
  std::vector<std::string> words{"serve"};
  words.insert(words.end(), arguments.begin(), arguments.end());
  const ToolRun run = run_tool(words, ".");
  CHECK(run.exit_code == exit_code);
  CHECK(run.out.empty());
  return run.err;
}

TEST_CASE("wrong use of serve is refused with the right one") {
  CHECK(complaint({"--prot", "1"}, 2) == "partita: error: unknown option '--prot'; did you mean '--port'?\n");
  CHECK(complaint({"--port", "80000"}, 2) ==
        "partita: error: '80000' is no port; a port is a number from 1 to 65535, or 0 for any that is free\n");
  CHECK(complaint({"--db"}, 2) == "partita: error: option '--db' needs a value: --db FILE\n");
  CHECK(complaint({"--db", "--durable"}, 2) == "partita: error: option '--db' needs a value: --db FILE\n");
  CHECK_THAT(complaint({"--expire-every", "4294967296"}, 2),
             Contains("is no number of seconds from 0 to 4294967295; "));
  CHECK(complaint({"--db", "file:dev.db"}, 2) ==
        "partita: error: 'file:dev.db' is a URL, and --db takes a path; did you mean 'dev.db'?\n");
  CHECK_THAT(complaint({"--db=file:///tmp/dev.db"}, 2), Contains("did you mean '/tmp/dev.db'?"));
  CHECK(complaint({"--db", "memory:"}, 2) == "partita: error: 'memory:' is a URL; without --db tables are in memory\n");
  CHECK(complaint({"--durable"}, 2) ==
        "partita: error: '--durable' needs --db FILE: tables in memory end with the server\n");
  CHECK(complaint({"--verbose=1"}, 2) == "partita: error: option '--verbose' takes no value\n");
  CHECK(complaint({"dev.db"}, 2) ==
        "partita: error: 'partita serve' takes no input, but 'dev.db' is given; a file of tables is --db FILE\n");
  CHECK(complaint({"--address", "localhost"}, 2) ==
        "partita: error: 'localhost' is no IPv4 or IPv6 address; did you mean '127.0.0.1'?\n");
  CHECK(complaint({"--address", "[::1]"}, 2) ==
        "partita: error: '[::1]' is no IPv4 or IPv6 address; did you mean '::1'?\n");
  CHECK(complaint({"--address", "[here]"}, 2) ==
        "partita: error: '[here]' is no IPv4 or IPv6 address, such as 127.0.0.1 or ::1\n");
  const std::string help = run_tool({"serve", "--help"}, ".").out;
  CHECK_THAT(help, Contains("Usage: partita serve [OPTION...]") && Contains("needs an Authorization header"));
}

TEST_CASE("what cannot be used is said, and nothing is served") {
  const TemporaryDirectory directory;
  write_file(directory.path() / "notes.txt", std::string(8192, 'x'));
  CHECK_THAT(complaint({"--db", (directory.path() / "notes.txt").string()}, 3), Contains("notes.txt"));
  CHECK_THAT(complaint({"--db", (directory.path() / "none" / "dev.db").string()}, 3), Contains("dev.db"));
  CHECK(read_file(directory.path() / "notes.txt") == std::string(8192, 'x'));

  // https://www.rfc-editor.org/rfc/rfc5737: an address that no machine has
  CHECK_THAT(complaint({"--address", "192.0.2.1", "--port", "0"}, 3), Contains("cannot listen on '192.0.2.1'"));

  const Serving first;
  const std::string port = first.url().substr(first.url().rfind(':') + 1);
  CHECK_THAT(complaint({"--port", port}, 3), Contains("port " + port + ": Address already in use"));
}

TEST_CASE("a file of tables outlives its server") {
  const TemporaryDirectory directory;
  const std::string db = (directory.path() / "dev.db").string();
  {
    Serving serving({"--db", db});
    CHECK(serving.first_line() == "DynamoDB's API on " + serving.url() + ", tables in '" + db + "'");
    REQUIRE(post(serving.url(), "CreateTable", things).status == 200);
    REQUIRE(post(serving.url(), "PutItem", put_a).status == 200);
    CHECK(serving.end(SIGTERM) == 0);
  }
  Serving serving({"--db", db, "--durable"});
  CHECK(post(serving.url(), "GetItem", get_a).body == R"({"Item":{"id":{"S":"a"}}})");
  CHECK(serving.end(SIGINT) == 0);
}

TEST_CASE("answers carry what clients check") {
  const Serving serving;
  const HttpAnswer answer = post(serving.url(), "ListTables", "{}");
  CHECK(answer.status == 200);
  CHECK(answer.body == R"({"TableNames":[]})");
  CHECK_THAT(answer.headers, Contains("x-amz-crc32: " + std::to_string(http::crc32(answer.body)) + "\r\n"));
  CHECK_THAT(answer.headers, Contains("Content-Type: application/x-amz-json-1.0\r\n"));
  CHECK_THAT(answer.headers, Contains("x-amzn-RequestId: "));
}

TEST_CASE("requests that are none are refused as the service refuses them") {
  const Serving serving;
  const HttpAnswer unknown = post(serving.url(), "ListTabels", "{}");
  CHECK(unknown.status == 400);
  CHECK_THAT(unknown.body, Contains("#UnknownOperationException"));
  const HttpAnswer other = post(serving.url(), "ListTables", "{}", {"X-Amz-Target;"});
  CHECK_THAT(other.body, Contains("#UnknownOperationException"));
  const HttpAnswer unsigned_one = post(serving.url(), "ListTables", "{}", {"Authorization:"});
  CHECK(unsigned_one.status == 400);
  CHECK_THAT(unsigned_one.body, Contains("#MissingAuthenticationTokenException"));
  const HttpAnswer malformed = post(serving.url(), "ListTables", "{\"Limit\":");
  CHECK(malformed.status == 400);
  CHECK_THAT(malformed.body, Contains("#SerializationException"));
  // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html: 16 MB a request
  const HttpAnswer large = post(serving.url(), "PutItem", std::string(16 * 1024 * 1024 + 1, ' '));
  CHECK(large.status == 413);
  CHECK(post(serving.url(), "ListTables", "{}").status == 200);
}

TEST_CASE("signatures are verified where that is asked for") {
  setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE", 1);
  setenv("AWS_SECRET_ACCESS_KEY", "right", 1);
  const Serving serving({"--verify-signatures"});
  unsetenv("AWS_ACCESS_KEY_ID");
  unsetenv("AWS_SECRET_ACCESS_KEY");
  const auto kind = [&](const std::string& id, const std::string& secret) {
    ClientOptions options;
    options.credentials = std::make_shared<FixedCredentials>(Credentials{id, secret});
    const auto client = Client::open(serving.url(), options);
    REQUIRE(client);
    const auto deleted = delete_table(*client, "nothing");
    REQUIRE_FALSE(deleted);
    return deleted.error().kind();
  };
  CHECK(kind("AKIDEXAMPLE", "right") == ErrorKind::not_found);
  CHECK(kind("AKIDEXAMPLE", "wrong") == ErrorKind::credentials);
  CHECK(kind("AKIDOTHER", "right") == ErrorKind::credentials);
  CHECK_THAT(post(serving.url(), "ListTables", "{}").body, Contains("#IncompleteSignatureException"));
  CHECK_THAT(complaint({"--verify-signatures"}, 2), Contains("AWS_ACCESS_KEY_ID"));

  const auto scoped = [&](const std::string& date, const std::string& service) {
    return post(serving.url(), "ListTables", "{}",
                {"Authorization: AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/" + date.substr(0, 8) + "/eu-west-1/" +
                     service + ", SignedHeaders=x-amz-date, Signature=00",
                 "X-Amz-Date: " + date})
        .body;
  };
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/signature-v4-troubleshooting.html
  CHECK_THAT(
      scoped("20150830T123600Z", "s3/aws4_request"),
      Contains("#InvalidSignatureException") && Contains("Credential should be scoped to correct service: 'dynamodb'"));
  CHECK_THAT(scoped("20150830T123600Z", "dynamodb/aws5_request"),
             Contains("#InvalidSignatureException") &&
                 Contains("Credential should be scoped with a valid terminator: 'aws4_request'"));
  const auto dated = [&](const std::string& date) { return scoped(date, "dynamodb/aws4_request"); };
  CHECK_THAT(dated("20150830T123600Z"), Contains("#InvalidSignatureException") && Contains("Signature expired"));
  CHECK_THAT(dated("99991231T235959Z"), Contains("#InvalidSignatureException") && Contains("Signature expired"));
  // What is no date must not come back in an answer, which would be no JSON.
  for (const char* const none : {"20150830T123600\xFF", "2015083 T 1 2 3Z", "20150830T126000Z", "20150230T123600Z"}) {
    CHECK_THAT(dated(none), Contains("#IncompleteSignatureException"));
  }
}

TEST_CASE("a verbose server writes a line a request") {
  Serving serving({"--verbose"});
  post(serving.url(), "ListTables", "{}");
  post(serving.url(), "DescribeTable", R"({"TableName":"nothing"})");
  CHECK(serving.end(SIGTERM) == 0);
  CHECK_THAT(serving.log(), Catch::Matches("ListTables 200, 2 bytes in, 17 out, [0-9.]+ ms\n"
                                           "DescribeTable 400, 23 bytes in, [0-9]+ out, [0-9.]+ ms\n"));
}

TEST_CASE("the server deletes what is past its time to live, if it is to look for it") {
  CHECK(
      complaint({"--expire-every", "never"}, 2) ==
      "partita: error: 'never' is no number of seconds from 0 to 4294967295; 0 leaves expired items where they are\n");
  const auto serve = [](const std::string& seconds) {
    auto serving = std::make_unique<Serving>(std::vector<std::string>{"--expire-every", seconds});
    REQUIRE(post(serving->url(), "CreateTable", things).status == 200);
    const std::string enable =
        R"({"TableName":"things","TimeToLiveSpecification":{"AttributeName":"expires","Enabled":true}})";
    REQUIRE(post(serving->url(), "UpdateTimeToLive", enable).status == 200);
    const std::string past = std::to_string(std::time(nullptr) - 60);
    const std::string put = R"({"TableName":"things","Item":{"id":{"S":"a"},"expires":{"N":")" + past + R"("}}})";
    REQUIRE(post(serving->url(), "PutItem", put).status == 200);
    return serving;
  };
  const auto keeps = serve("0");
  const auto deletes = serve("1");
  CHECK(eventually([&] { return post(deletes->url(), "GetItem", get_a).body == "{}"; }));
  CHECK_THAT(post(keeps->url(), "GetItem", get_a).body, Contains("expires"));
}

TEST_CASE("requests of many connections at once are all answered") {
  const Serving serving;
  REQUIRE(post(serving.url(), "CreateTable", things).status == 200);
  std::vector<std::thread> threads;
  std::vector<int> counts(8);
  for (std::size_t i = 0; i < counts.size(); ++i) {
    threads.emplace_back([&, i] {
      for (int n = 0; n < 50; ++n) {
        const std::string id = std::to_string(i) + "-" + std::to_string(n);
        const auto put =
            post(serving.url(), "PutItem", R"({"TableName":"things","Item":{"id":{"S":")" + id + R"("}}})");
        counts[i] += put.status == 200 ? 1 : 0;
      }
    });
  }
  for (std::thread& each : threads) each.join();
  CHECK(counts == std::vector<int>(8, 50));
  CHECK_THAT(post(serving.url(), "Scan", R"({"TableName":"things","Select":"COUNT"})").body,
             Contains(R"("Count":400,)"));
}

// AWS's own client, of another language, with all operations: see session.mjs.
TEST_CASE("AWS's SDK for JavaScript holds a session with the server") {
  const char* const modules = std::getenv("PARTITA_NODE_MODULES");
  REQUIRE(modules != nullptr);  // run this test by scripts/with-servers
  const Serving serving;
  const TemporaryDirectory directory;
  const std::string out = (directory.path() / "out").string();
  const std::string command =
      std::string("node '" PARTITA_SESSION "' '") + serving.url() + "' '" + modules + "' >'" + out + "' 2>&1";
  const int status = std::system(command.c_str());  // NOLINT(concurrency-mt-unsafe)
  INFO(read_file(out));
  CHECK(status == 0);
  CHECK_THAT(read_file(out), Contains("22 operations"));
}

}  // namespace
}  // namespace partita::test
