// An item collection, read back as its entities' repositories wrote it.
#include "servers.hpp"

#include "lab/single_table.partita.hpp"
#include "lab/tenant_work.partita.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace partita::test {
namespace {

TEST_CASE("a collection holds what its entities' repositories wrote", "[collection]") {
  const Table<lab::WorkflowRepository> workflows(GENERATE(from_range(backend_ids())), "app");
  const lab::AccountRepository accounts(workflows.client());
  const lab::StepRepository steps(workflows.client());
  const lab::TenantWorkReader work(workflows.client());

  const auto before = work.get("a");
  REQUIRE_OK(before);
  CHECK_FALSE(before->account);
  CHECK(before->workflows.empty());

  const std::string title(100'000, 't');  // several pages: one ends at 1 MB
  std::vector<std::string> written;
  for (const std::string tenant : {"a", "ab"}) {
    REQUIRE_OK(accounts.create({.tenant_id = tenant, .name = tenant}));
    REQUIRE_OK(steps.create({.tenant_id = tenant, .workflow_id = "1", .rank = 1, .text = "s"}));
    for (int i = 10; i < (tenant == "a" ? 35 : 11); ++i) {
      const std::string id = std::to_string(i);
      REQUIRE_OK(workflows->create({.tenant_id = tenant, .id = id, .owner = {}, .due_at = {}, .title = title}));
      if (tenant == "a") written.push_back(id);
    }
  }
  const auto found = work.get("a", ReadOptions{}.consistent());
  REQUIRE_OK(found);
  REQUIRE(found->account);
  CHECK(found->account->name == "a");
  std::vector<std::string> ids;
  for (const lab::Workflow& workflow : found->workflows) ids.push_back(workflow.id);
  CHECK(ids == written);
  CHECK(found.cost().requests > 1);
  CHECK(found.cost().items_returned == written.size() + 2);

  // Wherever it ends, the part and what follows make the whole.
  for (std::uint64_t stop = 0; stop <= written.size() + 3; ++stop) {
    INFO("stop " << stop);
    const auto part = work.get("a", CollectionOptions(ReadOptions{}.consistent()).max_items(stop));
    REQUIRE_OK(part);
    std::vector<std::string> parts;
    for (const lab::Workflow& workflow : part->workflows) parts.push_back(workflow.id);
    bool has_account = part->account.has_value();
    if (part.next()) {
      const auto rest = work.get("a", CollectionOptions().page_size(7).after(*part.next()));
      REQUIRE_OK(rest);
      for (const lab::Workflow& workflow : rest->workflows) parts.push_back(workflow.id);
      CHECK(has_account != rest->account.has_value());
      has_account = true;
      CHECK_FALSE(rest.next());
    }
    CHECK(has_account);
    CHECK(parts == written);
  }
}

}  // namespace
}  // namespace partita::test
