#include "http/service_error.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace partita;
using namespace partita::http;
using namespace std::chrono;

namespace {

const auto noon = sys_days(2026y / November / 21) + 12h;

ServiceError decode(int status, const std::string& body, const ResponseHeaders& headers = {}) {
  return decode_service_error(status, headers, body, noon);
}

std::string json(const std::string& type, const std::string& message) {
  return R"({"__type":"com.amazonaws.dynamodb.v20120810#)" + type + R"(","message":")" + message + R"("})";
}

}  // namespace

TEST_CASE("each exception has its kind, and what it proves") {
  struct Row {
    const char* code;
    ErrorKind kind;
    Applied applied;
    int status = 400;
  };
  const Row rows[] = {
      {"ConditionalCheckFailedException", ErrorKind::condition_failed, Applied::no},
      {"ResourceNotFoundException", ErrorKind::not_found, Applied::no},
      {"ResourceInUseException", ErrorKind::already_exists, Applied::no},
      {"TableAlreadyExistsException", ErrorKind::already_exists, Applied::no},
      {"ValidationException", ErrorKind::validation, Applied::no},
      {"SerializationException", ErrorKind::validation, Applied::no},
      {"ProvisionedThroughputExceededException", ErrorKind::throttled, Applied::no},
      {"ThrottlingException", ErrorKind::throttled, Applied::no},
      {"RequestLimitExceeded", ErrorKind::throttled, Applied::no},
      {"LimitExceededException", ErrorKind::throttled, Applied::no},
      {"TransactionConflictException", ErrorKind::conflict, Applied::no},
      {"ReplicatedWriteConflictException", ErrorKind::conflict, Applied::no},
      {"TransactionInProgressException", ErrorKind::conflict, Applied::unknown},
      {"ItemCollectionSizeLimitExceededException", ErrorKind::too_large, Applied::no},
      {"AccessDeniedException", ErrorKind::access_denied, Applied::no},
      {"UnrecognizedClientException", ErrorKind::credentials, Applied::no},
      {"ExpiredTokenException", ErrorKind::credentials, Applied::no},
      {"InvalidSignatureException", ErrorKind::credentials, Applied::no},
      {"IncompleteSignature", ErrorKind::credentials, Applied::no},
      {"MissingAuthenticationToken", ErrorKind::credentials, Applied::no},
      {"RequestExpired", ErrorKind::clock_skew, Applied::no},
      {"UnknownOperationException", ErrorKind::unsupported, Applied::no},
      {"InternalServerError", ErrorKind::server, Applied::unknown, 500},
      {"InternalFailure", ErrorKind::server, Applied::unknown, 500},
      {"ServiceUnavailable", ErrorKind::server, Applied::unknown, 503},
      {"ThrottlingException", ErrorKind::throttled, Applied::no, 503},
      {"SomethingNewException", ErrorKind::validation, Applied::no},
      {"SomethingNewException", ErrorKind::server, Applied::unknown, 500},
  };
  for (const Row& row : rows) {
    INFO(row.code << " " << row.status);
    const ServiceError error = decode(row.status, json(row.code, "text"));
    CHECK(error.details.kind == row.kind);
    CHECK(error.applied == row.applied);
    CHECK(error.details.code == row.code);
    CHECK(error.details.status == row.status);
    CHECK_THAT(error.details.message, Catch::StartsWith("text"));
  }
}

TEST_CASE("bodies of every shape are taken") {
  SECTION("the text under either name, the type with any prefix or none") {
    for (const char* const body : {R"({"__type":"com.amazon.coral.validate#ValidationException","Message":"bad"})",
                                   R"({"message":"bad","__type":"ValidationException"})",
                                   R"({"message":null,"Message":"bad","__type":"a#b#ValidationException"})"}) {
      CHECK(decode(400, body).details.kind == ErrorKind::validation);
      CHECK(decode(400, body).details.code == "ValidationException");
      CHECK(decode(400, body).details.message == "bad");
    }
  }
  SECTION("the type in a header") {
    ResponseHeaders headers;
    headers.add("x-amzn-errortype: ResourceNotFoundException:");
    CHECK(decode(400, "", headers).details.kind == ErrorKind::not_found);
    CHECK(decode(400, "", headers).details.code == "ResourceNotFoundException");
  }
  SECTION("XML") {
    const auto error =
        decode(403,
               "<?xml version=\"1.0\"?><ErrorResponse><Error><Code>InvalidClientTokenId</Code><Message>The "
               "token\n is\n invalid</Message></Error><RequestId>R-1</RequestId></ErrorResponse>");
    CHECK(error.details.kind == ErrorKind::credentials);
    CHECK(error.details.message == "The token is invalid");
    CHECK(error.details.request_id == "R-1");
  }
  SECTION("HTML") {
    const auto error = decode(502, "<html><head><title>502 Bad Gateway</title></head><body>...</body></html>");
    CHECK(error.details.kind == ErrorKind::server);
    CHECK(error.details.message == "the endpoint answered with HTTP status 502: 502 Bad Gateway");
    CHECK(error.applied == Applied::unknown);
  }
  SECTION("text") {
    CHECK(decode(503, "  upstream\r\n timed out ").details.message ==
          "the endpoint answered with HTTP status 503: upstream timed out");
    CHECK(decode(400, "nonsense").details.kind == ErrorKind::validation);
  }
  SECTION("nothing") {
    CHECK(decode(500, "").details.message == "the endpoint answered with HTTP status 500 and nothing else");
    CHECK(decode(413, R"({"message": ""})").details.kind == ErrorKind::too_large);
    CHECK(decode(413, "length limit exceeded").details.kind == ErrorKind::too_large);
    CHECK(decode(413, "").applied == Applied::no);
  }
  SECTION("JSON cut off") {
    const auto error = decode(500, R"({"__type":"Internal)");
    CHECK(error.details.kind == ErrorKind::server);
    CHECK(error.details.message == R"(the endpoint answered with HTTP status 500: {"__type":"Internal)");
  }
  SECTION("a body of any size is quoted in one short line") {
    const auto error = decode(500, std::string(100000, 'x') + "\xC3\xA9");
    CHECK(error.details.message.size() < 400);
    const auto accents = decode(500, std::string(299, 'x') + "\xC3\xA9\xC3\xA9\xC3\xA9");
    CHECK_THAT(accents.details.message, Catch::EndsWith("\xC3\xA9 ..."));
  }
  SECTION("status alone") {
    CHECK(decode(401, "").details.kind == ErrorKind::access_denied);
    CHECK(decode(403, "").details.kind == ErrorKind::access_denied);
    CHECK(decode(404, "").details.kind == ErrorKind::unsupported);
    CHECK(decode(429, "").details.kind == ErrorKind::throttled);
    CHECK(decode(408, "").details.kind == ErrorKind::server);
    ResponseHeaders headers;
    headers.add("location: https://elsewhere.example/");
    CHECK(decode(301, "", headers).details.kind == ErrorKind::unsupported);
    CHECK_THAT(decode(301, "", headers).details.message, Catch::Contains("redirects to 'https://elsewhere.example/'"));
  }
}

TEST_CASE("the item of a failed condition is kept as it came") {
  const std::string item = R"({"id":{"S":"a\"}b"},"n":{"N":"1"},"l":{"L":[{"M":{}}]}})";
  const auto error = decode(400, R"({"__type":"x#ConditionalCheckFailedException","Item":)" + item +
                                     R"(,"message":"The conditional request failed"})");
  CHECK(error.details.kind == ErrorKind::condition_failed);
  CHECK(error.details.item == item);
  CHECK(error.details.message == "The conditional request failed");
}

TEST_CASE("the reasons of a throttling are told by table, index, kind and limit") {
  // https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ThrottlingReason.html
  struct Row {
    const char* code;
    bool write;
    ThrottlingLimit limit;
  };
  const Row rows[] = {
      {"TableReadProvisionedThroughputExceeded", false, ThrottlingLimit::provisioned},
      {"TableWriteMaxOnDemandThroughputExceeded", true, ThrottlingLimit::on_demand_maximum},
      {"IndexWriteKeyRangeThroughputExceeded", true, ThrottlingLimit::key_range},
      {"IndexReadAccountLimitExceeded", false, ThrottlingLimit::account},
      {"SomethingNew", false, ThrottlingLimit::unknown},
      {"TableReadSomethingNew", false, ThrottlingLimit::unknown},
  };
  const std::string arn = "arn:aws:dynamodb:eu-west-1:123456789012:table/contacts";
  const std::string type =
      GENERATE("ThrottlingException", "ProvisionedThroughputExceededException", "RequestLimitExceeded");
  const std::string member = GENERATE("ThrottlingReasons", "throttlingReasons");
  for (const Row& row : rows) {
    const bool of_index = std::string(row.code).starts_with("Index");
    INFO(type << " " << member << " " << row.code);
    const auto error =
        decode(400, R"({"__type":"x#)" + type + R"(","message":"slow down",")" + member + R"(":[{"reason":")" +
                        row.code + R"(","resource":")" + arn + (of_index ? "/index/by_role" : "") + R"("}]})");
    CHECK(error.details.kind == ErrorKind::throttled);
    REQUIRE(error.details.throttling.size() == 1);
    const ThrottlingReason& reason = error.details.throttling.front();
    CHECK(reason.table == "contacts");
    CHECK(reason.index == (of_index ? "by_role" : ""));
    CHECK(reason.write == row.write);
    CHECK(reason.limit == row.limit);
    CHECK(reason.code == row.code);
  }
}

TEST_CASE("reasons of a throttling that cannot be read are left out, and the error stays") {
  for (const char* const reasons : {"null", "[]", "7", R"(["a"])", R"([{"resource":"arn"}])", R"([{"reason":)"}) {
    INFO(reasons);
    const auto error = decode(400, R"({"__type":"x#ThrottlingException","message":"slow down","throttlingReasons":)" +
                                       std::string(reasons) + "}");
    CHECK(error.details.kind == ErrorKind::throttled);
    CHECK(error.details.throttling.empty());
  }
  const auto error = decode(400, R"({"__type":"x#ThrottlingException","throttlingReasons":)"
                                 R"([{"reason":"TableReadAccountLimitExceeded","resource":"elsewhere"}]})");
  REQUIRE(error.details.throttling.size() == 1);
  CHECK(error.details.throttling.front().table.empty());
}

TEST_CASE("a denied index is explained") {
  const auto denied = decode(400, json("AccessDeniedException",
                                       "User: arn:aws:iam::1:user/u is not authorized to perform: dynamodb:Query on "
                                       "resource: arn:aws:dynamodb:eu-west-1:1:table/contacts/index/by_role"));
  CHECK_THAT(denied.details.message, Catch::Contains("/index/*' too"));
  CHECK_THAT(decode(400, json("AccessDeniedException", "on table/contacts")).details.message,
             !Catch::Contains("/index/*"));
}

TEST_CASE("a wrong clock is told from a wrong key") {
  ResponseHeaders right;
  right.date = noon + 4min;
  ResponseHeaders ahead;
  ahead.date = noon - 6min;
  ResponseHeaders behind;
  behind.date = noon + 6min;

  const std::string refused = json("InvalidSignatureException", "The request signature we calculated does not match");
  CHECK(decode(400, refused, right).details.kind == ErrorKind::credentials);
  CHECK(decode(400, refused, ahead).details.kind == ErrorKind::clock_skew);
  CHECK_THAT(decode(400, refused, ahead).details.message, Catch::Contains("clock is 360 s ahead of the service's"));
  CHECK(decode(400, refused, behind).details.kind == ErrorKind::clock_skew);
  CHECK_THAT(decode(400, refused, behind).details.message, Catch::Contains("clock is 360 s behind the service's"));

  for (const char* const text : {"Signature expired: 20261121T114500Z is now earlier than 20261121T115500Z",
                                 "Signature not yet current: 20261121T120000Z is still later than"}) {
    CHECK(decode(400, json("InvalidSignatureException", text), right).details.kind == ErrorKind::clock_skew);
  }
  CHECK(decode(400, json("ExpiredTokenException", "expired"), ahead).details.kind == ErrorKind::credentials);
}
