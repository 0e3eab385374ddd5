// Lookup items on real servers: what is found by them, and what stays of them.
#include "servers.hpp"

#include "lab/lookups.partita.hpp"

#include <partita/transaction.hpp>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

namespace partita::test {
namespace {

using lab::Job;
using lab::JobFields;
using lab::JobRepository;
using lab::MemoRepository;

Job job(const std::string& id, std::set<std::string> tags) {
  return {.owner = "ann", .id = id, .tags = std::move(tags), .slug = "slug-" + id, .title = "Job " + id};
}

std::vector<std::string> ids(const Result<std::vector<Job>>& jobs) {
  std::vector<std::string> list;
  INFO((jobs ? std::string() : jobs.error().to_string()));
  REQUIRE(jobs);
  for (const Job& each : *jobs) list.push_back(each.id);
  return list;
}

using Ids = std::vector<std::string>;

TEST_CASE("lookup items are in step with an item on every write", "[lookups]") {
  const Table<JobRepository> jobs(GENERATE(from_range(backend_ids())), "jobs");
  const auto with = [&](const std::string& tag) { return ids(jobs->by_tag("ann", tag).consistent().all()); };
  REQUIRE_OK(jobs->create(job("1", {"red", "blue"})));
  REQUIRE_OK(jobs->create(job("2", {"red"})));
  CHECK(with("red") == Ids{"1", "2"});
  CHECK(with("blue") == Ids{"1"});
  CHECK(with("re").empty());

  REQUIRE_OK(jobs->put(job("1", {"red", "green"})));
  CHECK(with("blue").empty());
  CHECK(with("green") == Ids{"1"});
  REQUIRE_OK(jobs->replace(job("1", {"blue"})));
  CHECK(with("green").empty());
  CHECK(with("blue") == Ids{"1"});
  REQUIRE_OK(jobs->upsert(job("1", {"green"})));
  CHECK(with("blue").empty());
  CHECK(with("green") == Ids{"1"});
  REQUIRE_OK(jobs->upsert(job("3", {"green"})));
  CHECK(with("green") == Ids{"1", "3"});

  REQUIRE_OK(jobs->update("ann", "1").set_tags({"a", "b"}).execute());
  CHECK(with("green") == Ids{"3"});
  CHECK(with("a") == Ids{"1"});
  REQUIRE_OK(jobs->update("ann", "1").add_to_tags({"b", "c"}).set_title("new").execute());
  CHECK(with("c") == Ids{"1"});
  REQUIRE_OK(jobs->update("ann", "1").delete_from_tags({"a", "c"}).execute());
  CHECK(with("a").empty());
  CHECK(with("b") == Ids{"1"});
  REQUIRE_OK(jobs->update("ann", "1").remove_tags().execute());
  CHECK(with("b").empty());
  REQUIRE_OK(jobs->update("ann", "1").set_tags_if_absent({"z"}).execute());
  CHECK(with("z") == Ids{"1"});
  CHECK(jobs->get("ann", "1")->value().title == "new");

  REQUIRE_OK(jobs->remove("ann", "1"));
  CHECK(with("z").empty());
  REQUIRE_OK(jobs->remove("ann", "1"));
  REQUIRE_OK(jobs->remove("ann", "2"));
  REQUIRE_OK(jobs->remove("ann", "3"));
  CHECK(with("red").empty());
  CHECK(jobs->get_many(std::vector<lab::JobKey>{{"ann", "1"}})->front() == std::nullopt);
}

TEST_CASE("a lookup goes page by page and from cursors", "[lookups]") {
  const Table<JobRepository> jobs(GENERATE(from_range(backend_ids())), "jobs");
  for (char id = 'a'; id <= 'g'; ++id) REQUIRE_OK(jobs->create(job(std::string(1, id), {"x", "y"})));
  const auto x = [&] { return jobs->by_tag("ann", "x"); };
  CHECK(ids(x().page_size(2).all()) == Ids{"a", "b", "c", "d", "e", "f", "g"});
  CHECK(ids(x().descending().max_items(2).all()) == Ids{"g", "f"});
  CHECK(*x().count() == 7);
  CHECK(*x().exists());
  CHECK_FALSE(*jobs->by_tag("ann", "none").exists());
  CHECK(x().first()->value().id == "a");
  const auto three = x().page_size(2).max_items(3).all();
  CHECK(ids(three) == Ids{"a", "b", "c"});
  REQUIRE(three.next());
  CHECK(ids(x().after(*three.next()).all()) == Ids{"d", "e", "f", "g"});
  CHECK_FALSE(jobs->by_tag("ann", "y").after(*three.next()).all());
  CHECK_FALSE(jobs->by_owner("ann").after(*three.next()).all());
  Ids one_by_one;
  for (auto& each : x().page_size(3).items()) {
    REQUIRE_OK(each);
    one_by_one.push_back(each->id);
  }
  CHECK(one_by_one.size() == 7);
}

TEST_CASE("lookup items and those of unique constraints are nowhere to be seen", "[lookups]") {
  const Table<JobRepository> jobs(GENERATE(from_range(backend_ids())), "jobs");
  REQUIRE_OK(jobs->create(job("1", {"red", "blue"})));
  REQUIRE_OK(jobs->create(job("2", {"red"})));
  CHECK(ids(jobs->by_owner("ann").all()) == Ids{"1", "2"});
  CHECK(*jobs->by_owner("ann").count() == 2);
  CHECK(ids(jobs->scan().all()).size() == 2);
  CHECK(*jobs->scan().count() == 2);
}

TEST_CASE("companions are told from items whose keys begin with no word of their own", "[lookups]") {
  const Table<MemoRepository> memos(GENERATE(from_range(backend_ids())), "memos");
  REQUIRE_OK(memos->create({.owner = "ann", .id = "TOPIC", .topics = {"a", "b", "a"}}));
  REQUIRE_OK(memos->create({.owner = "ann", .id = "x", .topics = {"a"}}));
  const auto all = memos->by_owner("ann").all();
  REQUIRE_OK(all);
  CHECK(all->size() == 2);
  CHECK(*memos->by_owner("ann").count() == 2);
  CHECK(memos->by_owner("ann").max_items(1).descending().first()->value().id == "x");
  CHECK(*memos->by_topic("ann", "a").count() == 2);
  const auto collection = lab::MemosReader{memos.client()}.get("ann");
  REQUIRE_OK(collection);
  CHECK(collection->memos.size() == 2);
  REQUIRE_OK(memos->update("ann", "x").prepend_to_topics({"c", "b"}).execute());
  CHECK(*memos->by_topic("ann", "b").count() == 2);

  // The key of a companion is no place for an item.
  const lab::Memo intruder{.owner = "ann", .id = "TOPIC#a#x", .topics = {}};
  CHECK_FALSE(memos->create(intruder));
  const auto put = memos->put(intruder);
  REQUIRE_FALSE(put);
  CHECK(put.error().kind() == ErrorKind::condition_failed);
}

}  // namespace
}  // namespace partita::test
