// Records of DynamoDB Streams.
#include "scripted_transport.hpp"

#include "announcement.partita.hpp"
#include "lab/sharded.partita.hpp"
#include "lab/single_table.partita.hpp"
#include "ticket.partita.hpp"

#include <partita/stream.hpp>

#include <catch2/catch.hpp>

#include <memory>
#include <string>
#include <variant>

namespace partita::test {
namespace {

using lab::Account;
using lab::Announcement;
using lab::Workflow;

// The sample of https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html, but for the region.
constexpr const char* sample = R"({
  "Records": [
    {
      "eventID": "c4ca4238a0b923820dcc509a6f75849b",
      "eventName": "INSERT",
      "eventVersion": "1.1",
      "eventSource": "aws:dynamodb",
      "awsRegion": "eu-central-1",
      "dynamodb": {
        "Keys": {"Id": {"N": "101"}},
        "NewImage": {"Message": {"S": "New item!"}, "Id": {"N": "101"}},
        "ApproximateCreationDateTime": 1428537600,
        "SequenceNumber": "4421584500000000017450439091",
        "SizeBytes": 26,
        "StreamViewType": "NEW_AND_OLD_IMAGES"
      },
      "eventSourceARN": "arn:aws:dynamodb:eu-central-1:123456789012:table/ExampleTableWithStream/stream/2015-06-27T00:48:05.899"
    },
    {
      "eventID": "c81e728d9d4c2f636f067f89cc14862c",
      "eventName": "MODIFY",
      "eventVersion": "1.1",
      "eventSource": "aws:dynamodb",
      "awsRegion": "eu-central-1",
      "dynamodb": {
        "Keys": {"Id": {"N": "101"}},
        "NewImage": {"Message": {"S": "This item has changed"}, "Id": {"N": "101"}},
        "OldImage": {"Message": {"S": "New item!"}, "Id": {"N": "101"}},
        "ApproximateCreationDateTime": 1428537600,
        "SequenceNumber": "4421584500000000017450439092",
        "SizeBytes": 59,
        "StreamViewType": "NEW_AND_OLD_IMAGES"
      },
      "eventSourceARN": "arn:aws:dynamodb:eu-central-1:123456789012:table/ExampleTableWithStream/stream/2015-06-27T00:48:05.899"
    },
    {
      "eventID": "eccbc87e4b5ce2fe28308fd9f2a7baf3",
      "eventName": "REMOVE",
      "eventVersion": "1.1",
      "eventSource": "aws:dynamodb",
      "awsRegion": "eu-central-1",
      "dynamodb": {
        "Keys": {"Id": {"N": "101"}},
        "OldImage": {"Message": {"S": "This item has changed"}, "Id": {"N": "101"}},
        "ApproximateCreationDateTime": 1428537600,
        "SequenceNumber": "4421584500000000017450439093",
        "SizeBytes": 38,
        "StreamViewType": "NEW_AND_OLD_IMAGES"
      },
      "userIdentity": {"principalId": "dynamodb.amazonaws.com", "type": "Service"},
      "eventSourceARN": "arn:aws:dynamodb:eu-central-1:123456789012:table/ExampleTableWithStream/stream/2015-06-27T00:48:05.899"
    }
  ]
})";

std::string record(const std::string& image) {
  return R"({"eventName": "INSERT", "dynamodb": {"Keys": {"pk": {"S": "k"}}, "SequenceNumber": "7", "NewImage": )" +
         image + "}}";
}

std::string account(const std::string& name) {
  return R"({"pk":{"S":"TENANT#t"},"sk":{"S":"ACCOUNT"},"type":{"S":"account"},"tenant_id":{"S":"t"},"name":)" + name +
         "}";
}

TEST_CASE("the documented records are read", "[stream]") {
  const auto records = read_stream_records<Announcement>(sample);
  INFO((records ? std::string() : records.error().to_string()));
  REQUIRE(records);
  REQUIRE(records->size() == 3);
  const auto& inserted = (*records)[0];
  CHECK(inserted.event == StreamEvent::insert);
  CHECK(inserted.id == "c4ca4238a0b923820dcc509a6f75849b");
  CHECK(inserted.keys == R"({"Id": {"N": "101"}})");
  CHECK(inserted.sequence_number == "4421584500000000017450439091");
  CHECK(inserted.size_bytes == 26);
  CHECK(inserted.view_type == "NEW_AND_OLD_IMAGES");
  CHECK(inserted.changed_at == timestamp::from_seconds(1428537600));
  CHECK(inserted.source_arn.starts_with("arn:aws:dynamodb:eu-central-1:123456789012:table/ExampleTableWithStream/"));
  CHECK_FALSE(inserted.expired);
  REQUIRE(inserted.new_item<Announcement>() != nullptr);
  CHECK(inserted.new_item<Announcement>()->Id == 101);
  CHECK(inserted.new_item<Announcement>()->Message == "New item!");
  CHECK_FALSE(inserted.old_image);

  const auto& changed = (*records)[1];
  CHECK(changed.event == StreamEvent::modify);
  CHECK(changed.new_item<Announcement>()->Message == "This item has changed");
  CHECK(changed.old_item<Announcement>()->Message == "New item!");

  // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/time-to-live-ttl-streams.html
  const auto& removed = (*records)[2];
  CHECK(removed.event == StreamEvent::remove);
  CHECK(removed.expired);
  CHECK_FALSE(removed.new_image);
  CHECK(removed.old_item<Announcement>()->Message == "This item has changed");
}

TEST_CASE("the time of a change keeps its milliseconds, and one that no clock shows is refused", "[stream]") {
  const auto read = [](const std::string& time) {
    return read_stream_records<Announcement>(
        R"({"Records":[{"dynamodb":{"ApproximateCreationDateTime":)" + time +
        R"(,"Keys":{"Id":{"N":"1"}},"SequenceNumber":"3","SizeBytes":41,"StreamViewType":"KEYS_ONLY"},"eventID":"e",)"
        R"("eventName":"REMOVE"}]})");
  };
  const auto exact = read("1464804310.25");
  REQUIRE(exact);
  CHECK(exact->front().changed_at == timestamp::from_milliseconds(1464804310250));
  for (const char* const time : {"1e300", "-1", "-1e300"}) {
    const auto refused = read(time);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind() == ErrorKind::decode);
    CHECK_THAT(refused.error().message(), Catch::Contains("'ApproximateCreationDateTime'"));
  }
}

// As GetRecords has it: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetRecords.html
TEST_CASE("what GetRecords returns is read too", "[stream]") {
  const auto records = read_stream_records<Announcement>(
      R"({"NextShardIterator":"x","Records":[{"awsRegion":"us-west-2","dynamodb":{"ApproximateCreationDateTime":1.46480431E9,)"
      R"("Keys":{"Id":{"N":"1"}},"SequenceNumber":"300000000000000499659","SizeBytes":41,"StreamViewType":"KEYS_ONLY"},)"
      R"("eventID":"e2","eventName":"REMOVE","eventSource":"aws:dynamodb","eventVersion":"1.1",)"
      R"("userIdentity":{"PrincipalId":"dynamodb.amazonaws.com","Type":"Service"}}]})");
  INFO((records ? std::string() : records.error().to_string()));
  REQUIRE(records);
  REQUIRE(records->size() == 1);
  CHECK(records->front().expired);
  CHECK(records->front().view_type == "KEYS_ONLY");
  CHECK(records->front().changed_at == timestamp::from_seconds(1464804310));
  CHECK_FALSE(records->front().new_image);
  CHECK_FALSE(records->front().old_image);
  CHECK(records->front().new_item<Announcement>() == nullptr);
}

TEST_CASE("images are of the entity that their discriminator says, or of none", "[stream]") {
  const auto one = read_stream_record<Workflow, Account>(record(account(R"({"S":"Ann"})")));
  REQUIRE(one);
  REQUIRE(one->new_item<Account>() != nullptr);
  CHECK(one->new_item<Account>()->name == "Ann");
  CHECK(one->new_item<Workflow>() == nullptr);

  for (const std::string& json : {std::string(R"({"pk":{"S":"k"},"type":{"S":"other"}})"),
                                  std::string(R"({"pk":{"S":"k"}})"), account(R"({"S":"Ann"})")}) {
    const auto unknown = read_stream_record<Workflow>(record(json));
    REQUIRE(unknown);
    REQUIRE(unknown->new_image);
    const auto* item = std::get_if<UnknownItem>(&*unknown->new_image);
    REQUIRE(item != nullptr);
    CHECK(item->json == json);
  }
}

TEST_CASE("lookup and constraint items are of no entity, with a discriminator or without", "[stream]") {
  const auto unique =
      read_stream_record<Announcement>(record(R"({"Id":{"N":"7"},"partita:owner":{"M":{"Id":{"N":"1"}}}})"));
  REQUIRE(unique);
  CHECK(std::holds_alternative<UnknownItem>(*unique->new_image));
  const auto lookup = read_stream_record<Account>(
      record(R"({"pk":{"S":"k"},"type":{"S":"account:lookup"},"partita:owner":{"M":{"pk":{"S":"k"}}}})"));
  REQUIRE(lookup);
  CHECK(std::holds_alternative<UnknownItem>(*lookup->new_image));
}

TEST_CASE("items of every tenant, and of every count of write shards, are read", "[stream]") {
  const auto event = read_stream_record<lab::Event>(record(
      R"({"pk":{"S":"DAY#1#0"},"sk":{"S":"foobar"},"day":{"S":"1"},"event_id":{"S":"foobar"},"device":{"S":"d"}})"));
  REQUIRE(event);
  CHECK(event->new_item<lab::Event>()->device == "d");

  lab::Ticket ticket;
  ticket.queue = "q";
  ticket.tenant = "us";
  ticket.role = "r";
  ticket.code = "x";
  const lab::TicketRepository tickets(Client(std::make_shared<ScriptedTransport>()), std::string("us"));
  const auto json = tickets.to_item(ticket);
  REQUIRE(json);
  const auto read = read_stream_record<lab::Ticket>(record(*json));
  INFO((read ? std::string() : read.error().to_string()));
  REQUIRE(read);
  CHECK(read->new_item<lab::Ticket>()->tenant == "us");
}

TEST_CASE("an image that does not decode names entity, attribute, expected and found type", "[stream]") {
  const auto wrong = read_stream_record<Workflow, Account>(record(account(R"({"N":"1"})")));
  REQUIRE_FALSE(wrong);
  CHECK(wrong.error().kind() == ErrorKind::decode);
  CHECK_THAT(wrong.error().message(), Catch::StartsWith("NewImage of stream record '7': Account: attribute 'name'"));
  CHECK_THAT(wrong.error().message(), Catch::Contains("N") && Catch::Contains("S"));
}

TEST_CASE("what is no record is refused", "[stream]") {
  for (const char* json :
       {"", "[]", "{}", R"({"eventName":"INSERT"})", R"({"eventName":"COPY","dynamodb":{"Keys":{}}})",
        R"({"dynamodb":{"Keys":{"Id":{"N":"1"}}}})", R"({"eventName":"INSERT","dynamodb":{"Keys":{)",
        R"({"eventName":"INSERT","dynamodb":{}})"}) {
    INFO(json);
    const auto refused = read_stream_record<Announcement>(json);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind() == ErrorKind::decode);
  }
  CHECK_FALSE(read_stream_records<Announcement>("{}"));
  CHECK_FALSE(read_stream_records<Announcement>(R"({"Records":[{}]})"));
  CHECK(read_stream_records<Announcement>(R"({"Records":[]})")->empty());
}

}  // namespace
}  // namespace partita::test
