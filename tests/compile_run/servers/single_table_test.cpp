// Several entities in one table, told apart by their composed keys.
#include "servers.hpp"

#include "lab/single_table.partita.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace partita::test {
namespace {

using lab::Progress;
using lab::Step;
using lab::Workflow;
using Texts = std::vector<std::string>;

template <class Query, class Member>
auto found(const Query& query, Member member) {
  const auto items = query.all();
  REQUIRE_OK(items);
  std::vector<std::decay_t<decltype(items->front().*member)>> values;
  for (const auto& item : *items) values.push_back(item.*member);
  return values;
}

timestamp at(std::int64_t milliseconds) {
  return timestamp::from_milliseconds(milliseconds);
}

TEST_CASE("entities of one table keep out of each other's way", "[single_table]") {
  const Table<lab::WorkflowRepository> workflows(GENERATE(from_range(backend_ids())), "app");
  const lab::AccountRepository accounts(workflows.client());
  const lab::StepRepository steps(workflows.client());

  for (const std::string tenant : {"a", "ab"}) {
    REQUIRE_OK(accounts.create({.tenant_id = tenant, .name = tenant}));
    for (const std::string id : {"1", "10", "2"}) {
      REQUIRE_OK(workflows->create({.tenant_id = tenant, .id = id, .owner = {}, .due_at = {}, .title = "t"}));
      for (const std::int32_t rank : {0, 9, 10, 999'999}) {
        REQUIRE_OK(steps.create({.tenant_id = tenant, .workflow_id = id, .rank = rank, .text = id}));
      }
    }
  }

  CHECK(found(accounts.by_tenant_id("a"), &lab::Account::name) == Texts{"a"});
  CHECK(found(workflows->by_tenant_id("a"), &Workflow::id) == Texts{"1", "10", "2"});
  CHECK(found(workflows->by_tenant_id("a").descending(), &Workflow::id) == Texts{"2", "10", "1"});
  CHECK(found(workflows->by_tenant_id("a").id("1"), &Workflow::id) == Texts{"1"});
  CHECK(found(workflows->by_tenant_id("a").id(begins_with("1")), &Workflow::id) == Texts{"1", "10"});
  CHECK(found(workflows->by_tenant_id("a").id(at_least("10")), &Workflow::id) == Texts{"10", "2"});
  CHECK(found(workflows->by_tenant_id("a").id(greater_than("1")), &Workflow::id) == Texts{"10", "2"});
  CHECK(found(workflows->by_tenant_id("a").id(at_most("10")), &Workflow::id) == Texts{"1", "10"});
  CHECK(found(workflows->by_tenant_id("a").id(less_than("10")), &Workflow::id) == Texts{"1"});
  CHECK(found(workflows->by_tenant_id("a").id(between("0", "1")), &Workflow::id) == Texts{"1"});

  using Ranks = std::vector<std::int32_t>;
  const auto ranks = [&](const SortCondition<std::int64_t>& condition) {
    return found(steps.by_tenant_id("a").workflow_id_and_rank("1", condition), &Step::rank);
  };
  CHECK(found(steps.by_tenant_id("a"), &Step::rank).size() == 12);
  CHECK(found(steps.by_tenant_id("a").workflow_id("1"), &Step::text) == Texts(4, "1"));
  CHECK(found(steps.by_tenant_id("a").workflow_id(begins_with("1")), &Step::rank).size() == 8);
  CHECK(ranks(9) == Ranks{9});
  CHECK(ranks(less_than(0)).empty());
  CHECK(ranks(less_than(10)) == Ranks{0, 9});
  CHECK(ranks(at_most(10)) == Ranks{0, 9, 10});
  CHECK(ranks(greater_than(9)) == Ranks{10, 999'999});
  CHECK(ranks(at_least(10)) == Ranks{10, 999'999});
  CHECK(ranks(between(9, 10)) == Ranks{9, 10});

  SECTION("a point read finds its own type alone, and create its own key") {
    const auto step = steps.get("a", "1", 9);
    REQUIRE_OK(step);
    CHECK((*step)->text == "1");
    const auto again = workflows->create({.tenant_id = "a", .id = "1", .owner = {}, .due_at = {}, .title = "again"});
    REQUIRE_FALSE(again);
    CHECK(again.error().kind() == ErrorKind::condition_failed);
  }
  SECTION("update and remove") {
    REQUIRE_OK(steps.update("a", "1", 9, expect{1}).set_text("new").execute());
    CHECK((*steps.get("a", "1", 9))->revision == 2);
    REQUIRE_OK(workflows->remove("a", "1"));
    REQUIRE_OK(workflows->remove("a", "1"));
    CHECK_FALSE(workflows->get("a", "1")->has_value());
    CHECK(found(steps.by_tenant_id("a").workflow_id("1"), &Step::rank).size() == 4);
  }
}

TEST_CASE("a sparse index of composed keys follows its parts", "[single_table]") {
  const Table<lab::WorkflowRepository> workflows(GENERATE(from_range(backend_ids())), "app");
  for (const std::string id : {"1", "2", "3"}) {
    REQUIRE_OK(workflows->create({.tenant_id = "a",
                                  .id = id,
                                  .owner = "ada#" + id.substr(0, id == "3" ? 0 : 1),
                                  .due_at = at(id == "1" ? 5 : 7),
                                  .title = "t"}));
  }
  const auto of = [&](std::string_view owner) {
    return found(workflows->by_owner("a", owner), &lab::WorkflowByOwnerItem::id);
  };
  catch_up();
  CHECK(of("ada#1") == Texts{"1"});
  CHECK(of("ada#") == Texts{"3"});
  REQUIRE_OK(workflows->update("a", "2").set_owner("ada#1").execute());
  catch_up();
  CHECK(of("ada#1") == Texts{"1", "2"});
  CHECK(of("ada#2").empty());
  const auto due = [&](const SortCondition<timestamp>& condition) {
    return found(workflows->by_owner("a", "ada#1").progress_and_due_at(Progress::open, condition),
                 &lab::WorkflowByOwnerItem::due_at);
  };
  CHECK(due(less_than(at(7))) == std::vector{at(5)});
  CHECK(due(at_most(at(7))) == std::vector{at(5), at(7)});
  CHECK(due(greater_than(at(5))) == std::vector{at(7)});
  REQUIRE_OK(workflows->update("a", "1").set_progress_and_due_at(Progress::done, at(9)).execute());
  catch_up();
  CHECK(due(at_least(at(0))) == std::vector{at(7)});
  REQUIRE_OK(workflows->update("a", "2").remove_owner().execute());
  catch_up();
  CHECK(found(workflows->by_owner("a", "ada#1").progress(Progress::done), &lab::WorkflowByOwnerItem::id) == Texts{"1"});
  CHECK(of("ada#1") == Texts{"1"});
  CHECK((*workflows->get("a", "2"))->owner == std::nullopt);
}

}  // namespace
}  // namespace partita::test
