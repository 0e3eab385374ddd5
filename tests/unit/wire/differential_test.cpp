// The codec against a JSON library: random items written by one are read by the other, both ways.

#include "coded.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wire = partita::wire;
using every_type::Bytes;
using every_type::Everything;
using every_type::Leaf;
using every_type::Mood;
using nlohmann::json;

namespace {

class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}

  std::uint64_t bits() { return engine_() >> (engine_() % 64); }
  std::size_t below(std::size_t limit) { return engine_() % limit; }
  std::int64_t integer() { return static_cast<std::int64_t>(below(2) == 0 ? bits() : 0 - bits()); }
  template <class T>
  void set(T& value) {
    value = static_cast<T>(integer());
  }
  double real() { return static_cast<double>(integer()) / static_cast<double>(1U << below(20)); }
  std::string text() {
    constexpr std::string_view pieces[] = {"a",
                                           "xyz",
                                           " ",
                                           "\"",
                                           "\\",
                                           "/",
                                           "\n",
                                           "\x01",
                                           "\x7F",
                                           "\xC3\xA4",
                                           "\xE2\x82\xAC",
                                           "\xF0\x9F\x98\x80",
                                           "{\"S\":\"",
                                           "abcdefghijklmnopqrst"};
    std::string text;
    for (std::size_t count = below(6); count > 0; --count) text += pieces[below(std::size(pieces))];
    if (below(10) == 0) text += '\0';
    return text;
  }
  Bytes bytes() {
    Bytes bytes(below(8));
    for (std::byte& byte : bytes) byte = static_cast<std::byte>(below(256));
    return bytes;
  }
  partita::decimal exact() {
    std::string digits = std::to_string(bits()) + std::to_string(bits() % 100'000'000);
    digits.insert(1 + below(digits.size()), ".");
    return *partita::decimal::parse((below(2) == 0 ? "-" : "") + digits + "E" +
                                    std::to_string(static_cast<int>(below(200)) - 100));
  }
  Mood mood() { return below(2) == 0 ? Mood::glad : Mood::sad; }
  Leaf leaf() { return {text(), integer(), below(2) == 0, below(2) == 0 ? std::optional(text()) : std::nullopt}; }
  template <class Make>
  auto many(Make make) {
    std::vector<decltype(make())> list;
    for (std::size_t count = below(4); count > 0; --count) list.push_back(make());
    return list;
  }

  std::mt19937_64& engine() { return engine_; }

 private:
  std::mt19937_64 engine_;
};

Everything random_item(Random& random) {
  Everything item;
  item.id = random.text();
  item.flag = random.below(2) == 0;
  random.set(item.tiny);
  random.set(item.small);
  random.set(item.medium);
  random.set(item.large);
  random.set(item.tiny_unsigned);
  random.set(item.small_unsigned);
  random.set(item.medium_unsigned);
  random.set(item.large_unsigned);
  item.single = static_cast<float>(random.real());
  item.real = random.real();
  item.exact = random.exact();
  item.bytes = random.bytes();
  item.mood = random.mood();
  item.level = random.mood();
  item.made = partita::timestamp::from_milliseconds(random.integer());
  item.expires = partita::timestamp::from_seconds(random.integer() / 1000);
  item.coarse = partita::seconds_timestamp::from_seconds(random.integer() / 1000);
  item.iso = partita::iso_timestamp::from_milliseconds(random.integer() % 60'000'000'000'000);
  item.second = std::chrono::sys_seconds(std::chrono::seconds(random.integer() / 1000));
  item.millisecond = std::chrono::sys_time<std::chrono::milliseconds>(std::chrono::milliseconds(random.integer()));
  if (random.below(2) == 0) item.nickname = random.text();
  if (random.below(2) == 0) item.rating = static_cast<int>(random.integer());
  item.words = random.many([&] { return random.text(); });
  item.flags = {true, random.below(2) == 0};
  item.grid = random.many([&] { return random.many([&] { return static_cast<int>(random.integer()); }); });
  item.moods = random.many([&] { return random.mood(); });
  item.place = {random.real(), random.real()};
  for (const std::string& text : random.many([&] { return random.text(); }))
    item.tags.insert(text), item.labels.insert(text);
  for (const auto& value : random.many([&] { return random.exact(); }))
    item.amounts.insert(value), item.numbers.insert(random.integer());
  for (const Bytes& bytes : random.many([&] { return random.bytes(); })) item.hashes.insert(bytes);
  for (const std::string& key : random.many([&] { return random.text(); })) {
    random.set(item.counts[key]);
    item.rooms[key] = random.many([&] { return random.leaf(); });
  }
  item.leaf = random.leaf();
  if (random.below(2) == 0) item.spare = random.leaf();
  item.leaves = random.many([&] { return random.leaf(); });
  item.tree = {random.text(), {{random.text(), {}}, {random.text(), {{random.text(), {}}}}}};
  item.quoted = random.text();
  random.set(item.lengthy);
  return item;
}

json expected_leaf(const Leaf& leaf) {
  json members{
      {"title", {{"S", leaf.title}}}, {"size", {{"N", std::to_string(leaf.size)}}}, {"done", {{"BOOL", leaf.done}}}};
  if (leaf.note) members["note"] = {{"S", *leaf.note}};
  return members;
}

// What must stand in the tree, said without the codec.
void check_tree(const json& tree, const Everything& item) {
  REQUIRE(tree.at("id") == json{{"S", item.id}});
  REQUIRE(tree.at("flag") == json{{"BOOL", item.flag}});
  REQUIRE(tree.at("tiny") == json{{"N", std::to_string(item.tiny)}});
  REQUIRE(tree.at("large") == json{{"N", std::to_string(item.large)}});
  REQUIRE(tree.at("large_unsigned") == json{{"N", std::to_string(item.large_unsigned)}});
  REQUIRE(std::strtod(tree.at("real").at("N").get<std::string>().c_str(), nullptr) == item.real);
  REQUIRE(std::strtof(tree.at("single").at("N").get<std::string>().c_str(), nullptr) == item.single);
  REQUIRE(tree.at("mood") == json{{"S", item.mood == Mood::glad ? "glad" : "sad"}});
  REQUIRE(tree.at("level") == json{{"N", item.level == Mood::glad ? "0" : "1"}});
  REQUIRE(tree.at("made") == json{{"N", std::to_string(item.made.milliseconds())}});
  REQUIRE(tree.at("expires") == json{{"N", std::to_string(item.expires.seconds())}});
  REQUIRE(tree.at("second") == json{{"N", std::to_string(item.second.time_since_epoch().count())}});
  REQUIRE(tree.contains("nickname") == item.nickname.has_value());
  REQUIRE(tree.contains("tags") == !item.tags.empty());
  if (!item.tags.empty()) REQUIRE(tree.at("tags") == json{{"SS", item.tags}});
  json words = json::array();
  for (const std::string& word : item.words) words.push_back({{"S", word}});
  REQUIRE(tree.at("words") == json{{"L", words}});
  json counts = json::object();
  for (const auto& [key, count] : item.counts) counts[key] = {{"N", std::to_string(count)}};
  REQUIRE(tree.at("counts") == json{{"M", counts}});
  json leaves = json::array();
  for (const Leaf& leaf : item.leaves) leaves.push_back({{"M", expected_leaf(leaf)}});
  REQUIRE(tree.at("leaves") == json{{"L", leaves}});
  REQUIRE(tree.at("leaf") == json{{"M", expected_leaf(item.leaf)}});
  REQUIRE(tree.at("say \"hi\"") == json{{"S", item.quoted}});
}

// The same tree in another order, layout and spelling.
std::string respell(const json& tree, Random& random) {
  std::vector<std::pair<std::string, json>> members;
  for (const auto& [name, value] : tree.items()) members.emplace_back(name, value);
  members.emplace_back("unknown", json{{"M", {{"a", {{"L", {{{"S", random.text()}}}}}}}}});
  std::shuffle(members.begin(), members.end(), random.engine());
  const int indent = random.below(2) == 0 ? -1 : static_cast<int>(random.below(4));
  const bool ascii = random.below(2) == 0;
  std::string text;
  for (const auto& [name, value] : members) {
    text += text.empty() ? "{" : ",";
    text += json(name).dump(indent, ' ', ascii) + ":" + value.dump(indent, ' ', ascii);
  }
  return text + "}";
}

}  // namespace

TEST_CASE("random items agree with a JSON library, both ways", "[differential]") {
  for (std::uint64_t seed = 1; seed <= 1500; ++seed) {
    INFO("seed " << seed);
    Random random(seed);
    std::vector<Everything> items;
    std::string page = "[";
    for (int i = 0; i < 3; ++i) {
      items.push_back(random_item(random));
      wire::Writer out;
      every_type::Codec::write(out, items.back());
      REQUIRE_FALSE(out.failed());
      const json tree = json::parse(out.view());
      check_tree(tree, items.back());
      page += (i == 0 ? "" : ",") + (random.below(2) == 0 ? std::string(out.view()) : respell(tree, random));
    }
    wire::TextReader in{page + "]"};
    std::vector<Everything> read;
    wire::read_items<every_type::Codec, every_type::Orders>(in.reader(), read);
    in.reader().end();
    REQUIRE((in.reader().ok() ? "" : in.reader().error().message()) == "");
    REQUIRE(read == items);
  }
}
