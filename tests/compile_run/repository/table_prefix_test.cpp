// One program, several environments: the client puts a prefix before the name of every table.
#include "contacts.hpp"

#include <partita/client_options.hpp>
#include <partita/table.hpp>

#include <catch2/catch.hpp>

#include <memory>
#include <string>
#include <utility>

namespace partita::test {
namespace {

struct Prefixed {
  std::shared_ptr<ScriptedTransport> transport = std::make_shared<ScriptedTransport>();

  Client client(const std::string& prefix) const {
    ClientOptions options;
    options.table_prefix = prefix;
    auto made = Client::open(transport, options);
    REQUIRE(made);
    return *std::move(made);
  }
};

TEST_CASE("every request and every error names the table with the prefix", "[prefix]") {
  const Prefixed prefixed;
  const ContactRepository contacts{prefixed.client("prod-")};
  const auto& transport = *prefixed.transport;
  const auto check = [&](const auto& result) {
    REQUIRE_FALSE(result);
    CHECK(result.error().table() == "prod-contacts");
    CHECK(transport.last().table == "prod-contacts");
    CHECK(transport.last().json().at("TableName") == "prod-contacts");
  };
  check(contacts.create(sample()));
  check(contacts.put(sample()));
  check(contacts.get("c-1", "t-1"));
  check(contacts.remove("c-1", "t-1", any_version));
  check(contacts.update("c-1", "t-1", expect{3}).set_name("x").execute());
  check(contacts.by_id("c-1").all());
  check(contacts.by_account("a-9").all());
  check(contacts.create_table());
  check(describe_table(prefixed.client("prod-"), "contacts"));
  check(delete_table(prefixed.client("prod-"), "contacts"));
}

TEST_CASE("an error before anything is sent names the table with the prefix", "[prefix]") {
  const Prefixed prefixed;
  const ContactRepository contacts{prefixed.client("prod-")};
  CHECK(contacts.get("", "t-1").error().table() == "prod-contacts");
  CHECK(contacts.by_id("").all().error().table() == "prod-contacts");
  CHECK(contacts.update("c-1", "t-1", expect{3}).execute().error().table() == "prod-contacts");
  CHECK(prefixed.transport->sent().empty());
}

TEST_CASE("each page of a query names the table with the prefix", "[prefix]") {
  const Prefixed prefixed;
  const ContactRepository contacts{prefixed.client("test.")};
  prefixed.transport->answer(page({"c-1"}, "c-1"));
  prefixed.transport->answer(page({"c-2"}));
  REQUIRE(contacts.by_account("a-9").all());
  for (const auto& sent : prefixed.transport->sent()) CHECK(sent.json().at("TableName") == "test.contacts");
}

TEST_CASE("a prefix that no table name can have is refused when the client is opened", "[prefix]") {
  const auto refused = [](const std::string& prefix) {
    ClientOptions options;
    options.table_prefix = prefix;
    const auto over_transport = Client::open(std::make_shared<ScriptedTransport>(), options);
    const auto over_http = Client::open("http://localhost:1", options);
    REQUIRE_FALSE(over_transport);
    REQUIRE_FALSE(over_http);
    CHECK(over_http.error().kind() == ErrorKind::invalid_argument);
    CHECK(over_http.error().message() == over_transport.error().message());
    return over_transport.error().message();
  };
  CHECK(refused("prod/") ==
        "ClientOptions::table_prefix is 'prod/'; table names have letters, digits, '_', '-' and '.' alone");
  CHECK(refused("ü") != "");
  CHECK(refused(std::string(253, 'x')) ==
        "ClientOptions::table_prefix has 253 characters, which leaves no room for a name; a table name has 255");
}

TEST_CASE("prefix and name together have 255 characters at most", "[prefix]") {
  const Prefixed prefixed;
  const std::string name = "contacts";
  const std::string longest(255 - name.size(), 'p');
  static_cast<void>(ContactRepository{prefixed.client(longest)}.get("c", "t"));
  CHECK(prefixed.transport->only().table.size() == 255);
  const auto error = ContactRepository{prefixed.client(longest + "p")}.get("c", "t").error();
  CHECK(error.kind() == ErrorKind::invalid_argument);
  CHECK(error.message() ==
        "the table's name has 256 characters; DynamoDB allows 255, so give a shorter ClientOptions::table_prefix");
  CHECK(prefixed.transport->sent().size() == 1);
}

}  // namespace
}  // namespace partita::test
