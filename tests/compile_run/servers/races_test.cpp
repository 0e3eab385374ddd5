// Writers that meet, and programs that know nothing of lookups and unique constraints, on real servers.
#include "servers.hpp"

#include "lab/lookups.partita.hpp"

#include <partita/transport.hpp>

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace partita::test {
namespace {

using lab::Case;
using lab::CaseRepository;
using lab::Job;
using lab::JobRepository;

/// Calls `meanwhile` once, before the first request of that operation goes out.
class Meanwhile final : public Transport {
 public:
  Meanwhile(Client client, std::string operation, std::function<void()> meanwhile)
      : client_(std::move(client)), operation_(std::move(operation)), meanwhile_(std::move(meanwhile)) {}

  void send(const Request& request, Reply& reply) noexcept override {
    if (request.operation == operation_ && meanwhile_) std::exchange(meanwhile_, nullptr)();
    client_.transport().send(request, reply);
  }

 private:
  Client client_;
  std::string operation_;
  std::function<void()> meanwhile_;
};

Client between(const Client& client, std::string operation, std::function<void()> meanwhile) {
  return client.over(std::make_shared<Meanwhile>(client, std::move(operation), std::move(meanwhile)));
}

/// As a program would that has no lookups.
void write_blindly(const Client& client, std::string_view operation, const std::string& body) {
  Reply reply;
  client.transport().send({operation, "jobs", body, RetryClass::idempotent, {}}, reply);
  REQUIRE_FALSE(reply.error);
}

void put_blindly(const Client& client, const Job& item) {
  write_blindly(client, "PutItem", R"({"TableName":"jobs","Item":)" + *JobRepository::to_item(item) + "}");
}

void remove_blindly(const Client& client, const std::string& id) {
  write_blindly(client, "DeleteItem",
                R"({"TableName":"jobs","Key":{"owner":{"S":"ann"},"sk":{"S":"JOB#)" + id + R"("}}})");
}

Job job(const std::string& id, std::set<std::string> tags, const std::string& slug = "") {
  return {.owner = "ann", .id = id, .tags = std::move(tags), .slug = slug.empty() ? "slug-" + id : slug, .title = id};
}

/// The sort keys of all that is stored but the entity's items.
std::set<std::string> companions(const Client& client) {
  Reply reply;
  client.transport().send({"Scan", "jobs", R"({"TableName":"jobs","ConsistentRead":true})", RetryClass::idempotent, {}},
                          reply);
  REQUIRE_FALSE(reply.error);
  const std::string body(reply.body.view());
  std::set<std::string> keys;
  for (const char* head : {"TAG#", "SLUG#"}) {
    const std::string begin = R"("sk":{"S":")" + std::string(head);
    for (std::size_t at = body.find(begin); at != std::string::npos; at = body.find(begin, at + 1)) {
      const std::size_t key = at + begin.size() - std::string(head).size();
      keys.insert(body.substr(key, body.find('"', key) - key));
    }
  }
  return keys;
}

using Keys = std::set<std::string>;

TEST_CASE("a writer between the read and the write loses nothing, and leaves no stray", "[races]") {
  const Table<JobRepository> jobs(GENERATE(from_range(backend_ids())), "jobs");
  REQUIRE_OK(jobs->create(job("1", {"red"})));
  SECTION("put") {
    const JobRepository late{between(jobs.client(), "TransactWriteItems",
                                     [&] { CHECK(jobs->update("ann", "1").set_tags({"blue", "green"}).execute()); })};
    REQUIRE_OK(late.put(job("1", {"black"}, "s")));
    CHECK(companions(jobs.client()) == Keys{"SLUG#s", "TAG#black#1"});
  }
  SECTION("put that would change no companion") {
    const JobRepository late{
        between(jobs.client(), "PutItem", [&] { CHECK(jobs->update("ann", "1").set_tags({"blue"}).execute()); })};
    REQUIRE_OK(late.put(job("1", {"red"})));
    CHECK(companions(jobs.client()) == Keys{"SLUG#slug-1", "TAG#red#1"});
  }
  SECTION("put of an item that is made meanwhile") {
    const JobRepository late{
        between(jobs.client(), "TransactWriteItems", [&] { CHECK(jobs->create(job("2", {"blue"}, "s"))); })};
    REQUIRE_OK(late.put(job("2", {"black"}, "s")));
    CHECK(companions(jobs.client()) == Keys{"SLUG#s", "SLUG#slug-1", "TAG#black#2", "TAG#red#1"});
  }
  SECTION("update") {
    const JobRepository late{between(jobs.client(), "TransactWriteItems",
                                     [&] { CHECK(jobs->update("ann", "1").add_to_tags({"blue"}).execute()); })};
    REQUIRE_OK(late.update("ann", "1").add_to_tags({"black"}).execute());
    CHECK(companions(jobs.client()) == Keys{"SLUG#slug-1", "TAG#black#1", "TAG#blue#1", "TAG#red#1"});
  }
  SECTION("remove") {
    const JobRepository late{between(jobs.client(), "TransactWriteItems",
                                     [&] { CHECK(jobs->update("ann", "1").set_tags({"blue", "green"}).execute()); })};
    REQUIRE_OK(late.remove("ann", "1"));
    CHECK(companions(jobs.client()).empty());
  }
  SECTION("remove of an item that is gone meanwhile") {
    const JobRepository late{between(jobs.client(), "TransactWriteItems", [&] { CHECK(jobs->remove("ann", "1")); })};
    REQUIRE_OK(late.remove("ann", "1"));
    CHECK(companions(jobs.client()).empty());
  }
  SECTION("an update of something else is no conflict") {
    const JobRepository late{between(jobs.client(), "TransactWriteItems",
                                     [&] { CHECK(jobs->update("ann", "1").set_title("new").execute()); })};
    const auto updated = late.update("ann", "1").set_tags({"blue"}).execute();
    REQUIRE_OK(updated);
    CHECK(updated.cost().requests == 2);
    CHECK(jobs->get("ann", "1")->value().title == "new");
  }
  SECTION("two that want one unique value") {
    const JobRepository late{
        between(jobs.client(), "TransactWriteItems", [&] { CHECK(jobs->create(job("2", {}, "s"))); })};
    const auto taken = late.create(job("3", {}, "s"));
    REQUIRE_FALSE(taken);
    CHECK(taken.error().kind() == ErrorKind::condition_failed);
    CHECK_FALSE(jobs->get("ann", "3")->has_value());
  }
}

TEST_CASE("what a program without lookups left behind is skipped, and mended by repair", "[repair]") {
  const Table<JobRepository> jobs(GENERATE(from_range(backend_ids())), "jobs");
  REQUIRE_OK(jobs->create(job("1", {"red"})));
  REQUIRE_OK(jobs->create(job("2", {"red", "blue"})));
  remove_blindly(jobs.client(), "1");
  put_blindly(jobs.client(), job("2", {"blue", "green"}, "other"));

  const auto red = jobs->by_tag("ann", "red").all();
  REQUIRE_OK(red);
  CHECK(red->empty());
  CHECK(red.cost().strays == 2);
  CHECK_FALSE(jobs->create(job("3", {}, "slug-1")));  // its item is gone, and the value still taken

  const auto repaired = jobs->repair();
  REQUIRE(repaired);
  CHECK(repaired.written == 2);
  CHECK(repaired.deleted == 4);
  CHECK(repaired.conflicts == 0);
  CHECK_FALSE(repaired.next);
  CHECK(companions(jobs.client()) == Keys{"SLUG#other", "TAG#blue#2", "TAG#green#2"});
  CHECK(jobs->by_tag("ann", "red").all().cost().strays == 0);
  REQUIRE_OK(jobs->create(job("3", {}, "slug-1")));

  const auto again = jobs->repair();
  REQUIRE(again);
  CHECK(again.written + again.deleted + again.conflicts == 0);
}

TEST_CASE("a lookup that is declared for a table with items finds them behind a backfill", "[repair]") {
  const Table<JobRepository> jobs(GENERATE(from_range(backend_ids())), "jobs");
  for (char id = 'a'; id <= 'e'; ++id) put_blindly(jobs.client(), job(std::string(1, id), {"red"}));
  CHECK_FALSE(*jobs->by_tag("ann", "red").exists());

  // Page by page, as if the program ended in between.
  RepairOptions options;
  options.page_size(2).max_pages(1);
  std::uint64_t examined = 0;
  std::uint64_t written = 0;
  for (int walks = 0; walks < 10; ++walks) {
    const auto report = jobs->backfill(options);
    REQUIRE(report);
    examined += report.examined;
    written += report.written;
    if (!report.next) break;
    const auto cursor = Cursor::parse(report.next->to_string());
    REQUIRE_OK(cursor);
    options.after(*cursor);
  }
  CHECK(examined == 5);
  CHECK(written == 10);
  CHECK(*jobs->by_tag("ann", "red").count() == 5);
  CHECK(companions(jobs.client()).size() == 10);
  const auto again = jobs->backfill();
  REQUIRE(again);
  CHECK(again.examined == 5);
  CHECK(again.written == 0);
}

TEST_CASE("a backfill leaves alone what is changed meanwhile, and values that two items have", "[repair]") {
  const Table<JobRepository> jobs(GENERATE(from_range(backend_ids())), "jobs");
  SECTION("changed meanwhile") {
    put_blindly(jobs.client(), job("1", {"red"}));
    const JobRepository late{
        between(jobs.client(), "TransactWriteItems", [&] { CHECK(jobs->put(job("1", {"blue"}))); })};
    const auto report = late.backfill();
    REQUIRE(report);
    CHECK(report.written == 0);
    CHECK(report.conflicts == 1);
    CHECK(companions(jobs.client()) == Keys{"TAG#blue#1"});
    const auto again = jobs->backfill();
    REQUIRE(again);
    CHECK(again.written == 1);  // the slug, which the writer did not change
    CHECK(companions(jobs.client()) == Keys{"SLUG#slug-1", "TAG#blue#1"});
  }
  SECTION("one value, two items") {
    put_blindly(jobs.client(), job("1", {"red"}, "s"));
    put_blindly(jobs.client(), job("2", {"blue"}, "s"));
    const auto report = jobs->backfill();
    REQUIRE(report);
    CHECK(report.written == 3);
    CHECK(report.conflicts == 1);
    REQUIRE(report.first_conflict);
    CHECK(report.first_conflict->message() ==
          "unique constraint 'SLUG#{slug}': the value 's' of attribute 'slug' is taken by another item");
    // Both can still be written, and each gives up what is its own.
    REQUIRE_OK(jobs->update("ann", "1").set_slug("1").execute());
    REQUIRE_OK(jobs->update("ann", "2").set_slug("2").execute());
    REQUIRE(jobs->repair());
    CHECK(companions(jobs.client()) == Keys{"SLUG#1", "SLUG#2", "TAG#blue#2", "TAG#red#1"});
  }
}

TEST_CASE("a repair of one tenant touches no other's items", "[repair]") {
  const auto server = GENERATE(from_range(backend_ids()));
  const Client client = open(server);
  static_cast<void>(delete_table(client, "cases"));
  const CaseRepository own{client, "t-1"};
  const CaseRepository others{client, "t-2"};
  REQUIRE_OK(own.create_table());
  for (const auto& [repository, tenant] : {std::pair{&own, "t-1"}, std::pair{&others, "t-2"}}) {
    Case item{.tenant_id = tenant, .id = "1", .opened_at = timestamp::from_seconds(9), .parties = {4}};
    item.dockets = {"d"};
    item.title = "x";
    item.closed_at = timestamp::from_seconds(4'102'444'800);
    REQUIRE_OK(repository->create(item));
    write_blindly(
        client, "DeleteItem",
        R"({"TableName":"cases","Key":{"pk":{"S":"TENANT#)" + std::string(tenant) + R"("},"sk":{"S":"CASE#1"}}})");
  }
  const auto report = own.repair();
  REQUIRE(report);
  CHECK(report.examined == 2);
  CHECK(report.deleted == 2);
  CHECK(own.by_party(4).all().cost().strays == 0);
  CHECK(others.by_party(4).all().cost().strays == 1);
  static_cast<void>(delete_table(client, "cases"));
}

}  // namespace
}  // namespace partita::test
