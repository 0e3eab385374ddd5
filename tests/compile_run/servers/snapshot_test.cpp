// Snapshots of tables, from one database to the next and back.
#include "servers.hpp"

#include <partita/decimal.hpp>
#include <partita/snapshot.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <map>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace partita::test {
namespace {

using Json = nlohmann::json;

constexpr std::string_view tables[] = {"snapshot-texts", "snapshot-bytes"};
constexpr std::string_view definitions[] = {
    R"("BillingMode":"PAY_PER_REQUEST",
       "AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"},{"AttributeName":"sk","AttributeType":"N"}],
       "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"},{"AttributeName":"sk","KeyType":"RANGE"}])",
    R"("BillingMode":"PAY_PER_REQUEST","AttributeDefinitions":[{"AttributeName":"id","AttributeType":"B"}],
       "KeySchema":[{"AttributeName":"id","KeyType":"HASH"}])"};

// Both tables, empty, for as long as this lives.
class Tables {
 public:
  explicit Tables(Client client) : client_(std::move(client)) {
    for (std::size_t i = 0; i < std::size(tables); ++i) {
      static_cast<void>(delete_table(client_, tables[i]));  // of a run that was ended
      REQUIRE_OK(create_table(client_, tables[i], definitions[i]));
    }
  }
  ~Tables() {
    for (const std::string_view table : tables) static_cast<void>(delete_table(client_, table));
  }
  Tables(const Tables&) = delete;
  Tables& operator=(const Tables&) = delete;

  const Client& client() const { return client_; }

 private:
  Client client_;
};

// Every type, names and texts that need escapes, the largest and smallest numbers.
constexpr std::string_view every_type =
    R"("s":{"S":"\u00e9\u0000\n\"\\ \ud83d\ude00"},"n":{"N":"-9.9999999999999999999999999999999999999E+125"},)"
    R"("tiny":{"N":"1E-130"},"b":{"B":"AAH/"},"yes":{"BOOL":true},"no":{"BOOL":false},"nothing":{"NULL":true},)"
    R"("ss":{"SS":["b","a"]},"ns":{"NS":["10","-2.5","0"]},"bs":{"BS":["Ag==","AAE="]},)"
    R"("l":{"L":[{"S":"x"},{"L":[]},{"M":{"m":{"L":[{"NULL":true}]}}}]},"m":{"M":{"a b.c":{"M":{}},"x":{"N":"0"}}})";

std::string texts() {
  std::string lines;
  for (int i = 0; i < 2000; ++i) {
    lines.append(R"({"Item":{"pk":{"S":"p-)").append(std::to_string(i % 70)).append(R"("},"sk":{"N":")");
    lines.append(std::to_string(i - 1000)).append(R"("},)").append(every_type);
    // Some near 400 KB: more than fit into one page or one batch.
    if (i % 200 == 7) lines.append(R"(,"large":{"S":")").append(std::size_t{405'000}, 'x').append(R"("})");
    lines.append("}}\n");
  }
  return lines;
}

std::string bytes() {
  std::string lines;
  for (int i = 0; i < 1000; ++i) {
    constexpr std::string_view digits = "ABCDEFGHIJ";
    std::string id = "AAAA";  // three bytes in base64
    for (std::size_t place = 4, rest = static_cast<std::size_t>(i); place-- > 1; rest /= 10)
      id[place] = digits[rest % 10];
    lines.append(R"({"Item":{"id":{"B":")").append(id).append(R"("},"v":{"BS":["AAE=","AAAA"]}}})").append("\n");
  }
  return lines;
}

// By its text in one order: sets and objects have none.
void put_in_order(Json& value) {
  if (!value.is_structured()) return;
  for (auto& [name, each] : value.items()) {
    put_in_order(each);
    if (value.is_object() && (name == "SS" || name == "NS" || name == "BS") && each.is_array())
      std::sort(each.begin(), each.end());
    // Servers write numbers in several ways.
    if (value.is_object() && name == "N" && each.is_string())
      each = decimal::parse(each.get<std::string>())->to_string();
  }
}

std::vector<std::string> items(const std::string& lines) {
  std::vector<std::string> all;
  std::istringstream in(lines);
  for (std::string line; std::getline(in, line);) {
    Json item = Json::parse(line);
    put_in_order(item);
    all.push_back(item.dump());
  }
  std::sort(all.begin(), all.end());
  return all;
}

void load(const Client& client, std::string_view table, const std::string& lines, std::uint64_t count) {
  std::istringstream in(lines);
  const SnapshotReport report = client.load(table, in, SnapshotOptions().workers(2));
  INFO((report ? std::string() : report.error->to_string()));
  REQUIRE(report);
  CHECK(report.items == count);
}

std::string dump(const Client& client, std::string_view table, std::uint32_t workers) {
  std::ostringstream out;
  const SnapshotReport report = client.dump(table, out, SnapshotOptions().workers(workers));
  INFO((report ? std::string() : report.error->to_string()));
  REQUIRE(report);
  return out.str();
}

TEST_CASE("tables go from memory to a server and to a file, and are the same", "[snapshot]") {
  const std::string server = GENERATE(from_range(backend_ids()));
  const std::string made[] = {texts(), bytes()};
  const std::vector<std::string> expected[] = {items(made[0]), items(made[1])};
  REQUIRE(expected[0].size() == 2000);
  REQUIRE(expected[1].size() == 1000);
  const Client memory = *Client::open("memory:");
  const Tables first(memory);
  const Tables second(open(server));
  const Tables third(open(server == "file" ? "memory" : "file"));  // one that is not the second
  for (std::size_t i = 0; i < std::size(tables); ++i) {
    load(memory, tables[i], made[i], expected[i].size());
    const std::string from_memory = dump(memory, tables[i], 1);
    CHECK((items(from_memory) == expected[i]));  // in brackets: not to be printed
    load(second.client(), tables[i], from_memory, expected[i].size());
    const std::string from_server = dump(second.client(), tables[i], 3);
    CHECK((items(from_server) == expected[i]));
    load(third.client(), tables[i], from_server, expected[i].size());
    CHECK((items(dump(third.client(), tables[i], 2)) == expected[i]));
  }
}

}  // namespace
}  // namespace partita::test
