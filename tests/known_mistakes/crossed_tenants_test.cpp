// A tenant's program never reads or writes what is another's, also where it forgets to say whose items it wants.
#include "patient_lab.hpp"

#include "document.partita.hpp"
#include "order.partita.hpp"

#include <partita/read_transaction.hpp>

#include <catch2/catch.hpp>

#include <string>
#include <type_traits>
#include <vector>

namespace partita::test {
namespace {

using lab::DocumentRepository;

struct Documents : PatientLab {
  DocumentRepository documents{client, "t-1"};
};

const Json others = Json::parse(R"({"tenant_id": {"S": "t-2"}, "id": {"S": "d-1"}, "title": {"S": "secret"},
  "shelf": {"S": "s"}, "author": {"S": "ada"}, "changed": {"N": "1"}})");

template <class R>
concept gets_of_any_tenant = requires(const R& repository) { repository.get("t-2", "d-1"); };
template <class R>
concept queries_any_tenant = requires(const R& repository) { repository.by_tenant_id("t-2"); };

// tests/compile_fail/unscoped_repository.cpp and unscoped_reader.cpp show what compilers say of one without a tenant.
TEST_CASE("an unscoped load does not compile (dokimos PR #102)") {
  static_assert(!std::is_default_constructible_v<DocumentRepository>);
  static_assert(!gets_of_any_tenant<DocumentRepository> && !queries_any_tenant<DocumentRepository>);
  const PatientLab lab;
  CHECK(DocumentRepository(lab.client, "").by_tenant_id().all().error().kind() == ErrorKind::invalid_argument);
  CHECK(lab.transport->sent().empty());
}

TEST_CASE("no read gives another tenant's item (dapr #4993)") {
  const Documents lab;
  const auto refused = [](const auto& read) {
    REQUIRE_FALSE(read);
    CHECK(read.error().kind() == ErrorKind::decode);
    CHECK(read.error().to_string().find("secret") == std::string::npos);
  };
  const std::string page = Json{{"Count", 1}, {"ScannedCount", 1}, {"Items", Json::array({others})}}.dump();
  for (int i = 0; i < 3; ++i) lab.transport->answer(page);
  refused(lab.documents.by_tenant_id().all());
  refused(lab.documents.by_author("ada").all());
  refused(lab.documents.scan().all());
  lab.transport->answer(Json{{"Item", others}}.dump());
  refused(lab.documents.get("d-1"));
  lab.transport->answer(Json{{"Responses", {{{"Item", others}}}}}.dump());
  refused(read_transaction(lab.client).get(lab.documents, "d-1").execute());
  lab.transport->answer(Json{{"Responses", {{"documents", {others}}}}}.dump());
  refused(lab.documents.get_many(std::vector<std::string>{"d-1"}));
  refused(lab.documents.from_item(others.dump()));
}

TEST_CASE("no write reaches another tenant's item") {
  const Documents lab;
  const lab::Document item{.tenant_id = "t-2", .id = "d-1", .title = "x", .shelf = "s", .author = "a", .changed = {}};
  CHECK(lab.documents.put(item).error().kind() == ErrorKind::invalid_argument);
  CHECK(lab.documents.create(item).error().kind() == ErrorKind::invalid_argument);
  CHECK(lab.documents.upsert(item).error().kind() == ErrorKind::invalid_argument);
  CHECK(lab.documents.put_many(std::vector{item}).error->kind() == ErrorKind::invalid_argument);
  CHECK(lab.transport->sent().empty());
  lab.transport->answer("{}");
  lab.transport->answer("{}");
  REQUIRE(lab.documents.update("d-1").set_title("x").execute());
  CHECK(lab.transport->last().json().at("Key").at("tenant_id").at("S") == "t-1");
  REQUIRE(lab.documents.remove("d-1"));
  CHECK(lab.transport->last().json().at("Key").at("tenant_id").at("S") == "t-1");
}

TEST_CASE("no name of a tenant reaches into another one's keys") {
  const PatientLab lab;
  const lab::OrderRepository orders{lab.client, "t-1#x"};
  CHECK(orders.get("o-1").error().kind() == ErrorKind::invalid_argument);
  CHECK(orders.by_tenant_id().all().error().kind() == ErrorKind::invalid_argument);
  CHECK(lab.transport->sent().empty());
}

}  // namespace
}  // namespace partita::test
