// The seven entities of a small customer service, as its team would write them down.
#pragma once

#include <partita/annotations.hpp>
#include <partita/timestamp.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace crm {

enum class Status { active, gone };
enum class Delivery { immediate, batched };

struct Contact {
  using partita_entity = partita::entity<"contacts", partita::access_pattern<"of_account", "account_id">,
                                         partita::access_pattern<"executives_of_department", "role, department">,
                                         partita::access_pattern<"recent_by_status", "status, created_at desc">>;
  partita::partition_key<std::string> id{};
  partita::sort_key<std::string> tenant_id{};
  partita::attribute<std::string, partita::gsi_partition<"by_account">> account_id{};
  partita::attribute<std::string, partita::gsi_partition<"by_role">> role{};
  partita::attribute<std::string, partita::gsi_sort<"by_role">> department{};
  partita::attribute<Status, partita::gsi_partition<"by_status">,
                     partita::suppress<"hot-partition", "few contacts change their status">>
      status = Status::active;
  partita::attribute<partita::timestamp, partita::gsi_sort<"by_status">> created_at{};
  std::optional<std::string> phone{};
  partita::version<std::int64_t> revision = 0;
};

struct Session {
  using partita_entity = partita::entity<"sessions", partita::access_pattern<"sessions_of_capsule", "capsule_id">>;
  partita::partition_key<std::string> tenant_id{};
  partita::sort_key<std::string> session_id{};
  partita::attribute<std::string, partita::gsi_partition<"by_capsule">> capsule_id{};
  partita::attribute<partita::timestamp, partita::gsi_sort<"by_capsule">> created_at{};
  std::set<std::string> roles{};
  partita::ttl<partita::timestamp> expires_at{};
};

struct WebhookConfig {
  using partita_entity = partita::entity<"webhook_configs">;
  partita::partition_key<std::string> tenant_id{};
  partita::sort_key<std::string> webhook_id{};
  std::string url{};
  std::set<std::string> events{};
  std::map<std::string, std::string> headers{};
  Delivery delivery = Delivery::immediate;
  bool enabled = true;
};

struct Task {
  std::string title{};
  std::optional<std::string> assignee{};
  bool done = false;
};

struct Workflow {
  using partita_entity =
      partita::entity<"workflows", partita::access_pattern<"recently_changed", "tenant_id, updated_at desc",
                                                           partita::items<200>, partita::item_size<"8KB">>>;
  partita::partition_key<std::string> tenant_id{};
  partita::sort_key<std::string> workflow_id{};
  partita::attribute<partita::timestamp, partita::lsi_sort<"by_change">> updated_at{};
  std::string name{};
  std::vector<Task> tasks{};
};

struct Account {
  using partita_entity =
      partita::entity<"accounts", partita::access_pattern<"accounts_of_owner", "owner_id, name asc">>;
  partita::partition_key<std::string> tenant_id{};
  partita::sort_key<std::string> account_id{};
  partita::attribute<std::string, partita::gsi_partition<"by_owner">> owner_id{};
  partita::attribute<std::string, partita::gsi_sort<"by_owner">> name{};
  std::map<std::string, std::string> labels{};
  partita::version<std::int64_t> revision = 0;
};

struct Line {
  std::string text{};
  std::int64_t cents{};
};

struct Invoice {
  using partita_entity =
      partita::entity<"invoices", partita::access_pattern<"unpaid", "account_id, due_at asc", partita::items<100>,
                                                          partita::item_size<"4KB">>>;
  partita::partition_key<std::string> account_id{};
  partita::sort_key<std::string> number{};
  partita::attribute<partita::timestamp, partita::lsi_sort<"by_due_date">> due_at{};
  std::vector<Line> lines{};
  bool paid = false;
};

struct AuditEvent {
  using partita_entity =
      partita::entity<"audit_events", partita::access_pattern<"events_of_actor", "actor_id, happened_at desc">>;
  partita::partition_key<std::string> subject_id{};
  partita::sort_key<partita::timestamp, partita::gsi_sort<"by_actor">> happened_at{};
  partita::attribute<std::string, partita::gsi_partition<"by_actor">> actor_id{};
  std::string action{};
  partita::ttl<partita::timestamp> expires_at{};
};

}  // namespace crm
