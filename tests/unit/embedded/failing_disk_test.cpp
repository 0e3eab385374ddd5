// What callers hear when the disk under the file of their client fails, and what the file holds then.
#include "failing_disk.hpp"
#include "embedded/store/sqlite_connection.hpp"
#include "item_tables.hpp"

#include <partita/client_options.hpp>
#include <partita/transport.hpp>

#include <catch2/catch.hpp>

#include <cerrno>
#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace {

using namespace partita;

// A file with a table, the disk that it is on, and a client.
struct FileOnDisk {
  explicit FileOnDisk(bool durable) {
    ClientOptions options;
    options.embedded.durable = durable;
    options.sleep = [](std::chrono::nanoseconds, const StopSignal&) { return true; };
    const auto opened = Client::open("file:" + path, options);
    REQUIRE(opened);
    client.emplace(*opened);
    REQUIRE_FALSE(send("CreateTable", plain_table).error);
    REQUIRE_FALSE(add().error);
  }
  FileOnDisk(const FileOnDisk&) = delete;
  FileOnDisk& operator=(const FileOnDisk&) = delete;
  // The client writes to the disk when it ends, and what the test told that has gone by then.
  ~FileOnDisk() { disk.heal(); }

  Reply send(std::string_view operation, const std::string& text, RetryClass retry = RetryClass::idempotent) const {
    return send(*client, operation, text, retry);
  }
  static Reply send(const Client& client, std::string_view operation, const std::string& text, RetryClass retry) {
    Reply reply;
    const std::string body = quoted(text);
    client.transport().send({.operation = operation, .table = "plain", .body = body, .retry = retry}, reply);
    return reply;
  }
  Reply add(RetryClass retry = RetryClass::additive) const {
    return send("UpdateItem",
                "{'TableName':'plain','Key':{'pk':{'S':'a'}},'UpdateExpression':'ADD n :one',"
                "'ExpressionAttributeValues':{':one':{'N':'1'}}}",
                retry);
  }
  Reply put_large(int number) const {
    return send("PutItem", "{'TableName':'plain','Item':{'pk':{'S':'" + std::to_string(number) + "'},'x':{'S':'" +
                               std::string(390'000, 'x') + "'}}}");
  }

  /// What has been added, as the client sees it; -1: it fails.
  int count() const { return count(*client); }
  static int count(const Client& client) {
    const Reply got = send(client, "GetItem", "{'TableName':'plain','Key':{'pk':{'S':'a'}}}", RetryClass::idempotent);
    return got.error ? -1
                     : std::stoi(nlohmann::json::parse(got.body.view()).at("Item").at("n").at("N").get<std::string>());
  }
  /// What would be found if the process were killed now.
  Client after_kill() {
    const std::string copy = directory.file("copy" + std::to_string(++copies) + ".db");
    std::filesystem::copy_file(path, copy);
    std::filesystem::copy_file(path + "-wal", copy + "-wal");
    const auto opened = Client::open("file:" + copy);
    REQUIRE(opened);
    return *opened;
  }

  FailingDisk disk;
  TemporaryDirectory directory;
  std::string path = directory.file("a.db");
  std::optional<Client> client;
  int copies = 0;
};

// Of an error that a caller was told: what the store said, and that nobody knows.
bool is_unknown(const Reply& reply, ErrorKind kind) {
  return reply.error && reply.error->kind() == kind && reply.error->maybe_applied() &&
         reply.error->message().find("the store failed: '") != std::string::npos &&
         reply.error->message().find(".db': disk I/O error") != std::string::npos;
}
// That nothing was applied, and that it was tried once.
bool is_refused(const Reply& reply, const std::string& words) {
  return reply.error && reply.error->kind() == ErrorKind::server && !reply.error->maybe_applied() &&
         reply.error->attempts() == 1 && reply.error->message().starts_with("the store failed: '") &&
         reply.error->message().ends_with(".db': " + words);
}

TEST_CASE("a write of which the disk did not say that it has it may be there") {
  FileOnDisk file(true);
  file.disk.sync = [](sqlite3_file*, int) { return SQLITE_IOERR_FSYNC; };
  const Reply added = file.add();
  CHECK(is_unknown(added, ErrorKind::outcome_unknown));
  CHECK(added.error->attempts() == 1);
  // Why nobody knows: this process goes on without it, and the next one finds it if this one is killed now.
  CHECK(file.count() == 1);
  CHECK(FileOnDisk::count(file.after_kill()) == 2);
  // One that may be repeated is, and is told to be unknown when that is of no use.
  const Reply repeated = file.put_large(1);
  CHECK(is_unknown(repeated, ErrorKind::server));
  CHECK(repeated.error->attempts() > 1);
  CHECK(file.count() == 1);
  // What is written next takes the place of what was not acknowledged.
  file.disk.sync = nullptr;
  CHECK_FALSE(file.add().error);
  CHECK(file.count() == 2);
  const Client next = file.after_kill();
  CHECK(FileOnDisk::count(next) == 2);
  CHECK(FileOnDisk::send(next, "Scan", "{'TableName':'plain'}", RetryClass::idempotent).body.view().find("390") ==
        std::string_view::npos);
}

TEST_CASE("a disk that fails to sync once is written to again") {
  FileOnDisk file(true);
  int times = 1;
  file.disk.sync = [&](sqlite3_file* each, int flags) {
    return times-- > 0 ? SQLITE_IOERR_FSYNC : FailingDisk::real(each).xSync(each, flags);
  };
  const Reply put = file.put_large(1);
  CHECK_FALSE(put.error);
  CHECK(put.facts.attempts == 2);
  CHECK(file.count() == 1);
}

TEST_CASE("a write that the disk took and then failed may be there") {
  FileOnDisk file(false);
  file.disk.write = [&](sqlite3_file* each, const void* bytes, int count, sqlite3_int64 at) {
    FailingDisk::real(each).xWrite(each, bytes, count, at);
    errno = EIO;
    return count == 4096 ? SQLITE_IOERR_WRITE : SQLITE_OK;  // a page, behind its header
  };
  CHECK(is_unknown(file.add(), ErrorKind::outcome_unknown));
  CHECK(file.count() == 1);
  CHECK(FileOnDisk::count(file.after_kill()) == 2);
  file.disk.write = nullptr;
  CHECK_FALSE(file.add().error);
  CHECK(file.count() == 2);
}

// The index of the log grows by a region for some 4,000 pages of the log, after these were written to it.
TEST_CASE("a write whose log was written, but not its index, may be there") {
  FileOnDisk file(false);
  embedded::SqliteConnection reader;  // keeps the log from being emptied
  REQUIRE(reader.open(file.path));
  REQUIRE(reader.execute("BEGIN; SELECT * FROM definitions"));
  file.disk.map_index = [&](sqlite3_file* each, int region, int size, int extend, void volatile** mapped) {
    return region > 0 ? SQLITE_IOERR_SHMSIZE : FailingDisk::real(each).xShmMap(each, region, size, extend, mapped);
  };
  int number = 0;
  Reply put;
  do {
    put = file.put_large(number);
  } while (!put.error && ++number < 100);
  CHECK(is_unknown(put, ErrorKind::server));
  REQUIRE(number > 10);
  const std::string get = "{'TableName':'plain','Key':{'pk':{'S':'" + std::to_string(number) + "'}}}";
  CHECK(file.send("GetItem", get).body.view() == "{}");
  file.disk.map_index = nullptr;
  CHECK(FileOnDisk::send(file.after_kill(), "GetItem", get, RetryClass::idempotent).body.size() > 390'000);
}

TEST_CASE("a write for which there is no room is known not to be there") {
  FileOnDisk file(true);
  for (const bool is_part_written : {false, true}) {
    file.disk.write = [&](sqlite3_file* each, const void* bytes, int count, sqlite3_int64 at) {
      if (count != 4096) return FailingDisk::real(each).xWrite(each, bytes, count, at);
      if (is_part_written) FailingDisk::real(each).xWrite(each, bytes, count / 2, at);
      return SQLITE_FULL;
    };
    CHECK(is_refused(file.add(), "database or disk is full"));
    CHECK(file.count() == 1);
    CHECK(FileOnDisk::count(file.after_kill()) == 1);
  }
  file.disk.write = nullptr;
  CHECK_FALSE(file.add().error);
  CHECK(file.count() == 2);
}

TEST_CASE("a disk that has a transaction has its token, too") {
  FileOnDisk file(true);
  const std::string add_once =
      "{'TransactItems':[{'Update':{'TableName':'plain','Key':{'pk':{'S':'a'}},'UpdateExpression':'ADD n :one',"
      "'ExpressionAttributeValues':{':one':{'N':'1'}}}}],'ClientRequestToken':'token'}";
  // The last that it does.
  file.disk.sync = [&](sqlite3_file* each, int flags) {
    file.disk.write = [](sqlite3_file*, const void*, int, sqlite3_int64) { return SQLITE_IOERR_WRITE; };
    return FailingDisk::real(each).xSync(each, flags);
  };
  CHECK_FALSE(file.send("TransactWriteItems", add_once).error);
  file.disk.sync = nullptr;
  file.disk.write = nullptr;
  const Client next = file.after_kill();
  CHECK(FileOnDisk::count(next) == 2);
  CHECK_FALSE(FileOnDisk::send(next, "TransactWriteItems", add_once, RetryClass::idempotent).error);
  CHECK(FileOnDisk::count(next) == 2);
}

// https://www.sqlite.org/wal.html#checkpointing: the log is the file's until it has been copied and synced.
TEST_CASE("a log that cannot be copied to its file loses nothing") {
  FileOnDisk file(false);
  int refused = 0;
  file.disk.sync = [&](sqlite3_file*, int) {
    ++refused;
    return SQLITE_IOERR_FSYNC;
  };
  constexpr int puts = 15;
  for (int i = 0; i < puts; ++i) CHECK_FALSE(file.put_large(i).error);
  CHECK_FALSE(file.add().error);
  CHECK(refused > 0);
  CHECK(file.count() == 2);
  CHECK(FileOnDisk::count(file.after_kill()) == 2);
  file.client.reset();
  file.disk.sync = nullptr;
  const auto again = Client::open("file:" + file.path);
  REQUIRE(again);
  CHECK(FileOnDisk::count(*again) == 2);
}

}  // namespace
