#include "diagnostics/diagnostic.hpp"

#include <catch2/catch.hpp>

#include <set>

namespace partita::diagnostics {
namespace {

TEST_CASE("diagnostics come sorted by place, equal ones once") {
  Sink sink;
  sink.report(Id::duplicate_key, {1, 5, 6}, "third");
  sink.report(Id::duplicate_key, {0, 9, 9}, "second");
  sink.report(Id::duplicate_key, {0, 2, 3}, "first");
  sink.report(Id::duplicate_key, {0, 9, 9}, "second");
  sink.report(Id::duplicate_key, {}, "without a place");
  std::vector<std::string> messages;
  for (const Diagnostic& d : sink.sorted()) messages.push_back(d.message);
  CHECK(messages == std::vector<std::string>{"first", "second", "third", "without a place"});
  CHECK(sink.has_errors());
}

TEST_CASE("a warning is no error") {
  Sink sink;
  sink.report(Id::no_entity, {}, "nothing here");
  CHECK(!sink.has_errors());
  CHECK(sink.sorted().size() == 1);
}

TEST_CASE("an accepted error is no error, and is not judged again") {
  Sink sink;
  sink.report(Id::duplicate_key, {0, 1, 2}, "accepted");
  sink.report(Id::duplicate_key, {0, 3, 4}, "open");
  sink.accept([](const Diagnostic& d) -> std::optional<Acceptance> {
    if (d.message == "open") return std::nullopt;
    return Acceptance{Acceptance::By::suppression, "so be it"};
  });
  CHECK(sink.errors() == 1);
  std::size_t judged = 0;
  sink.accept([&](const Diagnostic&) -> std::optional<Acceptance> {
    ++judged;
    return Acceptance{Acceptance::By::baseline};
  });
  CHECK(judged == 1);
  CHECK(!sink.has_errors());
  CHECK(sink.sorted().at(0).accepted->reason == "so be it");
}

TEST_CASE("every id is found by its name, and names are unique") {
  std::set<std::string_view> names;
  for (const IdInfo& id : all_ids()) {
    CHECK(find_id(id.name) == id.id);
    CHECK(info(id.id).name == id.name);
    CHECK(names.insert(id.name).second);
  }
  CHECK(!find_id("no-such-id"));
}

}  // namespace
}  // namespace partita::diagnostics
