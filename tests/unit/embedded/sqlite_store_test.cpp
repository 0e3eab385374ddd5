#include "in_child.hpp"
#include "stores.hpp"

#include "embedded/store/sqlite_connection.hpp"
#include "embedded/store/store_failures.hpp"
#include "embedded/tables/catalog.hpp"
#include "embedded/tables/definition_text.hpp"

#include <catch2/catch.hpp>
#include <eventually.hpp>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

namespace {

using namespace partita::embedded;
using partita::ErrorKind;

std::string content(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}
void write(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

std::string refusal(const std::string& path) {
  const auto store = open_sqlite_store(path);
  if (store) return "opened";
  CHECK(store.error().kind() == ErrorKind::invalid_argument);
  return store.error().message();
}

Space make_space(Store& store) {
  const auto writer = store.begin_write();
  const Space space = writer->create_space();
  REQUIRE(writer->commit());
  return space;
}

// A file of some 200 KB.
Space fill(const std::string& path) {
  const auto store = *open_sqlite_store(path);
  const Space space = make_space(*store);
  const auto writer = store->begin_write();
  const std::string text(400, 'x');
  for (int i = 0; i < 400; ++i) writer->put(space, {"p" + std::to_string(i), "s", text, 1});
  REQUIRE(writer->commit());
  return space;
}

void execute(const std::string& path, const char* statements) {
  SqliteConnection connection;
  REQUIRE(connection.open(path));
  REQUIRE(connection.execute(statements));
}

TEST_CASE("a file keeps what was committed, and is one file once it is closed") {
  const TemporaryDirectory directory;
  const std::string path = directory.file("store.db");
  const Space space = fill(path);
  CHECK(std::distance(std::filesystem::directory_iterator(directory.path), {}) == 1);
  const auto store = *open_sqlite_store(path);
  const auto reader = store->begin_read();
  CHECK(reader->extent(space).rows == 400);
  CHECK(reader->get(space, "p7", "s")->text == std::string(400, 'x'));
}

TEST_CASE("a file that is no database of ours is refused and left as it is") {
  const TemporaryDirectory directory;
  const std::string path = directory.file("file");
  const std::string text(5000, 't');
  write(path, text);
  CHECK(refusal(path) == "'" + path + "': is not a database; it was left as it is");
  CHECK(content(path) == text);

  const std::string other = directory.file("other.db");
  execute(other, "CREATE TABLE notes(text)");
  const std::string before = content(other);
  CHECK(refusal(other) == "'" + other + "': is the database of another program; it was left as it is");
  CHECK(content(other) == before);

  CHECK(refusal(directory.path) == "'" + directory.path + "': is a directory; name a file in it");
  CHECK(refusal(directory.file("no/such/directory")).ends_with("): its directory must exist, and both be writable"));
}

TEST_CASE("a file of a newer version is refused and left as it is") {
  const TemporaryDirectory directory;
  const std::string path = directory.file("store.db");
  fill(path);
  execute(path, "PRAGMA user_version = 99; PRAGMA wal_checkpoint(TRUNCATE)");
  const std::string before = content(path);
  CHECK(refusal(path) ==
        "'" + path +
            "': was written by a newer version of Partita (its schema is 99, this version knows 2); it "
            "was left as it is");
  CHECK(content(path) == before);
}

TEST_CASE("a file of an older version is made one of this version, and keeps its rows") {
  const TemporaryDirectory directory;
  const std::string path = directory.file("store.db");
  const Space space = fill(path);
  execute(path, "DROP TABLE space_0; PRAGMA user_version = 1");  // all that version 2 has besides
  const auto store = *open_sqlite_store(path);
  const auto writer = store->begin_write();
  writer->put(first_space, {"p", "s", "text", 1});
  REQUIRE(writer->commit());
  CHECK(store->begin_read()->get(first_space, "p", "s")->text == "text");
  CHECK(store->begin_read()->extent(space).rows == 400);
}

TEST_CASE("an empty file becomes a store") {
  const TemporaryDirectory directory;
  const std::string path = directory.file("store.db");
  write(path, "");
  CHECK(refusal(path) == "opened");
}

// https://www.sqlite.org/c3ref/open.html: what SQLite itself would take for something else.
TEST_CASE("a path is one of a file, whatever it looks like, and stays so when the program goes elsewhere") {
  const TemporaryDirectory directory;
  const TemporaryDirectory elsewhere;
  const std::filesystem::path before = std::filesystem::current_path();
  for (const std::string name : {":memory:", "file:a.db", "file::memory:", "file:b.db?mode=memory", "c.db"}) {
    INFO(name);
    std::filesystem::current_path(directory.path);
    const auto store = open_sqlite_store(name);
    std::filesystem::current_path(elsewhere.path);
    REQUIRE(store);
    const Space space = make_space(**store);
    const auto writer = (*store)->begin_write();
    writer->put(space, {"p", "s", "text", 1});
    REQUIRE(writer->commit());
    const auto one = (*store)->begin_read();
    const auto other = (*store)->begin_read();
    CHECK(one->get(space, "p", "s")->text == "text");
    CHECK(other->get(space, "p", "s")->text == "text");
    CHECK(std::filesystem::exists(directory.file(name)));
  }
  std::filesystem::current_path(before);
  CHECK(std::filesystem::is_empty(elsewhere.path));
  CHECK(refusal("").starts_with("'': "));
}

TEST_CASE("a truncated or damaged file is refused") {
  const TemporaryDirectory directory;
  const std::string path = directory.file("store.db");
  fill(path);
  const std::string whole = content(path);
  REQUIRE(whole.size() > 100'000);
  for (const std::size_t size : {whole.size() / 2, whole.size() - 4096, std::size_t{4096}, std::size_t{100}}) {
    write(path, whole.substr(0, size));
    const std::string message = refusal(path);
    CHECK((message.find("is damaged") != std::string::npos || message.find("is not a database") != std::string::npos));
  }
  std::string damaged = whole;
  for (std::size_t at = 5 * 4096; at < 9 * 4096; ++at) damaged[at] = '\x5A';
  write(path, damaged);
  CHECK(refusal(path).find("is damaged") != std::string::npos);
  CHECK(content(path) == damaged);
}

// A limit of the process stands for a disk that is full: writes fail half-way through a transaction.
TEST_CASE("where nothing more can be written, a commit fails and what was there stays") {
  const TemporaryDirectory directory;
  const std::string path = directory.file("store.db");
  const Space space = fill(path);
  const auto writes_until_full = [&] {
    signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{std::size_t{1} << 20, std::size_t{1} << 20};
    setrlimit(RLIMIT_FSIZE, &limit);
    const auto store = open_sqlite_store(path);
    if (!store) return false;
    const std::string text(20'000, 'y');
    int committed = 0;
    for (; committed < 1000; ++committed) {
      const auto writer = (*store)->begin_write();
      writer->put(space, {"new" + std::to_string(committed), "s", text, 1});
      writer->put(space, {"p0", "s", std::to_string(committed), 1});
      const auto outcome = writer->commit();
      if (!outcome) {
        if (outcome.error().type != "InternalServerError") return false;
        break;
      }
    }
    // Readers go on, and see the last commit.
    const auto reader = (*store)->begin_read();
    const auto last = reader->get(space, "p0", "s");
    return committed > 5 && committed < 1000 && last && last->text == std::to_string(committed - 1) &&
           reader->extent(space).rows == 400U + static_cast<unsigned>(committed);
  };
  CHECK(in_child(writes_until_full));
  const auto store = *open_sqlite_store(path);
  const auto reader = store->begin_read();
  const std::string last(reader->get(space, "p0", "s")->text);
  CHECK(reader->extent(space).rows == 401U + static_cast<unsigned>(std::stoi(last)));
}

TEST_CASE("two processes write one file, and no write is lost") {
  const TemporaryDirectory directory;
  const std::string path = directory.file("store.db");
  const Space space = fill(path);
  const auto count = [&] {
    const auto store = *open_sqlite_store(path);
    for (int i = 0; i < 100; ++i) {
      const auto writer = store->begin_write();
      const auto now = writer->get(space, "count", "");
      const std::string next = std::to_string(now ? std::stoi(std::string(now->text)) + 1 : 1);
      writer->put(space, {"count", "", next, 1});
      writer->put(space, {"at", next, next, 1});
      if (!writer->commit()) return false;
    }
    return true;
  };
  const pid_t other = fork();
  if (other == 0) _exit(count() ? 0 : 1);
  CHECK(in_child(count));
  int status = 1;
  waitpid(other, &status, 0);
  CHECK(status == 0);
  const auto store = *open_sqlite_store(path);
  const auto reader = store->begin_read();
  CHECK(reader->get(space, "count", "")->text == "200");
  CHECK(reader->extent(space).rows == 400 + 201);
}

TEST_CASE("two processes may make one file at once") {
  const TemporaryDirectory directory;
  for (int round = 0; round < 5; ++round) {
    const std::string path = directory.file("store" + std::to_string(round));
    std::vector<pid_t> children;
    for (int i = 0; i < 4; ++i) {
      children.push_back(fork());
      if (children.back() == 0) {
        const auto store = open_sqlite_store(path);
        const auto writer = store ? (*store)->begin_write() : nullptr;
        if (writer) writer->create_space();
        _exit(writer && writer->commit() ? 0 : 1);
      }
    }
    for (const pid_t child : children) {
      int status = 1;
      waitpid(child, &status, 0);
      CHECK(status == 0);
    }
  }
}

TEST_CASE("a writer waits for those of other processes, but not for ever") {
  const TemporaryDirectory directory;
  const std::string path = directory.file("store.db");
  const Space space = fill(path);
  const auto one = *open_sqlite_store(path);
  SqliteOptions impatient;
  impatient.busy_timeout = std::chrono::milliseconds(30);
  const auto other = *open_sqlite_store(path, impatient);
  {
    const auto writer = one->begin_write();
    writer->put(space, {"p0", "s", "changed", 1});
    const auto late = other->begin_write();
    late->put(space, {"p0", "s", "lost", 1});
    const auto outcome = late->commit();
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().type == "InternalServerError");
    CHECK(outcome.error().message == "the store failed: '" + path + "': database is locked");
    CHECK(other->begin_read()->get(space, "p0", "s")->text.size() == 400);  // readers wait for nobody
    REQUIRE(writer->commit());
  }
  CHECK(other->begin_read()->get(space, "p0", "s")->text == "changed");
}

TEST_CASE("a writer waits for another one of its process until its deadline") {
  const TemporaryDirectory directory;
  const auto store = *open_sqlite_store(directory.file("store.db"));
  auto writer = store->begin_write();
  std::atomic<bool> ended = false;
  std::string type;
  std::jthread late([&] {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(20);
    const auto outcome = store->begin_write({.deadline = deadline})->commit();
    type = outcome ? "committed" : outcome.error().type;
    ended = true;
  });
  CHECK(partita::test::eventually([&] { return ended.load(); }));
  writer.reset();  // for one that waits for ever
  late.join();
  CHECK(type == gave_up);
}

TEST_CASE("tables that another process made, changed or deleted are known at once") {
  const TemporaryDirectory directory;
  const std::string path = directory.file("store.db");
  const auto one = *open_sqlite_store(path);
  const auto other = *open_sqlite_store(path);
  Catalog catalog;
  Table table;
  table.name = "table";
  table.attributes = {{"p", partita::wire::Tag::S}};
  table.key.partition = table.attributes;
  const auto change = [&](const std::string& ttl) {
    const auto writer = other->begin_write();
    table.items = writer->create_space();
    table.ttl = ttl;
    writer->put(table.items, {"p", "", ttl, 1});
    writer->define(table.name, to_text(table));
    REQUIRE(writer->commit());
  };
  for (const auto* ttl : {"one", "two"}) {
    change(ttl);
    const auto reader = one->begin_read();
    const auto known = *catalog.find(*reader, "table");
    REQUIRE(known != nullptr);
    CHECK(known->ttl == ttl);
    CHECK(reader->get(known->items, "p", "")->text == ttl);
  }
  const auto before = one->begin_read();
  CHECK(*catalog.find(*before, "table") != nullptr);
  {
    const auto writer = other->begin_write();
    writer->drop_space(table.items);
    writer->undefine("table");
    REQUIRE(writer->commit());
  }
  // This one began earlier, and still sees it.
  CHECK(before->get(table.items, "p", "")->text == "two");
  CHECK(*catalog.find(*one->begin_read(), "table") == nullptr);
}

}  // namespace
