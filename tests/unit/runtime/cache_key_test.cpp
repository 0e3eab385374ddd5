#include "cache/cache_key.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace partita::cache;

namespace {

std::string key_of(std::string_view item) {
  return cache_key("t", "scope", "name", item);
}

}  // namespace

TEST_CASE("a cache knows an item by one text, however its key is written") {
  struct Case {
    std::string key;
    std::vector<std::string> written;
  };
  const std::vector<Case> cases{
      {"t\nS3:webS5:theme",
       {R"({"scope":{"S":"web"},"name":{"S":"theme"}})", R"({"name":{"S":"theme"},"scope":{"S":"web"}})",
        R"({"scope":{"S":"web"},"value":{"S":"x"},"name":{"S":"theme"}})",
        R"({"scope":{"S":"\u0077eb"},"name":{"S":"theme"}})", R"({ "scope" : {"S":"web"}, "name":{"S":"theme"}})"}},
      {"t\nS4:a\"b\\S0:", {R"({"scope":{"S":"a\"b\\"},"name":{"S":""}})"}},
      {"t\nS2:\xC3\xA9S1:\x7f", {"{\"scope\":{\"S\":\"\xC3\xA9\"},\"name\":{\"S\":\"\x7f\"}}"}},
      {"t\nS2:S1S1:x", {R"({"scope":{"S":"S1"},"name":{"S":"x"}})"}},
      {"t\nB4:AQI=S1:x", {R"({"scope":{"B":"AQI="},"name":{"S":"x"}})"}},
  };
  for (const Case& each : cases) {
    for (const std::string& item : each.written) CHECK(key_of(item) == each.key);
  }
  CHECK(key_of(R"({"scope":{"N":"7"},"name":{"N":"1.50"}})") ==
        key_of(R"({"name":{"N":"15E-1"},"scope":{"N":"7.0"}})"));
  CHECK(cache_key("t", "scope", "", R"({"scope":{"S":"web"}})") == "t\nS3:web");
  CHECK(key_of(R"({"scope":{"S":"web"}})").empty());
  CHECK(key_of(R"({"scope":{"S":"web"},"name":{"S":"the)").empty());
}

TEST_CASE("the key of an item says its table and its partition") {
  for (const std::string partition : {R"({"S":"7:web"})", R"({"S":""})", R"({"N":"-12.5"})"}) {
    const std::string key = key_of(R"({"scope":)" + partition + R"(,"name":{"S":"theme"}})");
    CHECK(table_of(key) == "t");
    CHECK(partition_of(key) == partition_text("t", partition));
  }
  CHECK(table_of("no key").empty());
  CHECK(partition_of("no key").empty());
}
