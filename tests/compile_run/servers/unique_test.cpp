// Unique constraints on real servers, and what programs that know nothing of them leave behind.
#include "servers.hpp"

#include "lab/lookups.partita.hpp"
#include "member.partita.hpp"

#include <partita/transaction.hpp>

#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace partita::test {
namespace {

using lab::Case;
using lab::CaseFields;
using lab::CaseRepository;
using lab::Job;
using lab::JobRepository;
using lab::Member;
using lab::MemberRepository;

// The table of two tenants.
struct Cases {
  explicit Cases(const std::string& server) : client(open(server)), own(client, "t-1"), others(client, "t-2") {
    static_cast<void>(delete_table(client, "cases"));
    REQUIRE_OK(own.create_table());
  }
  ~Cases() { static_cast<void>(delete_table(client, "cases")); }
  Cases(const Cases&) = delete;
  Cases& operator=(const Cases&) = delete;

  Client client;
  CaseRepository own;
  CaseRepository others;
};

Member member(const std::string& id, const std::string& email) {
  return {.id = id, .email = email, .club = "chess"};
}

void require_taken(const Result<void>& done) {
  REQUIRE_FALSE(done);
  INFO(done.error().to_string());
  CHECK(done.error().kind() == ErrorKind::condition_failed);
  CHECK(done.error().message().find("is taken by another item") != std::string::npos);
}

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html
TEST_CASE("no two items have one unique value", "[unique]") {
  const Table<MemberRepository> members(GENERATE(from_range(backend_ids())), "members");
  REQUIRE_OK(members->create(member("1", "a@b")));
  require_taken(members->create(member("2", "a@b")));
  CHECK_FALSE(members->get("2")->has_value());
  REQUIRE_OK(members->create(member("2", "c@d")));
  require_taken(members->put(member("2", "a@b")));
  require_taken(members->upsert(member("2", "a@b")));
  require_taken(members->update("2").set_email("a@b").execute());
  CHECK(members->get("2")->value().email == "c@d");

  // An item keeps its own.
  REQUIRE_OK(members->put(member("1", "a@b")));
  REQUIRE_OK(members->update("1").set_email("a@b").set_club("go").execute());
  CHECK(members->get("1")->value().club == "go");
  catch_up();
  CHECK(*members->by_club("go").count() == 1);

  // What it gives up is free.
  REQUIRE_OK(members->update("1").set_email("x@y").execute());
  REQUIRE_OK(members->update("2").set_email("a@b").execute());
  REQUIRE_OK(members->remove("2"));
  REQUIRE_OK(members->create(member("3", "a@b")));
}

TEST_CASE("values move from item to item in two transactions, not in one", "[unique]") {
  const Table<MemberRepository> members(GENERATE(from_range(backend_ids())), "members");
  const MemberRepository repository{members.client()};
  REQUIRE_OK(members->create(member("1", "a")));
  REQUIRE_OK(members->create(member("2", "b")));
  WriteTransaction swap{members.client()};
  swap.update(repository.update("1").set_email("b")).update(repository.update("2").set_email("a"));
  const auto refused = swap.execute();
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind() == ErrorKind::invalid_argument);
  CHECK(refused.error().message().find("both write one item of unique constraint 'EMAIL#{email}'") !=
        std::string::npos);

  WriteTransaction away{members.client()};
  away.update(repository.update("1").set_email("c")).create(repository, member("3", "d")).check(repository, "2");
  REQUIRE_OK(away.execute());
  REQUIRE_OK(members->update("2").set_email("a").execute());
}

TEST_CASE("a sensitive value stands in no error, and is unique within its tenant", "[unique]") {
  const Cases table(GENERATE(from_range(backend_ids())));
  const CaseRepository& cases = table.own;
  const CaseRepository& others = table.others;
  const auto later = timestamp::from_seconds(4'102'444'800);
  const auto a_case = [&](const std::string& tenant, const std::string& id) {
    Case item{.tenant_id = tenant, .id = id, .opened_at = timestamp::from_seconds(9), .parties = {4, 4, 7}};
    item.dockets = {"secret"};
    item.title = "x";
    item.closed_at = later;
    return item;
  };
  REQUIRE_OK(cases.create(a_case("t-1", "1")));
  REQUIRE_OK(others.create(a_case("t-2", "1")));
  const auto taken = cases.create(a_case("t-1", "2"));
  require_taken(taken);
  CHECK(taken.error().to_string().find("secret") == std::string::npos);

  const auto found = cases.by_party(4).all();
  REQUIRE_OK(found);
  REQUIRE(found->size() == 1);
  CHECK(found->front().tenant_id == "t-1");
  REQUIRE_OK(cases.update("1", any_version).set(CaseFields::parties[0], 9).remove(CaseFields::parties[2]).execute());
  CHECK(cases.get("1")->value().parties == std::vector<std::int64_t>{9, 4});
  CHECK(*cases.by_party(9).exists());
  CHECK(*cases.by_party(4).exists());
  CHECK_FALSE(*cases.by_party(7).exists());
  REQUIRE_OK(cases.update("1", any_version).append_to_parties({7}).execute());
  CHECK(*cases.by_party(7).exists());
  REQUIRE_OK(cases.remove("1", expect{3}));
  CHECK_FALSE(*cases.by_party(4).exists());
  CHECK(*others.by_party(7).count() == 1);
  REQUIRE_OK(cases.create(a_case("t-1", "2")));
}

TEST_CASE("companions of expired items are as if they were gone", "[unique]") {
  const Cases table(GENERATE(from_range(backend_ids())));
  const CaseRepository& cases = table.own;
  Case old{.tenant_id = "t-1", .id = "1", .opened_at = timestamp::from_seconds(9), .parties = {1}};
  old.dockets = {"d"};
  old.title = "x";
  old.closed_at = timestamp::from_seconds(10);
  REQUIRE_OK(cases.create(old));
  CHECK_FALSE(*cases.by_party(1).exists());
  Case next = old;
  next.id = "2";
  next.closed_at = timestamp::from_seconds(4'102'444'800);
  REQUIRE_OK(cases.create(next));
  CHECK(cases.by_party(1).first()->value().id == "2");
  // A new time to live goes to all of them.
  REQUIRE_OK(cases.update("2", any_version).set_closed_at(timestamp::from_seconds(11)).execute());
  CHECK_FALSE(*cases.by_party(1).exists());
  REQUIRE_OK(cases.create(old));
}

}  // namespace
}  // namespace partita::test
