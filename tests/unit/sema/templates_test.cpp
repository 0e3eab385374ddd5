#include "checked.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using partita::test::Checked;
using partita::test::schema_with_entity;

using Strings = std::vector<std::string>;

namespace {

const std::string types =
    R"({"Kind": {"enum": ["a", "b"]}, "Odd": {"enum": ["a#b"]}, "Level": {"enum": ["low"], "stored": "number"}})";

/// A table whose sort key is composed by `sort`.
std::string sorted_by(const std::string& sort, const std::string& more = "") {
  return schema_with_entity(
      R"("table": "main", "partition_key": "pk", "sort_key": "sk", "attributes": {
         "pk": {"template": "T#{tenant}"}, "sk": {"template": ")" +
          sort + R"("}, "tenant": "string", "id": "string", "n": "int32", "u": "uint64", "at": "timestamp",
         "kind": "Kind", "odd": "Odd", "level": "Level", "flag": "bool", "price": "decimal", "tags": "list<string>",
         "maybe": {"type": "string", "optional": true}, "usual": {"type": "string", "default": "x"}})" +
          more,
      types);
}

}  // namespace

TEST_CASE("parts of key templates") {
  struct Case {
    std::string sort;
    Strings found;
  };
  const auto c = GENERATE(values<Case>({
      {"WF#{id}", {}},
      {"WF#{id:escaped}#{kind}#{at}", {}},
      {"{n:10}#{u:20}", {}},
      {"META", {}},
      {"WF#{idd}", {"unknown-attribute 'idd'"}},
      {"{shard}", {"unknown-attribute 'shard'"}},
      {"WF#{flag}", {"key-part-type 'flag'"}},
      {"WF#{price}", {"key-part-type 'price'"}},
      {"WF#{tags}", {"key-part-type 'tags'"}},
      {"WF#{level}", {"key-part-type 'level'"}},
      {"WF#{id:4}", {"key-part-type 'id'"}},
      {"WF#{n:escaped}", {"key-part-type 'n'"}},
      {"WF#{kind:escaped}", {"key-part-type 'kind'"}},
      {"WF#{at:9}", {"key-part-type 'at'"}},
      {"{id}{kind}", {"ambiguous-key-template 'kind'"}},
      {"{id}x{kind}", {"ambiguous-key-template 'kind'"}},
      {"WF-{n:10}", {}},
      {"WF-{n}", {"ambiguous-key-template 'n'", "lexicographic-number 'n'"}},
      {"WF#{n}", {"lexicographic-number 'n'"}},
      {"WF#{u}", {"lexicographic-number 'u'"}},
      {"WF#{odd}", {"delimiter-in-enumerator 'odd'"}},
      {"WF|{odd}", {}},
      {"WF#{maybe}", {"optional-key 'maybe'"}},
      {"WF#{usual}", {"key-with-default 'usual'"}},
      {"WF#{pk}", {"composed-attribute 'pk'"}},
      {"WF#{sk}", {"composed-attribute 'sk'"}},
      {"WF#{id}#{id}", {"key-attribute-reused 'id'"}},
  }));
  CAPTURE(c.sort);
  CHECK(Checked(sorted_by(c.sort)).found() == c.found);
}

TEST_CASE("a number in a sort key is padded by the fix") {
  const Checked checked(sorted_by("WF#{n}"));
  CHECK(checked.messages() ==
        "'n' in the template of 'sk' is a number in text, and text sorts 10 before 9; pad it: '{n:10}'\n"
        "note: with 10 digits every value has a place, except negative ones, which are refused when written\n");
  CHECK(Checked(checked.fixed()).messages().empty());
}

TEST_CASE("the templates of index keys") {
  const auto with_index = [](const std::string& key, const std::string& index) {
    return schema_with_entity(R"("table": "main", "partition_key": "id", "attributes": {"id": "string", "n": "int32",
      "maybe": {"type": "string", "optional": true}, "gsi1": {"template": ")" +
                              key + R"("}}, "indexes": {)" + index + "}");
  };
  CHECK(Checked(with_index("N#{n}", R"("by_n": {"partition": ["gsi1"]})")).found().empty());
  CHECK(Checked(with_index("N#{n}", R"("by_n": {"partition": ["id"], "sort": ["gsi1"]})")).found() ==
        Strings{"lexicographic-number 'n'"});
  CHECK(Checked(with_index("M#{maybe}", R"("by_m": {"partition": ["gsi1"]})")).found() ==
        Strings{"missing-sparse 'gsi1'"});
  CHECK(Checked(with_index("M#{maybe}", R"("by_m": {"partition": ["gsi1"], "sparse": true})")).found().empty());
  CHECK(Checked(with_index("M#{n:5}", R"("by_m": {"partition": ["gsi1"], "sparse": true})")).found() ==
        Strings{"index-not-sparse 'sparse'"});
  CHECK(Checked(with_index("M#{n}", "")).found() == Strings{"unused-composed-attribute 'gsi1'"});
}

TEST_CASE("keys that are too long whatever their values") {
  const auto literal = [](std::size_t bytes) { return std::string(bytes, 'x'); };
  CHECK(Checked(sorted_by(literal(1024))).found().empty());
  CHECK(Checked(sorted_by(literal(1025))).found() == Strings{"key-too-long '" + literal(1025) + "'"});
  CHECK(Checked(sorted_by(literal(1000) + "#{at}")).found().size() == 1);
  CHECK(Checked(sorted_by(literal(1013) + "{n:11}")).found().empty());
  CHECK(Checked(sorted_by(literal(1014) + "{n:11}")).found().size() == 1);
  CHECK(Checked(sorted_by(literal(1023) + "{id}")).found().empty());
}

TEST_CASE("what stands before the first part is no delimiter but for its end") {
  const auto with = [](const std::string& key) {
    return partita::test::schema_with_entity(R"("table": "keys", "partition_key": "pk", "attributes": {
        "n": "int64", "id": "string", "pk": {"template": ")" +
                                             key + "\"}}");
  };
  CHECK(Checked(with("API-KEY#{n}")).found().empty());
  CHECK(Checked(with("API-{n}")).found() == Strings{"ambiguous-key-template 'n'"});
  CHECK(Checked(with("API#{n}-{id}")).found() == Strings{"ambiguous-key-template 'n'"});
}

TEST_CASE("items that are too large whatever their values") {
  const auto with = [](const std::string& type) {
    return partita::test::schema_with_attributes("\"big\": \"" + type + "\"");
  };
  CHECK(Checked(with("array<int64, 100000>")).found().empty());
  CHECK(Checked(with("array<int64, 200000>")).found() == Strings{"item-too-large 'array<int64, 200000>'"});
  CHECK(Checked(with("array<array<array<array<bool, 409600>, 409600>, 409600>, 409600>")).found().size() == 1);
  CHECK(Checked(with("list<array<bool, 409600>>")).found().empty());
}

TEST_CASE("access patterns name parts, not what is composed from them") {
  const Checked checked(
      sorted_by("WF#{id}#{kind}", R"(, "access_patterns": {"p": {"where": ["pk"], "reads": ["sk"]}})"));
  CHECK(checked.found() == Strings{"composed-attribute 'pk'", "composed-attribute 'sk'"});
  CHECK_THAT(checked.messages(), Catch::Contains("which is composed; name 'id' and 'kind'"));
}

TEST_CASE("structures that hold the next one twice are measured once each") {
  std::string types;
  for (int i = 0; i < 40; ++i) {
    const std::string next = i < 39 ? "T" + std::to_string(i + 1) : "int64";
    types += (i == 0 ? "\"T" : ", \"T") + std::to_string(i) + R"(": {"fields": {"a": ")" + next + R"(", "b": ")" +
             next + "\"}}";
  }
  const std::string body = R"("table": "trees", "partition_key": "id", "attributes": {"id": "string", "tree": "T)";
  CHECK(Checked(partita::test::schema_with_entity(body + "0\"}", "{" + types + "}")).found() ==
        Strings{"item-too-large 'T0'"});
  CHECK(Checked(partita::test::schema_with_entity(body + "30\"}", "{" + types + "}")).found().empty());
}
