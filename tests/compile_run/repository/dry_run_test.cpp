// What calls would send, without sending it.
#include "contacts.hpp"

#include "note.partita.hpp"

#include <partita/client_options.hpp>
#include <partita/dry_run.hpp>

#include <catch2/catch.hpp>

#include <string>
#include <vector>

namespace partita::test {
namespace {

using lab::Note;
using lab::NoteFields;
using lab::NoteRepository;

struct Dry {
  std::shared_ptr<ScriptedTransport> transport = std::make_shared<ScriptedTransport>();
  Client client = *Client::open(transport, options());
  ContactRepository contacts{client};
  NoteRepository notes{client};

  static ClientOptions options() {
    ClientOptions options;
    options.table_prefix = "dev-";
    options.clock = [] { return std::chrono::system_clock::time_point(std::chrono::milliseconds(1)); };
    return options;
  }
  ~Dry() {
    CHECK(transport->sent().empty());
    CHECK(client.costs().empty());
  }
};

TEST_CASE("a dry run returns the request that a call would send", "[dry_run]") {
  const Dry lab;
  const auto get = dry_run(lab.client, [&](const Client& dry) { return lab.contacts.with(dry).get("c-1", "t-1"); });
  REQUIRE(get);
  CHECK(get->operation() == "GetItem");
  CHECK(get->entity() == "Contact");
  CHECK(get->table() == "dev-contacts");
  CHECK(get->index().empty());
  CHECK(get->to_string() ==
        R"(GetItem on 'dev-contacts' (Contact): {"TableName":"dev-contacts","Key":{"id":{"S":"c-1"},)"
        R"("tenant_id":{"S":"t-1"}},"ReturnConsumedCapacity":"TOTAL"})");

  // The bytes are those of the call itself.
  const Dry other;
  const auto update = dry_run(other.client, [&](const Client& dry) {
    return other.contacts.with(dry).update("c-1", "t-1", expect{3}).set_phone("+49").execute();
  });
  const Scripted<ContactRepository> real;
  real.transport->answer(written);
  REQUIRE(real->update("c-1", "t-1", expect{3}).set_phone("+49").execute());
  Json body = Json::parse(update->body());
  body["TableName"] = "contacts";
  CHECK(body == real.transport->only().json());
}

TEST_CASE("a dry run of a call of several requests returns the first", "[dry_run]") {
  const Dry lab;
  const auto all = dry_run(
      lab.client, [&](const Client& dry) { return lab.contacts.with(dry).by_account("a-9").page_size(10).all(); });
  REQUIRE(all);
  CHECK(all->operation() == "Query");
  CHECK(all->index() == "by_account");
  CHECK(Json::parse(all->body())["Limit"] == 10);

  std::vector<Contact> items;
  for (int i = 0; i < 60; ++i) {
    items.push_back(sample());
    items.back().id = std::to_string(i);
  }
  const auto put = dry_run(lab.client, [&](const Client& dry) {
    return lab.contacts.with(dry).put_many(items, unconditionally, BatchOptions().workers(3));
  });
  REQUIRE(put);
  CHECK(put->operation() == "BatchWriteItem");
  const Json first = Json::parse(put->body())["RequestItems"]["dev-contacts"];
  CHECK(first.size() == 25);
  CHECK(first[0]["PutRequest"]["Item"]["id"]["S"] == "0");

  const auto transaction = dry_run(lab.client, [&](const Client& dry) {
    return WriteTransaction(dry)
        .create(lab.contacts, sample())
        .create(lab.notes, Note{.id = "n", .shelf = "s"})
        .execute();
  });
  REQUIRE(transaction);
  CHECK(transaction->operation() == "TransactWriteItems");
  CHECK(transaction->entity().empty());
}

TEST_CASE("a dry run returns the error of a call that can't be sent, and of one that was not made", "[dry_run]") {
  const Dry lab;
  const auto refused = dry_run(lab.client, [&](const Client& dry) { return lab.contacts.with(dry).get("", "t-1"); });
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind() == ErrorKind::invalid_argument);
  CHECK(refused.error().message().find("'id'") != std::string::npos);

  const auto none = dry_run(lab.client, [](const Client&) {});
  REQUIRE_FALSE(none);
  CHECK(none.error().message().find("sent no request") != std::string::npos);
}

TEST_CASE("a plan is printed without sensitive values, wherever they stand", "[dry_run][sensitive]") {
  const Dry lab;
  const Note note{.id = "n-1", .text = "x", .shelf = "s", .code = "secret-1", .pin = 4711};
  const auto check = [](const Result<PlannedRequest>& plan) {
    REQUIRE(plan);
    INFO(plan->to_string());
    CHECK(plan->body().find("secret-1") != std::string::npos);
    CHECK(plan->to_string().find("secret-1") == std::string::npos);
    CHECK(plan->to_string().find("4711") == std::string::npos);
    CHECK(plan->to_string().find("(hidden)") != std::string::npos);
    CHECK(plan->to_string().find("notes") != std::string::npos);
    CHECK(Json::accept(plan->to_string().substr(plan->to_string().find('{'))));
  };
  check(dry_run(lab.client, [&](const Client& dry) { return lab.notes.with(dry).put(note); }));
  check(dry_run(lab.client, [&](const Client& dry) { return lab.notes.with(dry).upsert(note); }));
  check(dry_run(lab.client, [&](const Client& dry) {
    return lab.notes.with(dry).update("n-1", any_version).set_code("secret-1").set_pin(4711).execute();
  }));
  check(dry_run(lab.client, [&](const Client& dry) {
    return lab.notes.with(dry).by_shelf("s").where(NoteFields::code == "secret-1").all();
  }));
  check(dry_run(lab.client, [&](const Client& dry) {
    return lab.notes.with(dry).put_many(std::vector<Note>{note}, unconditionally);
  }));
  check(dry_run(lab.client, [&](const Client& dry) {
    return WriteTransaction(dry).create(lab.contacts, sample()).upsert(lab.notes, note).execute();
  }));
}

}  // namespace
}  // namespace partita::test
