// Walks through the generated repositories: crm_example <endpoint>, for example memory: or http://localhost:8000.
// Prints each call with what it cost, as the service counted it.
#include "crm/contact.partita.hpp"
#include "crm/workflow.partita.hpp"
#include "session.partita.hpp"
#include "webhook.partita.hpp"

#include <partita/table.hpp>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace {

partita::Cost total;

void print(std::string_view call, const partita::Cost& cost) {
  std::printf("  %-54.*s %3u request%s %3llu items %5.1f read %5.1f write units\n", static_cast<int>(call.size()),
              call.data(), cost.requests, cost.requests == 1 ? ", " : "s,",
              static_cast<unsigned long long>(cost.items_returned), cost.read_units, cost.write_units);
  total += cost;
}

// Every call returns a Result: here a failed one ends the program with the service's own words.
template <class T>
T checked(std::string_view call, partita::Result<T> result) {
  if (!result) {
    std::fprintf(stderr, "%.*s: %s\n", static_cast<int>(call.size()), call.data(), result.error().to_string().c_str());
    std::exit(1);
  }
  print(call, result.cost());
  if constexpr (!std::is_void_v<T>) return *std::move(result);
}

crm::Contact contact(int number, std::string_view role, std::string_view department) {
  const std::string text = std::to_string(number);
  return {.id = "c-" + text,
          .tenant_id = "t-1",
          .account_id = "a-" + std::to_string(number % 10),
          .role = std::string(role),
          .department = std::string(department),
          .created_at = partita::timestamp::from_milliseconds(1'700'000'000'000 + number),
          .name = "Contact " + text};
}

void use_contacts(const partita::Client& client) {
  std::puts("contacts (table 'contacts', 3 indexes)");
  const crm::ContactRepository contacts{client};
  checked("create_table()", contacts.create_table());

  partita::Cost loading;
  for (int i = 0; i < 100; ++i) {
    auto stored = contacts.put(contact(i, i % 4 == 0 ? "exec" : "staff", i % 8 == 0 ? "engineering" : "sales"));
    if (!stored) checked("put(...)", std::move(stored));
    loading += stored.cost();
  }
  print("put(...) of 100 contacts", loading);

  const auto taken = contacts.create(contact(1, "exec", "sales"));
  std::printf("  create() of a key that is taken: %s\n", std::string(to_string(taken.error().kind())).c_str());

  const auto one = checked("get(\"c-1\", \"t-1\")", contacts.get("c-1", "t-1"));
  std::printf("  -> %s, %s\n", one->name.c_str(), one->department.c_str());

  checked("by_account(\"a-9\").all()", contacts.by_account("a-9").all());
  checked("by_role(\"exec\").department(begins_with(\"eng\")).all()",
          contacts.by_role("exec").department(partita::begins_with("eng")).all());
  checked("by_status(active).descending().max_items(5).all()",
          contacts.by_status(crm::Status::active).descending().max_items(5).all());

  checked("update(\"c-1\", \"t-1\", expect{1}).set_phone(...)",
          contacts.update("c-1", "t-1", partita::expect{1}).set_phone("+49 30 1234567").execute());
  const auto stale = contacts.update("c-1", "t-1", partita::expect{1}).set_phone("+49 30 7654321").execute();
  const auto existing = contacts.existing(stale.error());
  std::printf("  the same update again: %s\n", std::string(to_string(stale.error().kind())).c_str());
  if (existing && *existing) {
    std::printf("  -> version %lld is there\n", static_cast<long long>((*existing)->revision));
  }
  checked("remove(\"c-2\", \"t-1\", any_version)", contacts.remove("c-2", "t-1", partita::any_version));
}

void use_workflows(const partita::Client& client) {
  std::puts("workflows (table 'workflows', 1 local index)");
  const crm::WorkflowRepository workflows{client};
  checked("create_table()", workflows.create_table());
  checked("create(...)", workflows.create({.tenant_id = "t-1",
                                           .workflow_id = "w-1",
                                           .updated_at = partita::timestamp::from_milliseconds(1'700'000'000'000),
                                           .name = "Onboarding",
                                           .contexts = {"sales", "support"},
                                           .tasks = {{.title = "Send contract", .checklist = {"draft", "sign"}},
                                                     {.title = "Create accounts", .assignee = "ada", .done = true}}}));
  const auto changed = checked("by_change(\"t-1\").descending().all()", workflows.by_change("t-1").descending().all());
  std::printf("  -> %s, %zu tasks, the last one of %s\n", changed.front().name.c_str(), changed.front().tasks.size(),
              changed.front().tasks.back().assignee->c_str());
}

void use_sessions(const partita::Client& client) {
  std::puts("sessions (table 'sessions', 1 index)");
  const crm::SessionRepository sessions{client};
  checked("create_table()", sessions.create_table());
  for (int i = 0; i < 3; ++i) {
    checked("create(...)", sessions.create({.tenant_id = "t-1",
                                            .session_id = "s-" + std::to_string(i),
                                            .capsule_id = "capsule-7",
                                            .roles = {"reader", "writer"},
                                            .created_at = partita::timestamp::from_milliseconds(1'700'000'000'000 + i),
                                            .expires_at = partita::timestamp::from_milliseconds(1'900'000'000'000)}));
  }
  partita::Cost reading;
  for (auto& page : sessions.by_capsule("capsule-7").page_size(2).pages()) {
    if (!page) checked("by_capsule(\"capsule-7\")", std::move(page));
    reading += page.cost();
  }
  print("by_capsule(\"capsule-7\").page_size(2).pages()", reading);
}

void use_webhooks(const partita::Client& client) {
  std::puts("webhook configurations (table 'webhook_configs')");
  const crm::WebhookConfigRepository webhooks{client};
  checked("create_table()", webhooks.create_table());
  checked("create(...)", webhooks.create({.tenant_id = "t-1",
                                          .webhook_id = "h-1",
                                          .url = "https://example.com/hook",
                                          .events = {"contact.created", "contact.removed"},
                                          .headers = {{"X-Team", "crm"}},
                                          .delivery = crm::Delivery::batched}));
  const auto config = checked("get(..., consistent)", webhooks.get("t-1", "h-1", partita::ReadOptions{}.consistent()));
  std::printf("  -> %s, %zu events, %u attempts\n", config->url.c_str(), config->events.size(),
              static_cast<unsigned>(config->retry.attempts));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: %s <endpoint>, for example memory: or http://localhost:8000\n", argv[0]);
    return 2;
  }
  const auto client = partita::Client::open(argv[1]);
  if (!client) {
    std::fprintf(stderr, "%s\n", client.error().to_string().c_str());
    return 1;
  }
  use_contacts(*client);
  use_workflows(*client);
  use_sessions(*client);
  use_webhooks(*client);
  std::printf("in total: %u requests, %.1f read units, %.1f write units\n", total.requests, total.read_units,
              total.write_units);
  std::puts("generated code: " CRM_GENERATED_DIR);
  return 0;
}
