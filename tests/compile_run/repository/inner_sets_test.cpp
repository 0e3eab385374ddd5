// Sets that an update stores inside of lists and maps, where DynamoDB takes no empty one.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
#include "scripted_transport.hpp"

#include "poll.partita.hpp"

#include <catch2/catch.hpp>

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace partita::test {
namespace {

using Polls = Scripted<lab::PollRepository>;
using lab::PollFields;
using Rounds = std::vector<std::set<std::string>>;
using Districts = std::map<std::string, std::set<std::int64_t>>;

template <class Update>
void check_refused(const Polls& polls, const Update& update, const std::string& why) {
  const Result<void> done = update.execute();
  REQUIRE_FALSE(done);
  CHECK(done.error().kind() == ErrorKind::invalid_argument);
  CHECK_THAT(done.error().message(), Catch::Contains(why));
  CHECK(polls.transport->sent().empty());
}

TEST_CASE("lists and maps of sets are stored whole", "[inner_sets]") {
  const Polls polls;
  polls.transport->answer("{}");
  REQUIRE(polls->update("p")
              .set(PollFields::ballots.rounds, Rounds{{"a", "b"}, {"c"}})
              .set(PollFields::ballots.districts, Districts{{"north", {1, 2}}, {"south", {3}}})
              .execute());
  CHECK(polls.transport->only().json().at("ExpressionAttributeValues") ==
        Json::parse(R"({":u0": {"L": [{"SS": ["a", "b"]}, {"SS": ["c"]}]},
                        ":u1": {"M": {"north": {"NS": ["1", "2"]}, "south": {"NS": ["3"]}}}})"));
}

TEST_CASE("an empty set inside of a list is refused, wherever it stands", "[inner_sets]") {
  const Polls polls;
  const auto& rounds = PollFields::ballots.rounds;
  const Rounds list = GENERATE(Rounds{{}}, Rounds{{}, {"a"}}, Rounds{{"a"}, {}}, Rounds{{"a"}, {}, {"b"}});
  const std::string why =
      "update of 'ballots.rounds': an element is an empty set, which DynamoDB cannot store inside a list or map";
  check_refused(polls, polls->update("p").set(rounds, list), why);
  check_refused(polls, polls->update("p").append_to(rounds, list), why);
  check_refused(polls, polls->update("p").prepend_to(rounds, list), why);
}

TEST_CASE("an empty set inside of a map is refused, wherever it stands", "[inner_sets]") {
  const Polls polls;
  const Districts map =
      GENERATE(Districts{{"a", {}}}, Districts{{"a", {}}, {"b", {1}}}, Districts{{"a", {1}}, {"b", {}}});
  check_refused(
      polls, polls->update("p").set(PollFields::ballots.districts, map),
      "update of 'ballots.districts': an entry is an empty set, which DynamoDB cannot store inside a list or map");
}

TEST_CASE("an empty set removes a member, and is refused as an entry or element", "[inner_sets]") {
  const Polls polls;
  const std::set<std::string> none;
  check_refused(polls, polls->update("p").set(PollFields::groups["k"], none),
                "'groups[\"k\"]' is an entry: DynamoDB stores no empty set, remove() it");
  check_refused(polls, polls->update("p").set(PollFields::ballots.rounds[0], none),
                "'ballots.rounds[0]' is an element: DynamoDB stores no empty set, remove() it");

  polls.transport->answer("{}");
  REQUIRE(polls->update("p").set(PollFields::ballots.voters, none).execute());
  CHECK(polls.transport->only().json().at("UpdateExpression") == "REMOVE ballots.voters");
}

TEST_CASE("a set keeps the order of its values, and each of them once", "[inner_sets]") {
  const Polls polls;
  polls.transport->answer("{}");
  std::vector<std::int64_t> twice;
  Json once = Json::array();
  for (int i = 20'000; i > 0; --i) {
    twice.insert(twice.end(), {i, i});
    once.push_back(std::to_string(i));
  }
  twice.push_back(20'000);
  REQUIRE(polls->update("p").set(PollFields::ballots.districts["north"], twice).execute());
  CHECK(polls.transport->only().json().at("ExpressionAttributeValues").at(":u0").at("NS") == once);
}

}  // namespace
}  // namespace partita::test
