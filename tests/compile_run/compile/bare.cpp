// Built with -fno-exceptions and -fno-rtti. Every call ends in a value or an Error; none needs either.
#include "lab/contact.partita.hpp"
#include "lab/everything.partita.hpp"
#include "scripted_server.hpp"
#include "session.partita.hpp"

#include <partita/client.hpp>

#include <cstdio>

#if defined(__cpp_exceptions) || defined(__cpp_rtti)
#error this program is about a compiler without exceptions and run-time type information
#endif

namespace {

// What the service would say.
partita::test::ScriptedAnswer answer(const partita::test::ScriptedRequest& request) {
  if (request.operation() == "GetItem") {
    return {.body = R"({"Item":{"tenant_id":{"S":"t"},"session_id":{"S":"s"},"capsule_id":{"S":"c"},)"
                    R"("created_at":{"N":"1"},"expires_at":{"N":"2"}}})"};
  }
  if (request.operation() == "Query") return {.body = R"({"Count":0,"ScannedCount":0,"Items":[]})"};
  return {.body = "{}"};
}

int failures = 0;

void check(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "failed: %s\n", what);
  ++failures;
}

}  // namespace

int main() {
  const partita::test::ScriptedServer server(answer);
  const auto client = partita::Client::open(server.url());
  if (!client) return 1;
  const lab::ContactRepository contacts{*client};
  const lab::EverythingRepository everything{*client};
  const lab::SessionRepository sessions{*client};

  lab::Everything item;
  item.id = "x";
  item.tags = {"a"};
  check(everything.put(item).has_value(), "a good item is stored");
  item.text = "\xff";
  check(!everything.put(item), "a bad item is an error");
  check(contacts.by_role("r").department(partita::begins_with("d")).all().has_value(), "a query is read");
  check(contacts.update("c", "t", partita::expect{1}).set_phone("1").execute().has_value(), "an update is sent");
  check(contacts.get("c", "t").error().kind() == partita::ErrorKind::decode, "another entity's item is an error");
  check(sessions.get("t", "s").has_value(), "an item is decoded");
  return failures;
}
