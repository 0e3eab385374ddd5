// Batches of any length, on real servers.
#include "servers.hpp"

#include "document.partita.hpp"
#include "lab/contact.partita.hpp"

#include <string>
#include <vector>

namespace partita::test {
namespace {

using lab::Contact;
using lab::ContactKey;
using lab::ContactRepository;

using Contacts = Table<ContactRepository>;

// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html
// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html
TEST_CASE("many items are put, read in the order of their keys, and removed", "[batch]") {
  const Contacts contacts(GENERATE(from_range(backend_ids())), "contacts");
  std::vector<Contact> items;
  std::vector<ContactKey> keys;
  for (int i = 0; i < 130; ++i) {
    items.push_back({.id = "c-" + std::to_string(i), .tenant_id = "t\"ä", .account_id = "a", .role = "r", .name = "n"});
    items.back().department = "d";
    keys.push_back({items.back().id, items.back().tenant_id});
  }
  const auto put = contacts->put_many(items, unconditionally);
  INFO((put ? std::string() : put.error->to_string()));
  REQUIRE(put);
  CHECK(put.written == items.size());
  CHECK(put.cost.requests == 6);
  CHECK(put.cost.write_units >= 130);

  keys.insert(keys.begin() + 7, {"nobody", "t-1"});
  keys.push_back(keys.front());
  const auto found = contacts->get_many(keys, ReadOptions().consistent());
  REQUIRE_OK(found);
  REQUIRE(found->size() == keys.size());
  CHECK(found.cost().requests == 2);
  CHECK(found.cost().read_units >= 130);
  for (std::size_t i = 0; i < keys.size(); ++i) {
    INFO(i);
    if (i == 7) {
      CHECK_FALSE((*found)[i].has_value());
      continue;
    }
    REQUIRE((*found)[i].has_value());
    CHECK((*found)[i]->id == keys[i].id);
    CHECK((*found)[i]->revision == 1);
  }

  keys.pop_back();
  const auto removed = contacts->remove_many(keys, unconditionally);
  REQUIRE(removed);
  CHECK(removed.written == 131);
  catch_up();
  CHECK(contacts->by_account("a").all()->empty());
}

// "The total size of items returned is limited to 16 MB; more come as UnprocessedKeys".
// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html
TEST_CASE("get_many reads more than an answer holds", "[batch]") {
  const Contacts contacts(GENERATE(from_range(backend_ids())), "contacts");
  std::vector<Contact> items;
  std::vector<ContactKey> keys;
  for (int i = 0; i < 50; ++i) {
    items.push_back({.id = std::to_string(i), .tenant_id = "t", .account_id = "a", .role = "r", .name = {}});
    items.back().department = "d";
    items.back().name = std::string(390'000, 'x');
    keys.push_back({items.back().id, "t"});
  }
  const auto put = contacts->put_many(items, unconditionally);
  INFO((put ? std::string() : put.error->to_string()));
  REQUIRE(put);
  const auto found = contacts->get_many(keys);
  REQUIRE_OK(found);
  for (const auto& each : *found) CHECK(each.has_value());
  CHECK(found.cost().requests >= 2);
}

}  // namespace
}  // namespace partita::test
