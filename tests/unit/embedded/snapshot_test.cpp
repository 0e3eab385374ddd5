#include <partita/client_options.hpp>
#include <partita/snapshot.hpp>
#include <partita/table.hpp>
#include <partita/transport.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <functional>
#include <memory>
#include <ostream>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using namespace partita;

constexpr auto definition = R"("BillingMode":"PAY_PER_REQUEST",
    "AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}],
    "KeySchema":[{"AttributeName":"id","KeyType":"HASH"}])";

Client with_table(ClientOptions options = {}) {
  const auto client = Client::open("memory:", options);
  REQUIRE(client);
  REQUIRE(create_table(*client, "items", definition));
  return *client;
}

std::string line(const std::string& id, const std::string& more = "") {
  return R"({"Item":{"id":{"S":")" + id + R"("})" + more + "}}\n";
}

std::string lines(int count, std::size_t padding = 0) {
  std::string text;
  for (int i = 0; i < count; ++i) {
    text += line("i-" + std::to_string(i), R"(,"pad":{"S":")" + std::string(padding, 'x') + R"("})");
  }
  return text;
}

SnapshotReport load(const Client& client, const std::string& text, const SnapshotOptions& options = {}) {
  std::istringstream in(text);
  return client.load("items", in, options);
}

#define REQUIRE_DONE(report)                                  \
  do {                                                        \
    const SnapshotReport& done_ = (report);                   \
    INFO((done_ ? std::string() : done_.error->to_string())); \
    REQUIRE(done_);                                           \
  } while (false)

std::string dump(const Client& client) {
  std::ostringstream out;
  const SnapshotReport report = client.dump("items", out);
  INFO((report ? std::string() : report.error->to_string()));
  REQUIRE_DONE(report);
  CHECK(report.bytes == out.str().size());
  return out.str();
}

// In order, as a dump has none.
std::vector<std::string> sorted(const std::string& text) {
  std::vector<std::string> all;
  std::istringstream in(text);
  for (std::string each; std::getline(in, each);) all.push_back(each);
  std::sort(all.begin(), all.end());
  return all;
}

std::string message(const SnapshotReport& report) {
  REQUIRE(report.error);
  return report.error->message();
}

// Takes so many bytes and fails.
class FullDisk final : public std::streambuf {
 public:
  explicit FullDisk(std::streamsize room) : room_(room) {}

 private:
  std::streamsize xsputn(const char*, std::streamsize size) override {
    const std::streamsize taken = std::min(room_, size);
    room_ -= taken;
    return taken;
  }
  int_type overflow(int_type) override { return traits_type::eof(); }

  std::streamsize room_;
};

// Breaks behind its text, as a file on a device that went away does.
class BrokenFile final : public std::streambuf {
 public:
  explicit BrokenFile(std::string text) : text_(std::move(text)) {
    setg(text_.data(), text_.data(), text_.data() + text_.size());
  }

 private:
  int_type underflow() override { throw std::ios_base::failure("read error"); }

  std::string text_;
};

// Another transport in front of that of a client.
class Between final : public Transport {
 public:
  using Send = std::function<void(const Request&, Reply&, Transport&)>;

  Between(Client client, Send send) : client_(std::move(client)), send_(std::move(send)) {}
  void send(const Request& request, Reply& reply) noexcept override { send_(request, reply, client_.transport()); }

 private:
  Client client_;
  Send send_;
};

TEST_CASE("a line of a snapshot is that of an export to S3") {
  // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/S3DataExport.Output.html
  const Client client = with_table();
  const std::string text =
      line("1", R"(,"b":{"B":"AAE="},"bs":{"BS":["AAE=","Ag=="]},"e":{"S":""},"f":{"BOOL":false},)"
                R"("l":{"L":[{"N":"-1.5"},{"M":{}}]},"m":{"M":{"k \" \n":{"S":"\u0001 x"}}},"n":{"N":"1E+100"},)"
                R"("ns":{"NS":["1","2"]},"ss":{"SS":["a","b"]},"z":{"NULL":true})");
  const SnapshotReport loaded = load(client, text);
  REQUIRE_DONE(loaded);
  CHECK(loaded.items == 1);
  CHECK(loaded.bytes == text.size());
  CHECK(loaded.cost.write_units > 0);
  const std::string once = dump(client);
  CHECK(once.starts_with(R"({"Item":{)"));
  CHECK(std::count(once.begin(), once.end(), '\n') == 1);
  const Client other = with_table();
  REQUIRE_DONE(load(other, once));
  CHECK(dump(other) == once);
}

TEST_CASE("empty lines, CRLF and a last line without an end are no mistakes") {
  const Client client = with_table();
  const SnapshotReport loaded =
      load(client, "\r\n" + line("1") + " \n{\"Item\": {\"id\": {\"S\": \"2\"}}}\r\n" + R"({"Item":{"id":{"S":"3"}}})");
  REQUIRE_DONE(loaded);
  CHECK(loaded.items == 3);
  CHECK(sorted(dump(client)) == sorted(line("1") + line("2") + line("3")));
}

TEST_CASE("of two lines with one key the later is stored") {
  const Client client = with_table();
  REQUIRE_DONE(load(client, line("1", R"(,"v":{"N":"1"})") + line("2") + line("1", R"(,"v":{"N":"2"})")));
  CHECK(sorted(dump(client)) == sorted(line("1", R"(,"v":{"N":"2"})") + line("2")));
}

TEST_CASE("a line that is no item ends the load, with all before it written") {
  const std::pair<const char*, const char*> mistakes[] = {
      {"{\"Item\":{\"id\":{\"S\":\"x\"", "line 31: it is no item: "},
      {"hello", "line 31: it is no item: "},
      {"[]", "line 31: it is no item: Unrecognized collection type Map"},
      {"{}", "line 31: it has no member 'Item'"},
      {R"({"Item":null})", "line 31: "},
      {R"({"Item":{"id":{"S":"x"}},"Item":{"id":{"S":"y"}}})", "line 31: it has two members 'Item'"},
      {R"({"Keys":{"id":{"S":"x"}},"NewImage":{}})", "line 31: it has a member 'Keys' beside or instead of 'Item'"},
      {R"({"Item":{"id":{"S":"x"},"v":{"N":"one"}}})", "line 31: it is no item: "},
      {R"({"Item":{"id":{"S":"x"},"v":{"Q":"1"}}})", "line 31: it is no item: "},
      {R"({"Item":{"id":{"S":"x"},"v":{"SS":[]}}})", "line 31: it is no item: "},
      {R"({"Item":{"id":{"S":"x"}}} {"Item":{"id":{"S":"y"}}})", "line 31: it is no item: "},
      {R"({"Item":{"v":{"S":"x"}}})",
       "line 31: One or more parameter values were invalid: Missing the key id in the item"},
      {R"({"Item":{"id":{"N":"1"}}})",
       "line 31: One or more parameter values were invalid: Type mismatch for key id expected: S actual: N"},
      {R"({"Item":{"id":{"S":""}}})", "line 31: One or more parameter values are not valid."},
  };
  for (const auto& [text, says] : mistakes) {
    const Client client = with_table();
    const SnapshotReport loaded = load(client, lines(30) + text + "\n" + lines(40));
    INFO(text);
    CHECK(message(loaded).starts_with(says));
    CHECK(message(loaded).ends_with("; 30 items are written"));
    CHECK(loaded.error->kind() == ErrorKind::invalid_argument);
    CHECK(loaded.error->table() == "items");
    CHECK(loaded.line == 31);
    CHECK(loaded.items == 30);
    CHECK(sorted(dump(client)) == sorted(lines(30)));
  }
}

TEST_CASE("an item of more than 400 KB is refused by its line") {
  const Client client = with_table();
  const SnapshotReport loaded =
      load(client, lines(1) + line("big", R"(,"v":{"S":")" + std::string(410 << 10, 'x') + R"("})"));
  CHECK(message(loaded).starts_with("line 2: the item has 419"));
  CHECK(loaded.items == 1);
}

TEST_CASE("a file without lines is not read to its end") {
  const Client client = with_table();
  const SnapshotReport loaded = load(client, lines(1) + std::string(17 << 20, 'x'));
  CHECK(message(loaded) == "line 2 has more than 16 MB, as no item has; 1 items are written");
  CHECK(loaded.line == 2);
}

TEST_CASE("a refusal of the service names the lines of its batch") {
  const Client client = with_table();
  REQUIRE(create_table(client, "indexed", R"("BillingMode":"PAY_PER_REQUEST",
      "AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"},{"AttributeName":"g","AttributeType":"S"}],
      "KeySchema":[{"AttributeName":"id","KeyType":"HASH"}],
      "GlobalSecondaryIndexes":[{"IndexName":"by_g","KeySchema":[{"AttributeName":"g","KeyType":"HASH"}],
                                 "Projection":{"ProjectionType":"ALL"}}])"));
  std::istringstream in(lines(30) + line("bad", R"(,"g":{"N":"1"})"));
  const SnapshotReport loaded = client.load("indexed", in);
  CHECK(message(loaded).starts_with("lines 26 to 31, of which 0 are known to be written: "));
  CHECK(message(loaded).ends_with("; 25 items are written"));
  CHECK(loaded.error->kind() == ErrorKind::validation);
  CHECK(loaded.items == 25);
  CHECK(loaded.line == 0);
}

TEST_CASE("what the service leaves of a batch is asked for again") {
  const Client client = with_table();
  int left = 0;
  const auto leave_one = [&](const Request& request, Reply& reply, Transport& next) {
    // The first item of the first two batches is given back.
    const std::string body(request.body);
    const std::size_t item = body.find(R"({"PutRequest")");
    if (request.operation != "BatchWriteItem" || left == 2) return next.send(request, reply);
    const std::size_t end = body.find(R"(,{"PutRequest")", item);
    if (end == std::string::npos) return next.send(request, reply);
    ++left;
    const std::string rest = body.substr(0, item) + body.substr(end + 1);
    Request shorter = request;
    shorter.body = rest;
    next.send(shorter, reply);
    reply.body.assign(R"({"UnprocessedItems":{"items":[)" + body.substr(item, end - item) + "]}}");
  };
  const Client cut(std::make_shared<Between>(client, leave_one));
  const SnapshotReport loaded = load(cut, lines(60));
  REQUIRE_DONE(loaded);
  CHECK(left == 2);
  CHECK(loaded.items == 60);
  CHECK(sorted(dump(client)) == sorted(lines(60)));
}

TEST_CASE("a dump reads all pages, by several threads too, and tells of its progress") {
  const Client client = with_table();
  REQUIRE_DONE(load(client, lines(500, 10'000), SnapshotOptions().workers(3)));
  for (const std::uint32_t workers : {0U, 1U, 4U}) {
    std::ostringstream out;
    std::vector<std::uint64_t> seen;
    const SnapshotReport report =
        client.dump("items", out, SnapshotOptions().workers(workers).on_progress([&](const SnapshotProgress& progress) {
          CHECK(progress.bytes <= out.str().size());
          seen.push_back(progress.items);
        }));
    REQUIRE_DONE(report);
    CHECK(report.items == 500);
    CHECK(report.cost.requests >= 5);  // of 1 MB each
    CHECK(std::is_sorted(seen.begin(), seen.end()));
    CHECK(seen.back() == 500);
    CHECK(sorted(out.str()) == sorted(lines(500, 10'000)));
  }
}

TEST_CASE("a dump reads consistently, and puts what a server lays out on one line") {
  std::string body;
  const auto laid_out = [&](const Request& request, Reply& reply, Transport&) {
    body = request.body;
    reply.body.assign(
        "{\n  \"Items\": [ {\n  \"id\": {\r\n \"S\": \"a\\nb\" } } ],\n \"Count\": 1, \"ScannedCount\": 1\n}");
  };
  const Client client(std::make_shared<Between>(with_table(), laid_out));
  CHECK(dump(client) == "{\"Item\":{   \"id\": {   \"S\": \"a\\nb\" } }}\n");
  CHECK(body.find(R"("ConsistentRead":true)") != std::string::npos);
}

TEST_CASE("a stop in the midst is an error of the dump and of the load") {
  struct Token {
    bool is_set = false;
    bool stop_requested() const { return is_set; }
  };
  const Client client = with_table();
  REQUIRE_DONE(load(client, lines(500, 10'000)));
  Token token;
  std::ostringstream out;
  const auto set = [&](const SnapshotProgress&) { token.is_set = true; };
  const SnapshotReport dumped = client.dump("items", out, SnapshotOptions().stop(token).on_progress(set));
  REQUIRE(dumped.error);
  CHECK(dumped.error->kind() == ErrorKind::cancelled);
  CHECK(dumped.items > 0);
  CHECK(dumped.items < 500);
  CHECK(sorted(out.str()).size() == dumped.items);
  CHECK(out.str().ends_with("}}\n"));

  token.is_set = false;
  const Client other = with_table();
  const SnapshotReport loaded = load(other, out.str(), SnapshotOptions().stop(token).on_progress(set));
  CHECK(loaded.error->kind() == ErrorKind::cancelled);
  CHECK(loaded.items == 25);
  CHECK(sorted(dump(other)).size() == 25);
}

TEST_CASE("a limit of time is that of the whole dump or load") {
  const Client client = with_table();
  const auto none = SnapshotOptions().timeout(std::chrono::seconds(0));
  std::ostringstream out;
  CHECK(client.dump("items", out, none).error->kind() == ErrorKind::deadline);
  CHECK(load(client, lines(1), none).error->kind() == ErrorKind::deadline);
}

TEST_CASE("a stream that fails is an error, however it is set") {
  const Client client = with_table();
  REQUIRE_DONE(load(client, lines(500, 10'000)));
  for (const auto throws : {std::ios_base::goodbit, std::ios_base::badbit | std::ios_base::failbit}) {
    FullDisk disk(2'000'000);
    std::ostream out(&disk);
    out.exceptions(throws);
    const SnapshotReport report = client.dump("items", out);
    CHECK(report.error->kind() == ErrorKind::transport);
    CHECK(message(report).starts_with("the stream failed behind " + std::to_string(report.items) + " items"));
    CHECK(report.items > 0);
    CHECK(report.items < 500);

    BrokenFile file(lines(30, 10'000));
    std::istream in(&file);
    in.exceptions(throws);
    const Client other = with_table();
    const SnapshotReport loaded = other.load("items", in);
    CHECK(loaded.error->kind() == ErrorKind::transport);
    const std::string count = std::to_string(loaded.items);
    CHECK(message(loaded) == "the stream failed behind line " + count + "; " + count + " items are written");
    CHECK(loaded.items > 0);
    CHECK(loaded.items == sorted(dump(other)).size());
    CHECK(loaded.line == 0);
  }
  // Small enough for the stream to keep it until it is flushed.
  REQUIRE(create_table(client, "small", definition));
  std::istringstream one(lines(1));
  REQUIRE_DONE(client.load("small", one));
  std::ofstream full("/dev/full");
  const SnapshotReport report = client.dump("small", full);
  CHECK(message(report).starts_with("the stream failed behind 1 items"));
}

TEST_CASE("a stream that throws at its end is read to it") {
  const Client client = with_table();
  std::istringstream in(lines(3));
  in.exceptions(std::ios_base::eofbit | std::ios_base::failbit | std::ios_base::badbit);
  const SnapshotReport loaded = client.load("items", in);
  REQUIRE_DONE(loaded);
  CHECK(loaded.items == 3);
}

TEST_CASE("a file that could not be opened is refused") {
  const Client client = with_table();
  std::ofstream out("/nowhere/to/be/found");
  CHECK(client.dump("items", out).error->kind() == ErrorKind::invalid_argument);
  std::ifstream in("/nowhere/to/be/found");
  const SnapshotReport loaded = client.load("items", in);
  CHECK(message(loaded) == "the stream is not good: was its file opened?; 0 items are written");
  CHECK(loaded.line == 0);
}

TEST_CASE("an error of the sink ends the dump and is its error") {
  const Client client = with_table();
  REQUIRE_DONE(load(client, lines(500, 10'000)));
  int calls = 0;
  const SnapshotReport report = client.dump("items", [&](std::string_view text) -> Result<void> {
    CHECK(text.ends_with("}}\n"));
    if (++calls == 2) return Error(ErrorKind::too_large, "enough");
    return {};
  });
  CHECK(message(report) == "enough");
  CHECK(report.error->kind() == ErrorKind::too_large);
  CHECK(calls == 2);
  CHECK(report.items > 0);
  CHECK(report.items < 500);
}

TEST_CASE("a table that is not there is an error, and a prefix stands before its name") {
  ClientOptions options;
  options.table_prefix = "dev-";
  const Client client = with_table(options);
  REQUIRE_DONE(load(client, lines(2)));
  CHECK(sorted(dump(client)).size() == 2);
  std::ostringstream out;
  const SnapshotReport dumped = client.dump("nobody", out);
  CHECK(dumped.error->kind() == ErrorKind::not_found);
  CHECK(dumped.error->table() == "dev-nobody");
  std::istringstream in(lines(1));
  const SnapshotReport loaded = client.load("nobody", in);
  CHECK(loaded.error->kind() == ErrorKind::not_found);
  CHECK(loaded.error->table() == "dev-nobody");
}

}  // namespace
