// Tables from their creation to their end.
#include "servers.hpp"

#include "lab/contact.partita.hpp"
#include "lab/measurement.partita.hpp"
#include "session.partita.hpp"

#include <string>

namespace partita::test {
namespace {

// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html
TEST_CASE("a table is created, described and deleted", "[tables]") {
  const Client client = open(GENERATE(from_range(backend_ids())));
  static_cast<void>(delete_table(client, "contacts"));
  const lab::ContactRepository contacts{client};

  const auto before = contacts.get("c", "t");
  REQUIRE_FALSE(before);
  CHECK(before.error().kind() == ErrorKind::not_found);
  CHECK(before.error().table() == "contacts");
  CHECK(describe_table(client, "contacts").error().kind() == ErrorKind::not_found);
  CHECK(delete_table(client, "contacts").error().kind() == ErrorKind::not_found);
  CHECK(contacts.by_account("a").all().error().kind() == ErrorKind::not_found);

  const auto made = contacts.create_table();
  REQUIRE_OK(made);
  CHECK(made.cost().requests >= 2);
  const auto table = describe_table(client, "contacts");
  REQUIRE_OK(table);
  CHECK(table->name == "contacts");
  CHECK(table->status == "ACTIVE");
  CHECK(table->item_count == 0);
  CHECK(table->raw.find("by_account") != std::string::npos);

  const auto again = contacts.create_table();
  REQUIRE_FALSE(again);
  CHECK(again.error().kind() == ErrorKind::already_exists);

  REQUIRE_OK(wait_until_active(client, "contacts"));
  REQUIRE_OK(delete_table(client, "contacts"));
  CHECK(describe_table(client, "contacts").error().kind() == ErrorKind::not_found);
}

TEST_CASE("tables with local indexes, keys of bytes and numbers, and narrow indexes are accepted", "[tables]") {
  const std::string server = GENERATE(from_range(backend_ids()));
  const Table<lab::MeasurementRepository> measurements(server, "measurements");
  const Table<lab::SessionRepository> sessions(server, "sessions");
  CHECK(describe_table(measurements.client(), "measurements")->raw.find("by_value") != std::string::npos);
  CHECK(describe_table(sessions.client(), "sessions")->raw.find("KEYS_ONLY") != std::string::npos);
}

}  // namespace
}  // namespace partita::test
