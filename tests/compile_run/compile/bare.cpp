// Built with -fno-exceptions and -fno-rtti. Every call ends in a value or an Error; none needs either.
#include "lab/contact.partita.hpp"
#include "lab/everything.partita.hpp"
#include "session.partita.hpp"

#include <partita/transport.hpp>

#include <cstdio>
#include <memory>
#include <string>

#if defined(__cpp_exceptions) || defined(__cpp_rtti)
#error this program is about a compiler without exceptions and run-time type information
#endif

namespace {

// Answers with what was asked for.
class Echo final : public partita::Transport {
 public:
  void send(const partita::Request& request, partita::Reply& reply, partita::Completion* done) noexcept override {
    reply.facts.attempts = 1;
    if (request.operation == "GetItem") {
      reply.body.assign(R"({"Item":{"tenant_id":{"S":"t"},"session_id":{"S":"s"},"capsule_id":{"S":"c"},)"
                        R"("created_at":{"N":"1"},"expires_at":{"N":"2"}}})");
    } else if (request.operation == "Query") {
      reply.body.assign(R"({"Count":0,"ScannedCount":0,"Items":[]})");
    } else {
      reply.body.assign("{}");
    }
    if (done != nullptr) done->complete();
  }
};

int failures = 0;

void check(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "failed: %s\n", what);
  ++failures;
}

}  // namespace

int main() {
  const partita::Client client(std::make_shared<Echo>());
  const lab::ContactRepository contacts{client};
  const lab::EverythingRepository everything{client};
  const lab::SessionRepository sessions{client};

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
