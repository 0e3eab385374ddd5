// Operations of repositories, awaited on an event loop, on real servers.
#include "servers.hpp"

#include "document.partita.hpp"
#include "lab/contact.partita.hpp"

#include <partita/async.hpp>
#include <partita/client_options.hpp>
#include <partita/transaction.hpp>

#include <chrono>
#include <string>
#include <vector>

namespace partita::test {
namespace {

using lab::Contact;
using lab::ContactKey;
using lab::ContactRepository;

using Contacts = Table<ContactRepository>;

Contact contact(int number) {
  Contact made{.id = "c-" + std::to_string(number), .tenant_id = "t-1", .account_id = "a", .role = "r", .name = "n"};
  made.department = "d";
  return made;
}

TEST_CASE("every kind of operation can be awaited", "[async]") {
  const Contacts contacts(GENERATE(from_range(backend_ids())), "contacts");
  EventLoop loop;
  const auto work = [&]() -> Task<std::string> {
    const Contact first = contact(0);
    const auto created = co_await loop.call([&] { return contacts->create(first); });
    if (!created) co_return "create: " + created.error().to_string();

    std::vector<Contact> items;
    std::vector<ContactKey> keys;
    for (int i = 1; i <= 120; ++i) {
      items.push_back(contact(i));
      keys.push_back({items.back().id, items.back().tenant_id});
    }
    const auto put = co_await loop.call([&] { return contacts->put_many(items, unconditionally); });
    if (put.written != items.size()) co_return "put_many: " + std::to_string(put.written);
    const auto found = co_await loop.call([&] { return contacts->get_many(keys); });
    if (!found || found->size() != keys.size() || !found->back()) co_return "get_many";

    catch_up();
    const auto counted = co_await loop.call([&] {
      std::size_t count = 0;
      for (const auto& page : contacts->by_account("a").page_size(50).pages()) count += page ? page->size() : 0;
      return count;
    });
    if (counted != 121) co_return "pages: " + std::to_string(counted);

    const auto again = co_await loop.call([&] { return contacts->create(first); });
    if (again || again.error().kind() != ErrorKind::condition_failed) co_return "create again";
    const auto removed = co_await loop.call([&] { return contacts->remove_many(keys, unconditionally); });
    if (removed.written != keys.size()) co_return "remove_many";
    co_return "";
  };
  CHECK(wait(work()) == "");
}

TEST_CASE("two threads have a thousand calls in flight", "[async]") {
  const std::string server = GENERATE(from_range(backend_ids()));
  const Contacts contacts(server, "contacts");
  REQUIRE_OK(contacts->create(contact(1)));
  ClientOptions options;
  options.pool.queue_wait = std::chrono::minutes(1);
  const Client client = open(server, options);
  const ContactRepository same(client);
  EventLoop loop({.threads = 2});
  const auto read = [&]() -> Task<bool> {
    const auto found = co_await loop.call([&] { return same.get("c-1", "t-1"); });
    co_return found && found->has_value();
  };
  std::vector<Task<bool>> tasks;
  for (int i = 0; i < 1000; ++i) tasks.push_back(read());
  std::size_t good = 0;
  for (const bool each : wait_all(std::move(tasks))) good += each ? 1U : 0U;
  CHECK(good == 1000);
  CHECK(client.pool().opened <= options.pool.max_connections);
}

}  // namespace
}  // namespace partita::test
