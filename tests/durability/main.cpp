// Kills a process in the middle of its writes, again and again on one file, and checks what it leaves: all that it was
// told to be committed, each row of one space with its row of the other, nothing half done. Then fills a disk.
//
// usage: durability KILLS SEED DIRECTORY          each durability mode, in files of the directory
//        durability full DIRECTORY                until nothing more can be written there
#include "embedded/store/sqlite_store.hpp"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <random>
#include <string>
#include <string_view>
#include <thread>

namespace {

using namespace partita::embedded;

constexpr Space items{1};
constexpr Space entries{2};

[[noreturn]] void fail(const std::string& what) {
  std::fprintf(stderr, "%s\n", what.c_str());
  std::exit(1);
}

std::unique_ptr<Store> open(const std::string& path, bool full_sync) {
  SqliteOptions options;
  options.every_commit_survives_power_loss = full_sync;
  auto store = open_sqlite_store(path, options);
  if (!store) fail(store.error().message());
  return *std::move(store);
}

void make(const std::string& path) {
  const auto store = open(path, false);
  const auto writer = store->begin_write();
  if (writer->create_space() != items || writer->create_space() != entries || !writer->commit()) fail("no new file");
}

// Transaction `n`: an item, its entry in an index, and the erasure of an old one of each.
bool write(Store& store, std::uint32_t n) {
  const std::string key = "item" + std::to_string(n);
  const std::string text = std::to_string(n) + std::string(n * 37 % 3000, 'x');
  const auto writer = store.begin_write();
  writer->put(items, {key, "", text, n});
  writer->put(entries, {"all", key, text, n});
  if (n % 3 == 0 && n >= 30) {
    const std::string old = "item" + std::to_string(n - 30);
    writer->erase(items, old, "");
    writer->erase(entries, "all", old);
  }
  return writer->commit().has_value();
}

bool is_erased(std::uint32_t n, std::uint32_t last) {
  return n % 3 == 0 && n + 30 <= last;
}

// The number of the last transaction.
std::uint32_t check(const std::string& path, bool full_sync, std::uint32_t acknowledged) {
  const auto store = open(path, full_sync);
  const auto reader = store->begin_read();
  std::map<std::string, std::string> all;
  const auto scan = reader->scan(items, Segment(), std::nullopt);
  std::uint32_t last = 0;
  for (Row row; scan->next(row);) {
    last = std::max(last, row.size);
    all.emplace(row.partition, row.text);
  }
  if (last < acknowledged) fail("a write that was acknowledged is lost: " + std::to_string(acknowledged));
  for (std::uint32_t n = 1; n <= last; ++n) {
    if (all.contains("item" + std::to_string(n)) == is_erased(n, last)) fail("item " + std::to_string(n) + " is wrong");
  }
  std::size_t count = 0;
  const auto range = reader->range(entries, "all", {}, Direction::forward);
  for (Row row; range->next(row); ++count) {
    const auto found = all.find(std::string(row.sort));
    if (found == all.end() || found->second != row.text) fail("an entry has no item: " + std::string(row.sort));
  }
  if (count != all.size()) fail("an item has no entry");
  if (reader->failure()) fail(reader->failure()->message);
  return last;
}

// Until it is killed. Says what it has committed.
[[noreturn]] void write_on(const std::string& path, bool full_sync, std::uint32_t last, int acknowledge) {
  const auto store = open(path, full_sync);
  for (std::uint32_t n = last + 1;; ++n) {
    if (!write(*store, n)) _exit(1);
    if (::write(acknowledge, &n, sizeof n) != sizeof n) _exit(1);
  }
}

void kill_again_and_again(const std::string& path, bool full_sync, int kills, std::mt19937& random) {
  make(path);
  std::uint32_t last = 0;
  std::uint32_t unacknowledged = 0;
  for (int i = 0; i < kills; ++i) {
    int pipe[2];
    if (::pipe(pipe) != 0) fail("no pipe");
    const pid_t child = fork();
    if (child == 0) write_on(path, full_sync, last, pipe[1]);
    close(pipe[1]);
    std::this_thread::sleep_for(std::chrono::microseconds(random() % 40'000));
    kill(child, SIGKILL);
    int status = 0;
    waitpid(child, &status, 0);
    if (!WIFSIGNALED(status)) fail("the writer failed by itself");
    std::uint32_t acknowledged = last;
    while (read(pipe[0], &acknowledged, sizeof acknowledged) == sizeof acknowledged) continue;
    close(pipe[0]);
    last = check(path, full_sync, acknowledged);
    unacknowledged += last > acknowledged ? 1 : 0;
  }
  std::printf("%s: %d kills, %u transactions, %u of them committed but not yet acknowledged\n",
              full_sync ? "FULL" : "NORMAL", kills, last, unacknowledged);
}

void fill(const std::string& path) {
  make(path);
  std::uint32_t last = 0;
  {
    const auto store = open(path, false);
    while (write(*store, last + 1)) ++last;
    // One that failed leaves the next one a chance.
    write(*store, last + 1);
  }
  if (check(path, false, last) != last) fail("a write that failed was committed");
  std::printf("full: %u transactions, all there\n", last);
}

}  // namespace

int main(int count, char** arguments) {
  if (count == 3 && std::strcmp(arguments[1], "full") == 0) {
    fill(std::string(arguments[2]) + "/full.db");
    return 0;
  }
  if (count != 4) fail("usage: durability KILLS SEED DIRECTORY, or: durability full DIRECTORY");
  std::mt19937 random(static_cast<std::uint32_t>(std::atoi(arguments[2])));
  const std::string directory = arguments[3];
  kill_again_and_again(directory + "/normal.db", false, std::atoi(arguments[1]), random);
  kill_again_and_again(directory + "/full-sync.db", true, std::atoi(arguments[1]), random);
  return 0;
}
