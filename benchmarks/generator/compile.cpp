// G4: what compiling a generated repository costs, beside the same repository written by hand on the same runtime; and
// whether a heavy header can be reached from a generated one.
#include "crm/contact.partita.hpp"
#include "handwritten_contact.hpp"
#include "harness.hpp"
#include "program_run.hpp"

#include <partita/transport.hpp>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

namespace {

using namespace partita::benchmarks;

// Keeps the bodies that were sent, and answers with one item.
class RecordingTransport : public partita::Transport {
 public:
  void send(const partita::Request& request, partita::Reply& reply) noexcept override {
    bodies.emplace_back(request.body);
    const std::string_view item =
        R"({"role":{"S":"cto"},"id":{"S":"c-1"},"tenant_id":{"S":"t-1"},"account_id":{"S":"a-9"},"name":{"S":"An \"A\""},)"
        R"("department":{"S":"eng"},"status":{"S":"gone"},"created_at":{"N":"1700000000000"},"revision":{"N":"3"}})";
    std::string text = "{}";
    if (request.operation == "GetItem") text = "{\"Item\":" + std::string(item) + "}";
    if (request.operation == "BatchGetItem")
      text = "{\"Responses\":{\"contacts\":[" + std::string(item) + "]},\"UnprocessedKeys\":{}}";
    if (request.operation == "BatchWriteItem") text = "{\"UnprocessedItems\":{}}";
    if (request.operation == "Query") text = "{\"Count\":1,\"Items\":[" + std::string(item) + "],\"ScannedCount\":1}";
    reply.body.assign(text);
    reply.facts.status = 200;
    reply.facts.attempts = 1;
  }

  std::vector<std::string> bodies;
};

// One call of each kind; what was sent, and what was read sent back.
template <class Repository, class Fields, class Key>
std::vector<std::string> bodies_of() {
  const auto transport = std::make_shared<RecordingTransport>();
  const Repository contacts{partita::Client(transport)};
  const auto must = [&](bool succeeded) {
    if (succeeded) return;
    std::fprintf(stderr, "a repository failed after %zu requests\n", transport->bodies.size());
    std::exit(1);
  };
  const crm::Contact contact{.id = "c-1", .tenant_id = "t-1", .account_id = "a-9", .role = "cto", .department = "eng"};
  must(contacts.create(contact).has_value());
  must(contacts.put(contact).has_value());
  must(contacts.replace(contact).has_value());
  must(contacts.upsert(contact).has_value());
  must(contacts.put_returning_old(contact).has_value());
  must(contacts.remove("c-1", "t-1", partita::expect{3}).has_value());
  must(contacts.remove_returning_old("c-1", "t-1", partita::any_version).has_value());
  must(contacts.update("c-1", "t-1", partita::expect{3})
           .set_phone("+49")
           .set_status(crm::Status::gone)
           .if_(Fields::role == "cto")
           .execute()
           .has_value());
  must(contacts.put(**contacts.get("c-1", "t-1")).has_value());
  must(contacts.put(contacts.by_role("cto").department(partita::begins_with("e")).all()->front()).has_value());
  must(contacts.by_status(crm::Status::active).created_at(partita::greater_than(contact.created_at)).all().has_value());
  must(contacts.by_id("c-1").tenant_id(partita::begins_with("t")).all().has_value());
  must(contacts.by_account("a-9").all().has_value());
  const std::vector<crm::Contact> items{contact};
  must(static_cast<bool>(contacts.put_many(items, partita::unconditionally)));
  const std::vector<Key> keys{{"c-1", "t-1"}};
  must(contacts.get_many(keys).has_value());
  must(static_cast<bool>(contacts.remove_many(keys, partita::unconditionally)));
  return transport->bodies;
}

std::vector<std::string> words(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> list;
  for (std::string word; stream >> word;) list.push_back(word);
  return list;
}

// Files that an application should not have to compile for having a repository.
std::size_t heavy_headers() {
  std::vector<std::string> list = words(COMPILE_COMMAND);
  list.insert(list.end(), {"-M", "-x", "c++", GENERATED_HEADER});
  std::size_t heavy = 0;
  for (const std::string& file : words(output_of(list))) {
    for (const char* name :
         {"/llvm", "/clang", "/nlohmann", "/simdjson", "/rapidjson", "/curl/", "/openssl/", "/aws/"}) {
      if (file.find(name) == std::string::npos) continue;
      std::printf("  reachable: %s\n", file.c_str());
      ++heavy;
      break;
    }
  }
  return heavy;
}

}  // namespace

int main() {
  if (bodies_of<crm::ContactRepository, crm::ContactFields, crm::ContactKey>() !=
      bodies_of<by_hand::ContactRepository, by_hand::ContactFields, by_hand::ContactKey>()) {
    std::fprintf(stderr, "the two repositories send different requests\n");
    return 1;
  }
  const auto compile = [](const char* unit) {
    std::vector<std::string> command = words(COMPILE_COMMAND);
    command.insert(command.end(), {"-c", unit, "-o", "/dev/null"});
    return cpu_milliseconds(command);
  };
  CpuComparison comparison("G4: compiling the repository of one entity with three indexes, " COMPILE_COMMAND_NAME);
  comparison.add("written by hand, with the same calls on the same runtime",
                 [&] { return compile(HANDWRITTEN_SOURCE); });
  comparison.add("generated", [&] { return compile(GENERATED_SOURCE); });
  comparison.run(9);
  target("G4", "compile time, times the hand-written unit", comparison.ratio(1, 0), 1.2);
  target("G4", "LLVM, JSON, curl, SDK headers reachable", static_cast<double>(heavy_headers()), 0);
  return 0;
}
