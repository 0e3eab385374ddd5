// Holds tests/servers.json against the backends themselves: every check is sent to those of the network, and each must
// answer as documented or with its recorded deviation. A server that is mended or changed fails this test, so that what
// other tests rely on stays true.
//
// How a check is written in servers.json:
// - `table`: the table made for this check alone, one of `tables`; its name stands for `$table` in every string.
// - `setup`: operations that must succeed first, in order.
// - `operation`: with `body`, or with `raw`: text sent byte by byte (a character below U+0100 is one byte); with
//   `unsigned` it has no signature.
// - `on`: the `verdicts` of the backends it is sent to; without it all of the network.
// - `documented`: the service's answer: `status`, fragments that the answer `contains` or `lacks`, `values` by JSON
//   pointer (null: absent), a pair of pointers to `equal` values.
// - `deviations`: by `verdicts`, the answer that a backend gives instead.
//
// In its strings and lists:
// - `{"$repeat": "x", "times": 3}` is `"xxx"`; of anything but a string, or with `"as": "list"`, it is a list with the
//   index for `$i`.
// - `{"$join": [...]}` is its strings joined.

#include "servers/backends.hpp"

#include <curl/curl.h>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using namespace partita;
using Json = nlohmann::json;

struct Answer {
  long status = 0;
  std::string body;
};

class Server {
 public:
  explicit Server(const test::Backend& backend) : name_(backend.name), url_(backend.url() + "/") {}

  Answer send(const std::string& operation, const std::string& body, bool is_signed = true) const {
    const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl(curl_easy_init(), curl_easy_cleanup);
    curl_slist* headers = curl_slist_append(nullptr, "Content-Type: application/x-amz-json-1.0");
    headers = curl_slist_append(headers, ("X-Amz-Target: DynamoDB_20120810." + operation).c_str());
    headers = curl_slist_append(headers, "Expect:");
    if (is_signed) {
      headers = curl_slist_append(headers, "X-Amz-Date: 20260101T000000Z");
      headers =
          curl_slist_append(headers,
                            "Authorization: AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/dynamodb/aws4_request, "
                            "SignedHeaders=host;x-amz-date;x-amz-target, Signature=00");
    }
    const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> owned(headers, curl_slist_free_all);
    Answer answer;
    curl_easy_setopt(curl.get(), CURLOPT_URL, url_.c_str());
    curl_easy_setopt(curl.get(), CURLOPT_NOPROXY, "*");
    curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT, 60L);
    curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDS, body.data());
    curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
    curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, append);
    curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &answer.body);
    const CURLcode code = curl_easy_perform(curl.get());
    curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &answer.status);
    // A server may answer a body that is too large before it has read it whole.
    if (code != CURLE_OK && answer.status == 0) {
      throw std::runtime_error(name_ + " at " + url_ + ": " + curl_easy_strerror(code));
    }
    return answer;
  }

 private:
  static std::size_t append(char* bytes, std::size_t, std::size_t count, void* text) {
    static_cast<std::string*>(text)->append(bytes, count);
    return count;
  }

  std::string name_;
  std::string url_;
};

std::string replaced(std::string text, std::string_view what, const std::string& by) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += by.size()) {
    text.replace(at, what.size(), by);
  }
  return text;
}

// The value with `what` in all strings and member names replaced, and $repeat and $join written out.
Json expanded(const Json& value, std::string_view what, const std::string& by) {
  if (value.is_string()) return replaced(value.get<std::string>(), what, by);
  if (value.is_array()) {
    Json list = Json::array();
    for (const Json& element : value) list.push_back(expanded(element, what, by));
    return list;
  }
  if (!value.is_object()) return value;
  if (value.contains("$join")) {
    std::string text;
    for (const Json& part : expanded(value.at("$join"), what, by)) text += part.get<std::string>();
    return text;
  }
  if (value.contains("$repeat")) {
    const Json unit = expanded(value.at("$repeat"), what, by);
    const int times = value.at("times");
    if (unit.is_string() && !value.contains("as")) {
      std::string text;
      for (int i = 0; i < times; ++i) text += unit.get_ref<const std::string&>();
      return text;
    }
    Json list = Json::array();
    for (int i = 0; i < times; ++i) list.push_back(expanded(unit, "$i", std::to_string(i)));
    return list;
  }
  Json object = Json::object();
  for (const auto& [name, member] : value.items()) object[replaced(name, what, by)] = expanded(member, what, by);
  return object;
}

// JSON text can hold no byte that is not UTF-8, so a raw body is written with a character for each byte.
std::string latin1_bytes(const std::string& utf8) {
  std::string bytes;
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    const auto lead = static_cast<unsigned char>(utf8[i]);
    if (lead < 0x80) {
      bytes += utf8[i];
    } else {
      bytes += static_cast<char>(((lead & 0x03) << 6) | (static_cast<unsigned char>(utf8.at(++i)) & 0x3F));
    }
  }
  return bytes;
}

// What about the answer is not as expected; empty when all is.
std::string difference(const Answer& answer, const Json& expected) {
  if (answer.status != expected.at("status").get<long>()) return "status " + std::to_string(answer.status);
  for (const Json& fragment : expected.value("contains", Json::array())) {
    if (answer.body.find(fragment.get<std::string>()) == std::string::npos) return "lacks " + fragment.dump();
  }
  for (const Json& fragment : expected.value("lacks", Json::array())) {
    if (answer.body.find(fragment.get<std::string>()) != std::string::npos) return "contains " + fragment.dump();
  }
  if (!expected.contains("values") && !expected.contains("equal")) return "";
  const Json body = Json::parse(answer.body, nullptr, false);
  if (!body.is_object()) return "no JSON object";
  const auto at = [&](const std::string& pointer) {
    const Json::json_pointer place(pointer);
    return body.contains(place) ? body.at(place) : Json();
  };
  const Json values = expected.value("values", Json::object());
  for (const auto& [pointer, value] : values.items()) {
    if (at(pointer) != value) return pointer + " is " + at(pointer).dump();
  }
  if (expected.contains("equal")) {
    const auto [left, right] = expected.at("equal").get<std::pair<std::string, std::string>>();
    if (at(left) != at(right)) return left + " and " + right + " differ";
  }
  return "";
}

// Those that a check can be sent to.
std::vector<test::Backend> on_network() {
  std::vector<test::Backend> list;
  for (const test::Backend& each : test::backends()) {
    if (each.network) list.push_back(each);
  }
  return list;
}

bool is_sent(const Json& check, const test::Backend& backend) {
  if (!check.contains("on")) return true;
  const Json& list = check.at("on");
  return std::find(list.begin(), list.end(), backend.verdicts) != list.end();
}

bool deviates(const Json& check, const test::Backend& backend) {
  return check.contains("deviations") && check.at("deviations").contains(backend.verdicts);
}

// Whether a backend that is judged by that member is sent the check.
bool reaches(const Json& check, const std::string& verdicts) {
  const std::vector<test::Backend> list = on_network();
  return std::any_of(list.begin(), list.end(),
                     [&](const test::Backend& each) { return each.verdicts == verdicts && is_sent(check, each); });
}

Answer answer_to(const Json& check, const Server& server, const std::string& table) {
  const auto send = [&](const Json& operation) {
    const std::string name = operation.at("operation");
    const bool is_signed = !operation.value("unsigned", false);
    if (!operation.contains("raw"))
      return server.send(name, expanded(operation.at("body"), "$table", table).dump(), is_signed);
    return server.send(name, latin1_bytes(expanded(operation.at("raw"), "$table", table)), is_signed);
  };
  if (check.contains("table")) {
    Json definition = test::servers_json().at("tables").at(check.at("table").get<std::string>());
    definition["TableName"] = table;
    const Answer made = server.send("CreateTable", definition.dump());
    INFO(made.body);
    REQUIRE(made.status == 200);
  }
  for (const Json& operation : check.value("setup", Json::array())) {
    const Answer done = send(operation);
    INFO(operation.dump().substr(0, 1000));
    INFO(done.body);
    REQUIRE(done.status == 200);
  }
  return send(check);
}

void run_check(const Json& check, const test::Backend& backend, const std::string& table) {
  const Server server(backend);
  const Answer answer = answer_to(check, server, table);
  INFO("answer: " << answer.status << " " << answer.body.substr(0, 1000));
  if (!deviates(check, backend)) {
    CHECK(difference(answer, check.at("documented")) == "");
    return;
  }
  CHECK(difference(answer, check.at("deviations").at(backend.verdicts)) == "");
  CHECK(difference(answer, check.at("documented")) != "");
}

TEST_CASE("each server answers as servers.json records") {
  int feature_number = 0;
  for (const Json& feature : test::servers_json().at("features")) {
    ++feature_number;
    DYNAMIC_SECTION(feature.at("id").get<std::string>()) {
      int check_number = 0;
      for (const Json& check : feature.at("checks")) {
        ++check_number;
        for (const test::Backend& each : on_network()) {
          if (!is_sent(check, each)) continue;
          INFO("check " << check_number << " on " << each.name);
          run_check(check, each, "f" + std::to_string(feature_number) + "-" + std::to_string(check_number));
        }
      }
    }
  }
}

TEST_CASE("what a feature says of a server agrees with its checks") {
  for (const Json& feature : test::servers_json().at("features")) {
    INFO(feature.at("id"));
    const std::string witness = feature.at("test_with");
    CHECK((witness == "both" || witness == "local" || witness == "dynoxide" || witness == "scripted" ||
           witness == "none"));
    if (witness == "local" || witness == "dynoxide") CHECK(feature.at(witness) == "right");
    for (const test::Backend& each : on_network()) {
      INFO(each.name);
      const std::string verdict = feature.value(each.verdicts, "right");
      CHECK((verdict == "right" || verdict == "wrong" || verdict == "absent"));
      const Json& checks = feature.at("checks");
      const auto of_it = [&](const auto& holds) {
        return std::any_of(checks.begin(), checks.end(), [&](const Json& check) { return holds(check, each); });
      };
      if (of_it(is_sent)) CHECK(of_it(deviates) == (verdict != "right"));
    }
  }
}

TEST_CASE("a check names backends that it is sent to") {
  for (const Json& feature : test::servers_json().at("features")) {
    INFO(feature.at("id"));
    for (const Json& check : feature.at("checks")) {
      for (const Json& verdicts : check.value("on", Json::array())) {
        INFO("on " << verdicts);
        CHECK(reaches(check, verdicts));
      }
      const Json deviations = check.value("deviations", Json::object());
      for (const auto& [verdicts, answer] : deviations.items()) {
        INFO("deviation of " << verdicts);
        CHECK(reaches(check, verdicts));
      }
    }
  }
}

}  // namespace
