#include "http/sigv4.hpp"
#include "one_shot_sigv4.hpp"

#include <scripted_server.hpp>

#include <curl/curl.h>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <fstream>
#include <memory>

using namespace partita;
using namespace std::chrono;
using partita::test::one_shot_signature;
using partita::test::sha256_hex;

namespace {

const std::string suite_secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
const std::string s3_secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const std::string no_body = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

struct Published {
  std::string name;
  std::string canonical_request;
  std::string date;
  std::string region;
  std::string service;
  std::string secret;
  std::string signature;
};

// AWS's Signature Version 4 test suite, and the worked examples of the IAM and S3 manuals.
const Published published[] = {
    {"get-vanilla", "GET\n/\n\nhost:example.amazonaws.com\nx-amz-date:20150830T123600Z\n\nhost;x-amz-date\n" + no_body,
     "20150830T123600Z", "us-east-1", "service", suite_secret,
     "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"},
    {"post-vanilla",
     "POST\n/\n\nhost:example.amazonaws.com\nx-amz-date:20150830T123600Z\n\nhost;x-amz-date\n" + no_body,
     "20150830T123600Z", "us-east-1", "service", suite_secret,
     "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"},
    {"post-x-www-form-urlencoded",
     "POST\n/\n\ncontent-type:application/x-www-form-urlencoded\nhost:example.amazonaws.com\n"
     "x-amz-date:20150830T123600Z\n\ncontent-type;host;x-amz-date\n" +
         sha256_hex("Param1=value1"),
     "20150830T123600Z", "us-east-1", "service", suite_secret,
     "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a"},
    {"IAM ListUsers",
     "GET\n/\nAction=ListUsers&Version=2010-05-08\n"
     "content-type:application/x-www-form-urlencoded; charset=utf-8\nhost:iam.amazonaws.com\n"
     "x-amz-date:20150830T123600Z\n\ncontent-type;host;x-amz-date\n" +
         no_body,
     "20150830T123600Z", "us-east-1", "iam", suite_secret,
     "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7"},
    {"S3 GET Object",
     "GET\n/test.txt\n\nhost:examplebucket.s3.amazonaws.com\nrange:bytes=0-9\nx-amz-content-sha256:" + no_body +
         "\nx-amz-date:20130524T000000Z\n\nhost;range;x-amz-content-sha256;x-amz-date\n" + no_body,
     "20130524T000000Z", "us-east-1", "s3", s3_secret,
     "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"},
    {"S3 GET Bucket Lifecycle",
     "GET\n/\nlifecycle=\nhost:examplebucket.s3.amazonaws.com\nx-amz-content-sha256:" + no_body +
         "\nx-amz-date:20130524T000000Z\n\nhost;x-amz-content-sha256;x-amz-date\n" + no_body,
     "20130524T000000Z", "us-east-1", "s3", s3_secret,
     "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"},
};

std::string value_of(const nlohmann::json& object, const char* name) {
  return object.value(name, std::string());
}

system_clock::time_point utc(int year_number, unsigned month_number, unsigned day_number, int hour, int minute,
                             int second) {
  return sys_days(year_month_day{year(year_number), month(month_number), day(day_number)}) + hours(hour) +
         minutes(minute) + seconds(second);
}

// `20261121T050915Z`
system_clock::time_point parse_amz_date(const std::string& text) {
  const auto part = [&text](std::size_t at, std::size_t count) { return std::stoi(text.substr(at, count)); };
  return utc(part(0, 4), static_cast<unsigned>(part(4, 2)), static_cast<unsigned>(part(6, 2)), part(9, 2), part(11, 2),
             part(13, 2));
}

}  // namespace

TEST_CASE("the published examples have the published signatures") {
  for (const Published& each : published) {
    INFO(each.name);
    http::SigV4Key key(each.region, each.service);
    CHECK(key.sign(each.canonical_request, each.date, each.secret) == each.signature);
    CHECK(one_shot_signature(each.canonical_request, each.date, each.region, each.service, each.secret) ==
          each.signature);
  }
}

TEST_CASE("one key signs for changing secrets and days as fresh ones do") {
  http::SigV4Key key("eu-west-1", "dynamodb");
  for (const char* const date : {"20261121T050915Z", "20261121T235959Z", "20261122T000000Z", "20261121T050915Z"}) {
    for (const std::string& secret : {suite_secret, s3_secret, std::string(), std::string(200, 's')}) {
      INFO(date << " " << secret);
      CHECK(key.sign("POST\n/", date, secret) == one_shot_signature("POST\n/", date, "eu-west-1", "dynamodb", secret));
      CHECK(key.scope() == std::string(date).substr(0, 8) + "/eu-west-1/dynamodb/aws4_request");
    }
  }
}

TEST_CASE("the signer agrees with the specification for bodies of every block length") {
  http::SigV4Signer signer("dynamodb.eu-west-1.amazonaws.com", "eu-west-1");
  for (const std::string& token : {std::string(), std::string("TOKEN//+=")}) {
    for (std::size_t size = 0; size < 200; ++size) {
      const std::string body(size, 'x');
      const auto headers =
          signer.sign("DynamoDB_20120810.GetItem", body, {"AKID", suite_secret, token, {}}, utc(2026, 1, 2, 3, 4, 5));
      REQUIRE(headers);
      CHECK(headers->date == "20260102T030405Z");
      const std::string names = token.empty() ? "content-type;host;x-amz-date;x-amz-target"
                                              : "content-type;host;x-amz-date;x-amz-security-token;x-amz-target";
      std::string canonical =
          "POST\n/\n\ncontent-type:application/x-amz-json-1.0\nhost:dynamodb.eu-west-1.amazonaws.com\n";
      canonical += "x-amz-date:20260102T030405Z\n";
      if (!token.empty()) canonical += "x-amz-security-token:" + token + "\n";
      canonical += "x-amz-target:DynamoDB_20120810.GetItem\n\n" + names + "\n" + sha256_hex(body);
      const std::string signature =
          one_shot_signature(canonical, "20260102T030405Z", "eu-west-1", "dynamodb", suite_secret);
      REQUIRE(headers->authorization ==
              "AWS4-HMAC-SHA256 Credential=AKID/20260102/eu-west-1/dynamodb/aws4_request, "
              "SignedHeaders=" +
                  names + ", Signature=" + signature);
    }
  }
}

TEST_CASE("the signer agrees with AWS's JavaScript signer") {
  std::ifstream file(PARTITA_SMITHY_VECTORS);
  const auto vectors = nlohmann::json::parse(file);
  REQUIRE(vectors.size() >= 6);
  bool with_token = false;
  for (const auto& each : vectors) {
    INFO(value_of(each, "name"));
    http::SigV4Signer signer(value_of(each, "host"), value_of(each, "region"));
    const Credentials credentials{value_of(each, "access_key_id"), value_of(each, "secret_access_key"),
                                  value_of(each, "token"), std::nullopt};
    const auto headers = signer.sign("DynamoDB_20120810." + value_of(each, "operation"), value_of(each, "body"),
                                     credentials, parse_amz_date(value_of(each, "x_amz_date")));
    REQUIRE(headers);
    CHECK(headers->date == value_of(each, "x_amz_date"));
    CHECK(headers->authorization == value_of(each, "authorization"));
    with_token = with_token || !credentials.session_token.empty();
  }
  CHECK(with_token);
}

TEST_CASE("the signer agrees with libcurl's") {
  test::ScriptedServer server;
  const auto free_list = [](curl_slist* list) { curl_slist_free_all(list); };
  for (const std::string& token : {std::string(), std::string("TOKEN//+=")}) {
    server.enqueue({.body = "{}"});
    const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> easy(curl_easy_init(), &curl_easy_cleanup);
    REQUIRE(easy);
    const std::string body = R"({"TableName":"contacts"})";
    curl_slist* list = curl_slist_append(nullptr, "Content-Type: application/x-amz-json-1.0");
    list = curl_slist_append(list, "X-Amz-Target: DynamoDB_20120810.DescribeTable");
    if (!token.empty()) list = curl_slist_append(list, ("X-Amz-Security-Token: " + token).c_str());
    const std::unique_ptr<curl_slist, decltype(free_list)> headers(list, free_list);
    curl_easy_setopt(easy.get(), CURLOPT_URL, (server.url() + "/").c_str());
    curl_easy_setopt(easy.get(), CURLOPT_PROXY, "");
    curl_easy_setopt(easy.get(), CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(easy.get(), CURLOPT_COPYPOSTFIELDS, body.c_str());
    curl_easy_setopt(easy.get(), CURLOPT_AWS_SIGV4, "aws:amz:eu-west-1:dynamodb");
    curl_easy_setopt(easy.get(), CURLOPT_USERPWD, ("AKID:" + suite_secret).c_str());
    const auto discard = +[](char*, std::size_t, std::size_t size, void*) { return size; };
    curl_easy_setopt(easy.get(), CURLOPT_WRITEFUNCTION, discard);
    REQUIRE(curl_easy_perform(easy.get()) == CURLE_OK);

    const test::ScriptedRequest sent = server.requests().back();
    http::SigV4Signer signer(sent.headers.at("host"), "eu-west-1");
    const auto ours = signer.sign("DynamoDB_20120810.DescribeTable", body, {"AKID", suite_secret, token, {}},
                                  parse_amz_date(sent.headers.at("x-amz-date")));
    REQUIRE(ours);
    CHECK(ours->authorization == sent.headers.at("authorization"));
  }
}
