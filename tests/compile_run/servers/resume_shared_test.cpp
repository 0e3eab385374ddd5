// For every stop of a query over what several entities share: a table, a partition, an index.
#include "servers.hpp"

#include "lab/lookups.partita.hpp"
#include "lab/shared_index.partita.hpp"
#include "lab/single_table.partita.hpp"
#include "resume.hpp"
#include "ticket.partita.hpp"

#include <partita/transport.hpp>

#include <catch2/catch.hpp>

#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace partita::test {
namespace {

// As another program does, that knows nothing of the entity.
void write_blindly(const Client& client, const std::string& operation, const std::string& table,
                   const std::string& members) {
  const std::string body = R"({"TableName":")" + table + R"(",)" + members + "}";
  Reply reply;
  client.transport().send({.operation = operation, .table = table, .body = body}, reply);
  INFO((reply.error ? reply.error->to_string() : std::string()));
  REQUIRE_FALSE(reply.error);
}

TEST_CASE("part one and the resumed rest are the whole: three types in one partition", "[resume][single_table]") {
  const Table<lab::WorkflowRepository> workflows(GENERATE(from_range(backend_ids())), "app");
  const lab::AccountRepository accounts(workflows.client());
  const lab::StepRepository steps(workflows.client());
  REQUIRE_OK(accounts.create({.tenant_id = "t", .name = "n"}));
  for (int i = 0; i < 5; ++i) {
    REQUIRE_OK(workflows->create({.tenant_id = "t",
                                  .id = std::to_string(i),
                                  .owner = i == 3 ? "bob" : "ann",
                                  .progress = i % 2 == 0 ? lab::Progress::open : lab::Progress::done,
                                  .due_at = timestamp::from_seconds(i / 2),
                                  .title = i < 2 ? "early" : "late"}));
    REQUIRE_OK(steps.create({.tenant_id = "t", .workflow_id = i < 2 ? "0" : "1", .rank = i, .text = "s"}));
  }
  holds("by prefix", workflows->by_tenant_id("t"), 5);
  holds("by prefix, filter", workflows->by_tenant_id("t").where(lab::WorkflowFields::title == "late"), 3);
  holds("parts of a key", steps.by_tenant_id("t").workflow_id("1").descending(), 3);
  holds("parts of a key, range", steps.by_tenant_id("t").workflow_id_and_rank("1", less_than(4)), 2);
  catch_up();
  holds("a narrow index of composed keys", workflows->by_owner("t", "ann"), 4);
  holds("part of its sort key", workflows->by_owner("t", "ann").progress(lab::Progress::open), 3);
}

TEST_CASE("part one and the resumed rest are the whole: only a filter tells the types in an index", "[resume]") {
  const Table<lab::InvoiceRepository> invoices(GENERATE(from_range(backend_ids())), "ledger");
  const lab::RefundRepository refunds(invoices.client());
  for (int i = 0; i < 9; ++i) {
    const std::string id = std::to_string(i);
    if (i % 3 == 1) {
      REQUIRE_OK(invoices->create({.id = id, .customer = "c", .total = i}));
    } else {
      REQUIRE_OK(refunds.create({.id = id, .customer = "c", .total = i}));
    }
  }
  catch_up();
  holds("few of many", invoices->by_customer("c"), 3);
  holds("descending", invoices->by_customer("c").descending(), 3);
  holds("filter", invoices->by_customer("c").where(lab::InvoiceFields::total > 3), 2);
  holds("many", refunds.by_customer("c"), 6);
  holds("planned", refunds.query(lab::RefundFields::customer == "c" && lab::RefundFields::total < 6), 4);
}

TEST_CASE("part one and the resumed rest are the whole: only a filter tells the types in a table", "[resume][scan]") {
  const std::string server = GENERATE(from_range(backend_ids()));
  const Client client = open(server);
  static_cast<void>(delete_table(client, "tickets"));
  const lab::TicketRepository tickets(client, std::string("us"));
  REQUIRE_OK(tickets.create_table());
  for (int i = 0; i < 8; ++i) {
    if (i % 2 == 0) {
      lab::Ticket ticket;
      ticket.queue = "q";
      ticket.number = i;
      ticket.tenant = "us";
      ticket.role = "r";
      ticket.code = i < 4 ? "x" : "y";
      ticket.due_at = iso_timestamp::from_milliseconds(i);
      REQUIRE_OK(tickets.put(ticket));
    } else {
      write_blindly(client, "PutItem", "tickets",
                    R"("Item":{"pk":{"S":"TENANT#us#q"},"number":{"N":")" + std::to_string(i) +
                        R"("},"type":{"S":"other"},"tenant":{"S":"us"},"Codec":{"S":"TENANT#us#r"},)" +
                        R"("item":{"S":"OTHER#1970-01-01T00:00:00.00)" + std::to_string(i) + R"(Z"}})");
    }
  }
  holds("table", tickets.by_tenant_and_queue("q"), 4);
  holds("descending, filter", tickets.by_tenant_and_queue("q").where(lab::TicketFields::code == "x").descending(), 2);
  catch_up();
  holds("index", tickets.by_due("r"), 4);
  holds("scan", tickets.scan(), 4);
  holds_in_segments("segments", tickets.scan(), 4);
  static_cast<void>(delete_table(client, "tickets"));
}

lab::Job job(const std::string& id, std::set<std::string> tags) {
  return {.owner = "ann", .id = id, .tags = std::move(tags), .slug = "slug-" + id, .title = "t" + id};
}

TEST_CASE("part one and the resumed rest are the whole: lookups past strays", "[resume][lookups]") {
  const Table<lab::JobRepository> jobs(GENERATE(from_range(backend_ids())), "jobs");
  for (int i = 0; i < 9; ++i) REQUIRE_OK(jobs->create(job(std::to_string(i), {"red", i % 2 == 0 ? "even" : "odd"})));
  holds("no strays", jobs->by_tag("ann", "red"), 9);

  // Lookup items that lead to nothing, at both ends and in a row, and to an item that lost its value.
  for (const char* id : {"0", "3", "4", "8"}) {
    write_blindly(jobs.client(), "DeleteItem", "jobs",
                  R"("Key":{"owner":{"S":"ann"},"sk":{"S":"JOB#)" + std::string(id) + R"("}})");
  }
  write_blindly(jobs.client(), "UpdateItem", "jobs",
                R"("Key":{"owner":{"S":"ann"},"sk":{"S":"JOB#6"}},"UpdateExpression":"SET tags = :t",)"
                R"("ExpressionAttributeValues":{":t":{"SS":["blue"]}})");
  CHECK(jobs->by_tag("ann", "red").all().cost().strays == 5);
  holds("strays", jobs->by_tag("ann", "red"), 4);
  holds("strays, descending", jobs->by_tag("ann", "red").descending(), 4);
  holds("strays, consistent", jobs->by_tag("ann", "even").consistent(), 1);
  holds("mostly strays", jobs->by_tag("ann", "even").descending(), 1);
  holds("nothing", jobs->by_tag("ann", "none"), 0);

  holds("items among companions", jobs->by_owner("ann"), 5);
  holds("items among companions, filter", jobs->by_owner("ann").where(lab::JobFields::title >= "t5"), 3);
  holds("scan past companions", jobs->scan(), 5);
  holds_in_segments("segments past companions", jobs->scan(), 5);
}

TEST_CASE("part one and the resumed rest are the whole: only a filter tells companions", "[resume][lookups]") {
  const Table<lab::MemoRepository> memos(GENERATE(from_range(backend_ids())), "memos");
  for (const char* id : {"A", "TOPIC", "Z", "m"}) {
    REQUIRE_OK(memos->create({.owner = "ann", .id = id, .topics = {"x", "y"}}));
  }
  holds("table", memos->by_owner("ann"), 4);
  holds("descending", memos->by_owner("ann").descending(), 4);
  holds("planned", memos->query(lab::MemoFields::owner == "ann" && lab::MemoFields::id > "B"), 3);
  holds("lookup", memos->by_topic("ann", "x"), 4);
}

TEST_CASE("part one and the resumed rest are the whole: a tenant's lookups of what expires", "[resume][lookups]") {
  const std::string server = GENERATE(from_range(backend_ids()));
  const Client client = open(server);
  static_cast<void>(delete_table(client, "cases"));
  const lab::CaseRepository ours{client, "us"};
  const lab::CaseRepository theirs{client, "them"};
  REQUIRE_OK(ours.create_table());
  for (int i = 0; i < 8; ++i) {
    for (const auto& [repository, tenant] : {std::pair(&ours, "us"), std::pair(&theirs, "them")}) {
      lab::Case item{.tenant_id = tenant, .id = std::to_string(i), .opened_at = timestamp::from_seconds(i / 3)};
      item.parties = {7, i};
      item.title = "x";
      item.closed_at = timestamp::from_seconds(i % 4 == 1 ? 1 : 4'102'444'800);
      REQUIRE_OK(repository->create(item));
    }
  }
  holds("lookup", ours.by_party(7), 6);
  holds("lookup, descending", ours.by_party(7).descending(), 6);
  holds("table", ours.by_tenant_id(), 6);
  static_cast<void>(delete_table(client, "cases"));
}

}  // namespace
}  // namespace partita::test
