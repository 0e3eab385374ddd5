// What surrounds keys: tenants, times that writes set, types of the user's, views, scans, a prefix of table names.
#include "servers.hpp"

#include "document.partita.hpp"
#include "note.partita.hpp"
#include "product.partita.hpp"

#include <partita/client_options.hpp>

#include <string>
#include <utility>
#include <vector>

namespace partita::test {
namespace {

using lab::Document;
using lab::DocumentCard;
using lab::DocumentFields;
using lab::DocumentRepository;
using lab::Money;
using lab::Note;
using lab::NoteCard;
using lab::NoteRepository;
using lab::ProductRepository;
using lab::Sku;

Document document(const std::string& tenant, const std::string& id) {
  return {.tenant_id = tenant, .id = id, .title = "t", .shelf = "s", .author = "ada", .changed = {}};
}

std::vector<std::string> tenants_of(const Result<std::vector<Document>>& documents) {
  REQUIRE_OK(documents);
  std::vector<std::string> tenants;
  for (const Document& each : *documents) tenants.push_back(each.tenant_id);
  return tenants;
}

// The table of all tenants, and the repositories of two whose names are alike.
struct Tenants {
  explicit Tenants(const std::string& server) : client(open(server)), a(client, "a"), ab(client, "a#b") {
    static_cast<void>(delete_table(client, "documents"));
    REQUIRE_OK(a.create_table());
    for (const char* const id : {"1", "b#1"}) {
      REQUIRE_OK(a.create(document("a", id)));
      REQUIRE_OK(ab.create(document("a#b", id)));
    }
  }
  ~Tenants() { static_cast<void>(delete_table(client, "documents")); }
  Tenants(const Tenants&) = delete;
  Tenants& operator=(const Tenants&) = delete;

  Client client;
  DocumentRepository a;
  DocumentRepository ab;
};

TEST_CASE("no read of a tenant finds what is another one's", "[tenant]") {
  const Tenants tenants(GENERATE(from_range(backend_ids())));
  catch_up();
  const std::vector<std::string> own{"a", "a"};
  const std::vector<std::string> other{"a#b", "a#b"};
  CHECK(tenants_of(tenants.a.by_tenant_id().all()) == own);
  CHECK(tenants_of(tenants.ab.by_tenant_id().all()) == other);
  CHECK(tenants_of(tenants.a.by_shelf().all()) == own);
  CHECK(tenants_of(tenants.a.by_author("ada").all()) == own);
  CHECK(tenants_of(tenants.ab.by_author("ada").all()) == other);
  CHECK(tenants_of(tenants.a.query(DocumentFields::shelf == "s").all()) == own);
  CHECK(tenants_of(tenants.a.query(DocumentFields::author == "ada" && DocumentFields::title == "t").all()) == own);
  CHECK(tenants_of(tenants.ab.query(DocumentFields::title == "t").all()) == other);
  CHECK(tenants_of(tenants.a.scan().all()) == own);
  CHECK(tenants.ab.titles("t").all()->size() == 2);
  CHECK(tenants.a.by_author("ada").all_as<DocumentCard>()->size() == 2);
  CHECK(tenants.a.get("1")->value().tenant_id == "a");
}

TEST_CASE("no write of a tenant reaches what is another one's", "[tenant]") {
  const Tenants tenants(GENERATE(from_range(backend_ids())));
  CHECK(tenants.a.put(document("a#b", "1")).error().kind() == ErrorKind::invalid_argument);
  REQUIRE_OK(tenants.a.update("1").set_title("mine").execute());
  REQUIRE_OK(tenants.a.remove("b#1"));
  CHECK(tenants.ab.get("1")->value().title == "t");
  CHECK(tenants.ab.get("b#1")->has_value());
  CHECK_FALSE(tenants.a.get("b#1")->has_value());
}

void check_settings(const Client& client) {
  const lab::SettingRepository seven{client, 7};
  const lab::SettingRepository eight{client, 8};
  REQUIRE_OK(seven.create({.name = "colour", .owner = 7, .value = "red"}));
  REQUIRE_OK(eight.create({.name = "colour", .owner = 8, .value = "blue"}));
  CHECK(eight.put({.name = "colour", .owner = 7, .value = "blue"}).error().kind() == ErrorKind::invalid_argument);
  REQUIRE_OK(eight.update("colour").set_value("green").execute());
  CHECK(seven.get("colour")->value().value == "red");
  CHECK(seven.by_name("colour").all()->size() == 1);
  REQUIRE_OK(eight.remove("colour"));
  CHECK(seven.get("colour")->has_value());
  CHECK_FALSE(eight.get("colour")->has_value());
  CHECK(eight.update("colour").set_value("green").execute().error().kind() == ErrorKind::condition_failed);
}

TEST_CASE("tenants whose items lie in one partition do not reach each other's", "[tenant]") {
  const Client client = open(GENERATE(from_range(backend_ids())));
  static_cast<void>(delete_table(client, "settings"));
  REQUIRE_OK(lab::SettingRepository(client, 7).create_table());
  check_settings(client);
  REQUIRE_OK(delete_table(client, "settings"));
}

// Whatever `tenant` tries with the token of `other`, it stays as it is.
void check_tokens(const Client& client, const std::string& tenant, const std::string& other) {
  const lab::TokenRepository own{client, tenant};
  const lab::TokenRepository theirs{client, other};
  const lab::Token token{.token = "t-1", .tenant_id = other, .purpose = "theirs"};
  const lab::Token copy{.token = "t-1", .tenant_id = tenant, .purpose = "mine"};
  REQUIRE_OK(theirs.put(token));
  const auto check = [](const Result<void>& result) {
    REQUIRE_FALSE(result);
    CHECK(result.error().kind() == ErrorKind::condition_failed);
    CHECK(result.error().to_string().find("theirs") == std::string::npos);
    CHECK(result.error().details().item.empty());
    CHECK(result.error().details().whole_item.empty());
  };
  check(own.create(copy));
  check(own.put(copy));
  check(own.update("t-1").set_purpose("mine").execute());
  check(own.remove("t-1"));
  const auto found = own.get("t-1");
  REQUIRE_FALSE(found);
  CHECK(found.error().kind() == ErrorKind::decode);
  const auto kept = theirs.get("t-1");
  REQUIRE_OK(kept);
  CHECK(kept->value().purpose == "theirs");

  // Its own tenant writes it.
  CHECK(theirs.create(token).error().kind() == ErrorKind::condition_failed);
  REQUIRE_OK(theirs.put({.token = "t-1", .tenant_id = other, .purpose = "put"}));
  REQUIRE_OK(theirs.update("t-1").set_purpose("updated").execute());
  CHECK(theirs.get("t-1")->value().purpose == "updated");
  REQUIRE_OK(theirs.remove("t-1"));
  REQUIRE_OK(theirs.remove("t-1"));
  CHECK_FALSE(theirs.get("t-1")->has_value());
}

TEST_CASE("tenants who share the keys of a table do not reach each other's items", "[tenant]") {
  const Client client = open(GENERATE(from_range(backend_ids())));
  static_cast<void>(delete_table(client, "tokens"));
  REQUIRE_OK(lab::TokenRepository(client, "a").create_table());
  check_tokens(client, "a", "a#b");
  check_tokens(client, "a#b", "a");
  REQUIRE_OK(delete_table(client, "tokens"));
}

TEST_CASE("a tenant is told which item of its own stands in the way", "[tenant]") {
  const Client client = open(GENERATE(from_range(witnesses("condition-failure-item"))));
  static_cast<void>(delete_table(client, "tokens"));
  const lab::TokenRepository tokens{client, "a#b"};
  REQUIRE_OK(tokens.create_table());
  REQUIRE_OK(tokens.create({.token = "t-1", .tenant_id = "a#b", .purpose = "first"}));
  const auto again = tokens.create({.token = "t-1", .tenant_id = "a#b", .purpose = "second"});
  REQUIRE_FALSE(again);
  const auto existing = tokens.existing(again.error());
  REQUIRE_OK(existing);
  REQUIRE(existing->has_value());
  CHECK(existing->value().purpose == "first");
  REQUIRE_OK(delete_table(client, "tokens"));
}

TEST_CASE("writes store the client's time, and a view has some of it", "[clock]") {
  const Table<NoteRepository> notes(GENERATE(from_range(backend_ids())), "notes");
  REQUIRE_OK(notes->create(Note{.id = "n-1", .text = "x", .shelf = "s", .code = "secret"}));
  const auto made = notes->get("n-1");
  REQUIRE_OK(made);
  const Note& note = made->value();
  CHECK(note.made.milliseconds() > 1700000000000);
  CHECK(note.changed.milliseconds() == note.made.milliseconds());
  REQUIRE_OK(notes->update("n-1", any_version).set_text("y").execute());
  const auto changed = notes->get("n-1");
  REQUIRE_OK(changed);
  CHECK(changed->value().made == note.made);
  CHECK(changed->value().changed >= note.changed);

  const auto card = notes->get_as<NoteCard>("n-1");
  REQUIRE_OK(card);
  CHECK(card->value().text == "y");
  CHECK(card->value().code == "secret");
  CHECK(notes->scan().all_as<NoteCard>()->size() == 1);
  catch_up();
  CHECK(notes->by_shelf("s").all_as<NoteCard>()->size() == 1);
}

TEST_CASE("types of the user's are keys and members", "[converter]") {
  const Table<ProductRepository> products(GENERATE(from_range(backend_ids())), "products");
  for (const std::int64_t cents : {5, 10, 100}) {
    REQUIRE_OK(products->create({.sku = Sku("7"), .price = Money(cents), .shop = "s"}));
  }
  const auto cheap = products->by_sku(Sku("7")).price(less_than(Money(100))).descending().all();
  REQUIRE_OK(cheap);
  REQUIRE(cheap->size() == 2);
  CHECK(cheap->front().price == Money(10));
  CHECK(cheap->front().sku == Sku("7"));
}

TEST_CASE("a prefix keeps the tables of two environments apart", "[prefix]") {
  const std::string server = GENERATE(from_range(backend_ids()));
  const Client plain = open(server);
  ClientOptions options;
  options.table_prefix = "test-";
  const Client prefixed = open(server, options);
  static_cast<void>(delete_table(prefixed, "notes"));
  const NoteRepository notes{prefixed};
  REQUIRE_OK(notes.create_table());
  REQUIRE_OK(notes.create(Note{.id = "n-1", .text = "x", .shelf = "s"}));
  CHECK(describe_table(plain, "test-notes")->name == "test-notes");
  CHECK(NoteRepository{plain}.get("n-1").error().kind() == ErrorKind::not_found);
  REQUIRE_OK(delete_table(prefixed, "notes"));
}

}  // namespace
}  // namespace partita::test
