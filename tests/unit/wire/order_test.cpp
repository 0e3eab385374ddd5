#include "coded.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

namespace wire = partita::wire;
using every_type::Codec;
using every_type::Leaf;
using every_type::Orders;

namespace {

const std::vector<std::string> parts{R"("title":{"S":"t"})", R"("size":{"N":"7"})", R"("done":{"BOOL":true})",
                                     R"("note":{"S":"n"})"};
const Leaf whole{"t", 7, true, "n"};

std::string object_of(const std::vector<std::string>& members) {
  std::string text;
  for (const std::string& member : members) text += (text.empty() ? "{" : ",") + member;
  return text.empty() ? "{}" : text + "}";
}

std::vector<Leaf> read_page(const std::string& text, std::string* error = nullptr) {
  wire::TextReader in{text};
  std::vector<Leaf> leaves;
  wire::read_items<Codec, Orders>(in.reader(), leaves);
  in.reader().end();
  if (error != nullptr)
    *error = in.reader().ok() ? "" : in.reader().error().message();
  else
    REQUIRE(in.reader().ok());
  return leaves;
}

}  // namespace

TEST_CASE("each order of attributes reads the same, whatever was learned before", "[order]") {
  std::vector<std::size_t> order{0, 1, 2, 3};
  std::string page = "[";
  std::size_t count = 0;
  do {
    std::vector<std::string> members;
    for (const std::size_t i : order) members.push_back(parts[i]);
    for (int twice = 0; twice < 2; ++twice) page += (count++ == 0 ? "" : ",") + object_of(members);
  } while (std::next_permutation(order.begin(), order.end()));
  const std::vector<Leaf> leaves = read_page(page + "]");
  CHECK(leaves.size() == 48);
  CHECK(std::count(leaves.begin(), leaves.end(), whole) == 48);
}

TEST_CASE("absent optionals and unknown attributes come and go between items", "[order]") {
  std::mt19937 random(11);
  std::string page = "[";
  std::vector<Leaf> expected;
  const std::vector<std::string> unknown{R"("zz":{"S":"\"}"})",
                                         R"("y":{"M":{"title":{"S":"x"},"l":{"L":[{"NULL":true}]}}})",
                                         R"("titles":{"N":"1"})", R"("":{"B":""})"};
  for (int i = 0; i < 2000; ++i) {
    std::vector<std::string> members{parts[0], parts[1]};
    Leaf leaf{"t", 7, false, std::nullopt};
    if (random() % 2 == 0) members.push_back(parts[2]), leaf.done = true;
    if (random() % 2 == 0) members.push_back(parts[3]), leaf.note = "n";
    for (const std::string& each : unknown) {
      if (random() % 4 == 0) members.push_back(each);
    }
    if (random() % 3 == 0) std::shuffle(members.begin(), members.end(), random);
    page += (i == 0 ? "" : ",") + object_of(members);
    expected.push_back(leaf);
  }
  CHECK(read_page(page + "]") == expected);
}

TEST_CASE("the learned order does not excuse a wrong type, a duplicate or a missing member", "[order]") {
  const std::string good = object_of(parts);
  std::string error;
  read_page("[" + good + "," + good + R"(,{"title":{"N":"1"}}])", &error);
  CHECK(error == "attribute 'title' is a Number (N), expected a String (S) (item 3 of the page)");
  read_page("[" + good + R"(,{"title":{"S":"a"},"size":{"N":"1"},"title":{"S":"b"}}])", &error);
  CHECK(error == "attribute 'title' occurs twice (item 2 of the page)");
  read_page("[" + good + R"(,{"title":{"S":"a"},"done":{"BOOL":true}}])", &error);
  CHECK(error == "attribute 'size' is missing, and has no default (item 2 of the page)");
}

TEST_CASE("structs with many members find each one", "[order]") {
  using every_type::everything_members;
  for (std::size_t i = 0; i < std::size(everything_members.list); ++i) {
    CHECK(everything_members.view().find(everything_members.list[i].name) == i);
  }
  CHECK(everything_members.view().find("") == wire::no_member);
  CHECK(everything_members.view().find("i") == wire::no_member);
}
