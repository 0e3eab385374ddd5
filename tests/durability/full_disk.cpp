#include "full_disk.hpp"

#include "file_check.hpp"

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <optional>
#include <vector>

namespace durability {
namespace {

namespace fs = std::filesystem;

// More than the disk takes.
constexpr Writer greedy{.number = 0, .partitions = 100'000};

struct Progress {
  Tables tables{};
  std::uint32_t steps = 0;
};

// The error of the next step, which was not applied then.
std::optional<partita::Error> go_on(const partita::Client& client, Progress& progress) {
  const Step step = make_step(greedy, progress.tables, progress.steps);
  ++progress.steps;
  const partita::Reply reply = send(client, step.operation, step.body);
  if (is_due(step, reply)) {
    apply(step, progress.tables);
    return std::nullopt;
  }
  if (!reply.error) fail(step.operation + " was not refused");
  return reply.error;
}

void expect_told(const partita::Error& error) {
  const bool is_told = error.kind() == partita::ErrorKind::server &&
                       error.message().starts_with("the store failed: ") && !error.maybe_applied();
  if (!is_told) fail("not what a full disk should be told as: " + error.to_string());
}

}  // namespace

void fill_disk(const std::string& disk, const std::string& directory) {
  const std::string path = disk + "/full.db";
  const std::string ballast = disk + "/ballast";
  std::ofstream(ballast) << std::string(fs::space(disk).available / 4, 'b');
  Progress progress;
  std::string words;
  int refused = 1;
  {
    make_tables(path);
    const partita::Client client = open_file(path, false);
    for (std::optional<partita::Error> error; words.empty();) {
      if ((error = go_on(client, progress))) words = error->message();
      if (error) expect_told(*error);
    }
    // Some of them may fit.
    for (int i = 0; i < 30; ++i) {
      const auto error = go_on(client, progress);
      if (!error) continue;
      expect_told(*error);
      ++refused;
    }
    const auto expected = [&] { return std::vector<Left>{{greedy, {progress.tables}}}; };
    check_tables(client, expected());
    for (const char* const name : {"full.db", "full.db-wal"})
      fs::copy_file(fs::path(disk) / name, fs::path(directory) / name);
    check_file(directory + "/full.db", false, expected());
    fs::remove(ballast);
    for (int i = 0; i < 30; ++i) {
      if (const auto error = go_on(client, progress)) fail("refused, though there is room: " + error->to_string());
    }
    check_tables(client, expected());
  }
  check_file(path, false, {{greedy, {progress.tables}}});
  std::printf("full: %u requests, %d of them refused (%s); nothing was lost, and it went on once there was room\n",
              progress.steps, refused, words.c_str());
}

}  // namespace durability
