// Scans by segments on real servers: nothing is lost or handed out twice, wherever one stops.
#include "servers.hpp"

#include "note.partita.hpp"

#include <partita/cursor.hpp>
#include <partita/segmented_scan.hpp>

#include <cstddef>
#include <set>
#include <stdexcept>
#include <string>

namespace partita::test {
namespace {

using lab::Note;
using lab::NoteFields;
using lab::NoteRepository;

constexpr int count = 40;

void fill(const NoteRepository& notes) {
  for (int i = 0; i < count; ++i) {
    REQUIRE_OK(notes.put({.id = "n-" + std::to_string(i), .text = "t", .shelf = i % 4 == 0 ? "a" : "b"}));
  }
}

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Scan.html#Scan.ParallelScan
TEST_CASE("segments together are the whole table, by any number of threads", "[segments]") {
  const Table<NoteRepository> notes(GENERATE(from_range(backend_ids())), "notes");
  const NoteRepository repository{notes.client()};
  fill(repository);
  const std::uint32_t segments = GENERATE(1U, 3U, 8U);
  const std::uint32_t threads = GENERATE(1U, 4U);
  INFO(segments << " segments, " << threads << " threads");
  std::multiset<std::string> ids;
  std::uint64_t reported = 0;
  std::set<std::uint32_t> ended;
  const auto done = repository.scan()
                        .page_size(3)
                        .consistent()
                        .segments(segments)
                        .threads(threads)
                        .progress([&](const SegmentProgress& progress) {
                          reported += progress.pages == 1 ? progress.items : 0;
                          if (progress.ended) ended.insert(progress.segment);
                        })
                        .each([&](const Note& note) { ids.insert(note.id); });
  REQUIRE_OK(done.error ? Result<void>(*done.error) : Result<void>());
  CHECK(done);
  CHECK_FALSE(done.next);
  CHECK(done.items == count);
  CHECK(ids.size() == count);
  CHECK(std::set<std::string>(ids.begin(), ids.end()).size() == count);
  CHECK(ended.size() == segments);
  CHECK(reported > 0);
  CHECK(done.cost.requests == done.pages);
  CHECK(done.cost.items_returned == count);

  std::size_t filtered = 0;
  CHECK(repository.scan().where(NoteFields::shelf == "a").segments(segments).each([&](const Note&) { ++filtered; }));
  CHECK(filtered == count / 4);
}

TEST_CASE("a scan by segments that stops anywhere goes on behind what it handed out", "[segments]") {
  const Table<NoteRepository> notes(GENERATE(from_range(backend_ids())), "notes");
  const NoteRepository repository{notes.client()};
  fill(repository);
  const auto scan = [&] { return repository.scan().page_size(2).consistent().segments(4).threads(3); };
  for (std::size_t stop = 1; stop < count; stop += 3) {
    INFO("stops at item " << stop);
    std::multiset<std::string> ids;
    const auto first = scan().each([&](const Note& note) {
      ids.insert(note.id);
      return ids.size() < stop;
    });
    CHECK(first);
    CHECK(first.items == ids.size());
    if (first.next) {
      const auto rest =
          scan().after(*Cursor::parse(first.next->to_string())).each([&](const Note& note) { ids.insert(note.id); });
      CHECK(rest);
      CHECK_FALSE(rest.next);
    }
    CHECK(ids.size() == count);
    CHECK(std::set<std::string>(ids.begin(), ids.end()).size() == count);
  }
}

TEST_CASE("every cursor of the progress leads to the rest", "[segments]") {
  const Table<NoteRepository> notes(GENERATE(from_range(backend_ids())), "notes");
  const NoteRepository repository{notes.client()};
  fill(repository);
  std::size_t given_out = 0;
  std::vector<std::pair<std::size_t, std::optional<Cursor>>> stops;
  CHECK(repository.scan()
            .page_size(3)
            .segments(3)
            .progress([&](const SegmentProgress& progress) {
              const auto cursor = progress.cursor();
              REQUIRE_OK(cursor);
              stops.emplace_back(given_out, *cursor);
            })
            .each([&](const Note&) { ++given_out; }));
  REQUIRE(stops.size() >= count / 3);
  for (const auto& [before, cursor] : stops) {
    std::size_t rest = 0;
    if (cursor) CHECK(repository.scan().segments(3).after(*cursor).each([&](const Note&) { ++rest; }));
    CHECK(before + rest == count);
  }
  const auto& some = stops.front().second;
  REQUIRE(some);
  const auto ignore = [](const Note&) {};
  for (const auto& refused :
       {repository.scan().segments(4).after(*some).each(ignore),
        repository.scan().where(NoteFields::shelf == "a").segments(3).after(*some).each(ignore),
        repository.scan().max_items(3).segments(3).each(ignore), repository.scan().segments(0).each(ignore)}) {
    REQUIRE(refused.error);
    CHECK(refused.error->kind() == ErrorKind::invalid_argument);
    CHECK(refused.cost.requests == 0);
  }
  const auto plain = repository.scan().after(*some).all();
  REQUIRE_FALSE(plain);
  CHECK(plain.error().kind() == ErrorKind::invalid_argument);
}

TEST_CASE("an exception of the caller's ends a scan by segments", "[segments]") {
  const Table<NoteRepository> notes(GENERATE(from_range(backend_ids())), "notes");
  const NoteRepository repository{notes.client()};
  fill(repository);
  const auto scan = repository.scan().page_size(2).segments(4).threads(4);
  std::size_t seen = 0;
  const auto fail = [&](const Note&) {
    if (++seen == 5) throw std::runtime_error("the disk is full");
  };
  CHECK_THROWS_AS(scan.each(fail), std::runtime_error);
}

}  // namespace
}  // namespace partita::test
