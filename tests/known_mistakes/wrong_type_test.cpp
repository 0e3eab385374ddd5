// Items of several types in one table or index: an item is never turned into another type, whatever path it is read by.
#include "patient_lab.hpp"

#include "lab/shared_index.partita.hpp"
#include "lab/single_table.partita.hpp"
#include "ticket.partita.hpp"

#include <partita/read_transaction.hpp>
#include <partita/stream.hpp>

#include <catch2/catch.hpp>

#include <optional>
#include <string>
#include <vector>

namespace partita::test {
namespace {

using lab::RefundRepository;

struct Refunds : PatientLab {
  RefundRepository refunds{client};

  /// What was read in place of a refund must be an error about its type.
  template <class T>
  void refused(const Result<T>& read) const {
    REQUIRE_FALSE(read);
    INFO(read.error().to_string());
    CHECK(read.error().kind() == ErrorKind::decode);
    CHECK(read.error().message().find("of type 'invoice', not 'refund'") != std::string::npos);
  }
};

// An invoice where a refund of the same id would lie: all of its attributes would do for one.
const Json invoice = Json::parse(
    R"({"pk": {"S": "REFUND#r-1"}, "customer": {"S": "c"}, "type": {"S": "invoice"}, "total": {"N": "7"}})");

std::string page_of(const Json& item) {
  return Json{{"Count", 1}, {"ScannedCount", 1}, {"Items", Json::array({item})}}.dump();
}

TEST_CASE("an item read through an index is never turned into another type (cashapp/tempest #183)") {
  const Refunds lab;
  for (int i = 0; i < 4; ++i) lab.transport->answer(page_of(invoice));
  lab.refused(lab.refunds.by_customer("c").all());
  lab.refused(lab.refunds.by_customer("c").first());
  for (const auto& each : lab.refunds.by_customer("c").items()) lab.refused(each);
  for (const auto& each : lab.refunds.by_customer("c").pages()) lab.refused(each);
  CHECK(lab.transport->script_is_over());
  // Nor are they asked for: the keys of this index don't tell whose items they find, so the service filters.
  CHECK(lab.transport->last().json().at("FilterExpression") == "#type = :f0");
}

TEST_CASE("every read path checks whose item it reads (aws-sdk-java-v2 #1870, PynamoDB #1162)") {
  const Refunds lab;
  SECTION("get") {
    lab.transport->answer(Json{{"Item", invoice}}.dump());
    lab.refused(lab.refunds.get("r-1"));
  }
  SECTION("batch get") {
    lab.transport->answer(Json{{"Responses", {{"ledger", {invoice}}}}}.dump());
    lab.refused(lab.refunds.get_many(std::vector<std::string>{"r-1"}));
  }
  SECTION("read transaction") {
    lab.transport->answer(Json{{"Responses", {{{"Item", invoice}}}}}.dump());
    lab.refused(read_transaction(lab.client).get(lab.refunds, "r-1").execute());
  }
  SECTION("the item in the error of a failed condition") {
    lab.transport->fail(ErrorKind::condition_failed, invoice.dump());
    const auto made = lab.refunds.create({.id = "r-1", .customer = "c", .total = 1});
    REQUIRE_FALSE(made);
    lab.refused(RefundRepository::existing(made.error()));
  }
  SECTION("the item that a write returns") {
    lab.transport->answer(Json{{"Attributes", invoice}}.dump());
    lab.refused(lab.refunds.put_returning_old({.id = "r-1", .customer = "c", .total = 1}));
    lab.transport->answer(Json{{"Attributes", invoice}}.dump());
    lab.refused(lab.refunds.update("r-1").set_total(3).execute_returning_new());
    lab.transport->answer(Json{{"Attributes", invoice}}.dump());
    lab.refused(lab.refunds.remove_returning_old("r-1"));
  }
  SECTION("an item from somewhere else") {
    lab.refused(RefundRepository::from_item(invoice.dump()));
  }
  SECTION("scan") {
    const lab::TicketRepository tickets{lab.client, "t"};
    lab.transport->answer(
        page_of(Json{{"pk", {{"S", "TENANT#t#q"}}}, {"number", {{"N", "1"}}}, {"type", {{"S", "x"}}}}));
    const auto found = tickets.scan().all();
    REQUIRE_FALSE(found);
    CHECK(found.error().message().find("not 'ticket'") != std::string::npos);
  }
}

std::string record_of(const Json& image) {
  return Json{{"eventName", "INSERT"}, {"dynamodb", {{"Keys", Json::object()}, {"NewImage", image}}}}.dump();
}

TEST_CASE("an image of a stream is of the type that it says, or of none (ElectroDB #74, OneTable #265)") {
  const auto record = read_stream_record<lab::Refund, lab::Invoice>(
      record_of(Json::parse(*lab::InvoiceRepository::to_item({.id = "1", .customer = "c", .total = 7}))));
  REQUIRE(record);
  CHECK(record->new_item<lab::Refund>() == nullptr);
  REQUIRE(record->new_item<lab::Invoice>() != nullptr);
  CHECK(record->new_item<lab::Invoice>()->total == 7);
  const auto others = read_stream_record<lab::Refund>(record_of(invoice));
  REQUIRE(others);
  CHECK(others->new_item<lab::Refund>() == nullptr);
  CHECK(others->new_image.has_value());  // it is not dropped, but of no type that was asked for
}

TEST_CASE("an image of a stream is read by the code that reads items (aws-sdk-rust #1355, TypeDORM #305)") {
  const lab::Refund refund{.id = "1", .customer = "c", .total = 7};
  Json item = Json::parse(*RefundRepository::to_item(refund));
  const auto record = read_stream_record<lab::Refund>(record_of(item));
  REQUIRE(record);
  CHECK(record->new_item<lab::Refund>()->total == 7);
  item["total"] = {{"S", "7"}};
  CHECK_FALSE(RefundRepository::from_item(item.dump()));
  CHECK(read_stream_record<lab::Refund>(record_of(item)).error().kind() == ErrorKind::decode);
}

TEST_CASE("an item without a type is nobody's (PynamoDB #910)") {
  const Refunds lab;
  Json item = invoice;
  item.erase("type");
  lab.transport->answer(Json{{"Item", item}}.dump());
  const auto found = lab.refunds.get("r-1");
  REQUIRE_FALSE(found);
  CHECK(found.error().kind() == ErrorKind::decode);
}

TEST_CASE("no write replaces or removes an item of another type (aws-sdk-java-v2 #2151)") {
  const Refunds lab;
  const auto asks_for_type = [&] {
    const Json body = lab.transport->last().json();
    const std::string condition = body.at("ConditionExpression");
    INFO(condition);
    CHECK(condition.find("#type = :type") != std::string::npos);
    CHECK(body.at("ExpressionAttributeValues").at(":type").at("S") == "refund");
  };
  for (int i = 0; i < 5; ++i) lab.transport->answer("{}");
  const lab::Refund refund{.id = "r-1", .customer = "c", .total = 1};
  REQUIRE(lab.refunds.put(refund));
  asks_for_type();
  REQUIRE(lab.refunds.replace(refund));
  asks_for_type();
  REQUIRE(lab.refunds.upsert(refund));
  asks_for_type();
  REQUIRE(lab.refunds.update("r-1").set_total(2).execute());
  asks_for_type();
  REQUIRE(lab.refunds.remove("r-1"));
  asks_for_type();
}

}  // namespace
}  // namespace partita::test
