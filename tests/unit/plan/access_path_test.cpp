#include "plan/access_path.hpp"

#include "checked.hpp"
#include "sema/resolve.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace partita::plan;
using partita::test::Checked;
using partita::test::schema_with_entity;

namespace {

constexpr std::string_view attributes =
    R"("table": "items", "attributes": {"tenant_id": "string", "id": "string", "a": "string", "b": "string",
       "c": "string", "at": "timestamp<iso>", "n": {"type": "string", "optional": true}, "tags": "set<string>"},)";

/// The one pattern `p` of an entity, proven.
struct Proven {
  Proven(const std::string& keys, const std::string& pattern) : Proven(std::string(attributes) + keys, pattern, "{}") {}

  Proven(const std::string& model, const std::string& pattern, const std::string& types)
      : checked(schema_with_entity(model + R"(, "access_patterns": {"p": )" + pattern + "}", types)) {
    INFO(checked.messages());
    REQUIRE(partita::sema::is_resolvable(checked.declared().entities.front()));
    entity = partita::sema::resolve_entity(checked.declared(), checked.declared().entities.front());
    access = access_keys(entity);
    proof = prove(entity, entity.patterns.front(), access);
  }

  /// "query index 'by_a' 1": operation, key, sort parts bound; then what else the path does.
  std::string path() const {
    if (!proof.path) return "none";
    const AccessPath& path = *proof.path;
    std::string text = path.operation == Operation::get    ? "get "
                       : path.operation == Operation::scan ? "scan "
                                                           : "query ";
    text += key_name(entity, access[path.key]) + " " + std::to_string(path.sort_bound);
    if (path.range) text += " range";
    if (path.ordered) text += " ordered";
    for (const auto i : path.filter) text += " filter:" + entity.attributes[i].member.name.text;
    for (const auto i : path.missing) text += " missing:" + entity.attributes[i].member.name.text;
    if (path.hydrate) text += " hydrate";
    return text;
  }

  std::vector<std::string> reasons() const {
    std::vector<std::string> result;
    for (const Rejection& rejection : proof.rejected) result.push_back(rejection.reason);
    return result;
  }

  Checked checked;
  partita::model::Entity entity;
  std::vector<AccessKey> access;
  Proof proof;
};

using Reasons = std::vector<std::string>;

const std::string simple = R"("partition_key": "id")";
const std::string composite = R"("partition_key": "tenant_id", "sort_key": "id")";

}  // namespace

TEST_CASE("the key of the table") {
  CHECK(Proven(simple, R"({"where": ["id"]})").path() == "get table 'items' 0");
  CHECK(Proven(composite, R"({"where": ["id", "tenant_id"]})").path() == "get table 'items' 1");
  CHECK(Proven(composite, R"({"where": ["tenant_id"]})").path() == "query table 'items' 0");
  CHECK(Proven(composite, R"({"where": ["tenant_id"], "range": "id", "order": "desc"})").path() ==
        "query table 'items' 0 range ordered");
  const Proven by_sort(composite, R"({"where": ["id"]})");
  CHECK(by_sort.proof.verdict == Verdict::unserved);
  CHECK(by_sort.reasons() == Reasons{"table 'items' needs a value of its partition key 'tenant_id'"});
  const Proven by_range(simple, R"({"where": ["a"], "range": "id"})");
  CHECK(by_range.reasons() ==
        Reasons{"table 'items' needs a value of its partition key 'id', which takes neither a range nor an order"});
}

TEST_CASE("a filter behind the read of one item costs nothing") {
  const Proven proven(simple, R"({"where": ["id", "a"]})");
  CHECK(proven.proof.verdict == Verdict::served);
  CHECK(proven.path() == "get table 'items' 0 filter:a");
}

TEST_CASE("indexes are bound from left to right") {
  const std::string index = simple + R"(, "indexes": {"i": {"partition": ["a"], "sort": ["b"]}})";
  CHECK(Proven(index, R"({"where": ["a"]})").path() == "query index 'i' 0");
  CHECK(Proven(index, R"({"where": ["b", "a"]})").path() == "query index 'i' 1");
  CHECK(Proven(index, R"({"where": ["a"], "range": "b"})").path() == "query index 'i' 0 range");
  const Proven other_order(index, R"({"where": ["a"], "range": "at", "order": "asc"})");
  CHECK(other_order.proof.verdict == Verdict::unserved);
  CHECK(other_order.reasons().at(1) == "index 'i' cannot return items in order of 'at': it sorts by 'b' first");
  const Proven beyond(index, R"({"where": ["a", "b"], "range": "at", "order": "asc"})");
  CHECK(beyond.reasons().at(1) == "index 'i' cannot return items in order of 'at': its sort key ends before it");
}

TEST_CASE("multi-attribute keys take no gap") {
  const std::string index = simple + R"(, "indexes": {"i": {"partition": ["tenant_id", "a"], "sort": ["b", "c"]}})";
  CHECK(Proven(index, R"({"where": ["a", "tenant_id", "b"], "range": "c"})").path() == "query index 'i' 1 range");
  CHECK(Proven(index, R"({"where": ["a"]})").reasons().at(1) ==
        "index 'i' needs a value of its partition key 'tenant_id'");
  const Proven gap(index, R"({"where": ["tenant_id", "a", "c"]})");
  CHECK(gap.proof.verdict == Verdict::filtered);
  CHECK(gap.path() == "query index 'i' 0 filter:c");
}

TEST_CASE("a filter that drops what was read is no way to serve a pattern") {
  const std::string index = simple + R"(, "indexes": {"i": {"partition": ["a"]}})";
  const Proven filtered(index, R"({"where": ["a", "b"]})");
  CHECK(filtered.proof.verdict == Verdict::filtered);
  CHECK(filtered.path() == "query index 'i' 0 filter:b");
  CHECK(Proven(index, R"({"where": ["a"], "range": "b"})").path() == "query index 'i' 0 filter:b");
}

TEST_CASE("the tenant is bound in every pattern, and does not narrow one by itself") {
  const std::string keys = composite + R"(, "tenant": "tenant_id")";
  CHECK(Proven(keys, R"({"where": ["id"]})").path() == "get table 'items' 1");
  const Proven whole_tenant(keys, R"({"where": ["a"]})");
  CHECK(whole_tenant.proof.verdict == Verdict::unserved);
  CHECK(whole_tenant.reasons() == Reasons{"table 'items' would read all items of the tenant and filter on 'a'"});
}

TEST_CASE("a key sees the parts of what it is composed of") {
  const std::string keys = R"("partition_key": "pk", "sort_key": "sk")";
  const std::string composed = R"("table": "items", "attributes": {"tenant_id": "string", "id": "string", "a": "string",
       "pk": {"template": "TENANT#{tenant_id}"}, "sk": {"template": "ITEM#{a}#{id}"}},)";
  const auto proven = [&](const std::string& pattern) {
    const Checked checked(schema_with_entity(composed + keys + R"(, "access_patterns": {"p": )" + pattern + "}"));
    INFO(checked.messages());
    REQUIRE(partita::sema::is_resolvable(checked.declared().entities.front()));
    const auto entity = partita::sema::resolve_entity(checked.declared(), checked.declared().entities.front());
    const Proof proof = prove(entity, entity.patterns.front(), access_keys(entity));
    REQUIRE(proof.path);
    return std::pair(proof.path->operation, proof.path->sort_bound);
  };
  CHECK(proven(R"({"where": ["tenant_id"]})") == std::pair(Operation::query, std::size_t{0}));
  CHECK(proven(R"({"where": ["tenant_id", "a"]})") == std::pair(Operation::query, std::size_t{1}));
  CHECK(proven(R"({"where": ["tenant_id", "a", "id"]})") == std::pair(Operation::get, std::size_t{2}));
}

namespace {

/// An entity with the partition key `day`, and a sort key that is composed.
Proven composed(const std::string& sort_key, const std::string& pattern) {
  return {R"("table": "items", "partition_key": "day", "sort_key": "sk", "attributes": {"day": "string",
             "workflow_id": "string", "rank": "int32", "at": "timestamp", "status": "Status",
             "sk": {"template": ")" +
              sort_key + "\"}}",
          pattern, R"({"Status": {"enum": ["open", "done"]}})"};
}

}  // namespace

TEST_CASE("a part of a key takes a range and an order where its text sorts as its values do") {
  const auto part = GENERATE(values<std::pair<std::string, std::string>>({
      {"STEP#{rank:6}#{workflow_id}", "rank"},
      {"STEP#{at}#{workflow_id}", "at"},
      {"STEP#{workflow_id}", "workflow_id"},
  }));
  CAPTURE(part.first);
  const std::string range = R"({"where": ["day"], "range": ")" + part.second + "\"}";
  const std::string order = R"({"where": ["day"], "range": ")" + part.second + R"(", "order": "desc"})";
  CHECK(composed(part.first, range).path() == "query table 'items' 0 range");
  CHECK(composed(part.first, order).path() == "query table 'items' 0 range ordered");
}

TEST_CASE("a part of a key whose text does not sort as its values do takes neither a range nor an order") {
  struct Case {
    std::string sort_key;
    std::string part;
    std::string why;
  };
  const auto c = GENERATE(values<Case>({
      {"STEP#{workflow_id}#{rank:6}", "workflow_id",
       "its text in 'sk' is followed by more, so that it does not sort by value; put it last, or ask by equality"},
      {"STEP#{workflow_id}#", "workflow_id",
       "its text in 'sk' is followed by more, so that it does not sort by value; put it last, or ask by equality"},
      {"STEP#{workflow_id:escaped}", "workflow_id",
       "its text in 'sk' is escaped, so that it does not sort by value; put it last, not escaped, or ask by equality"},
      {"STEP#{rank}", "rank",
       "the digits in 'sk' do not sort as numbers do; pad the number, as in '{rank:10}', or ask by equality"},
      {"STEP#{status}", "status", "the names in 'sk' do not sort as the values do; ask by equality"},
  }));
  CAPTURE(c.sort_key);
  const Proven range = composed(c.sort_key, R"({"where": ["day"], "range": ")" + c.part + "\"}");
  CHECK(range.proof.verdict == Verdict::unserved);
  CHECK(range.reasons() == Reasons{"table 'items' takes no range of '" + c.part + "': " + c.why});

  partita::model::AccessPattern order = range.entity.patterns.front();
  order.ordered = order.range;
  order.range.reset();
  const Proof ordered = prove(range.entity, order, range.access);
  REQUIRE(ordered.rejected.size() == 1);
  CHECK(ordered.rejected.front().reason == "table 'items' cannot return items in order of '" + c.part + "': " + c.why);

  CHECK(composed(c.sort_key, R"({"where": ["day", ")" + c.part + "\"]}").proof.verdict == Verdict::served);
}

TEST_CASE("a query ends before the tenant inside a sort key") {
  const auto proven = [](const std::string& pattern) {
    return Proven(R"("table": "items", "partition_key": "day", "sort_key": "sk", "tenant": "tenant_id", "attributes": {
                       "day": "string", "tenant_id": "string", "a": "string", "b": "string",
                       "sk": {"template": "{a}#{tenant_id}#{b}"}})",
                  pattern, "{}");
  };
  CHECK(proven(R"({"where": ["day", "a"]})").path() == "query table 'items' 1");
  CHECK(proven(R"({"where": ["day", "a"]})").proof.path->tenant_filter);
  CHECK(proven(R"({"where": ["day", "a", "b"]})").path() == "get table 'items' 3");
  CHECK(proven(R"({"where": ["day", "a"], "range": "b"})").reasons() ==
        Reasons{"table 'items' cannot be asked for 'b' behind the tenant 'tenant_id' inside its sort key; "
                "put the tenant into the partition key"});
}

TEST_CASE("the tenant is given where it is the first sort attribute") {
  const std::string index =
      simple + R"(, "tenant": "tenant_id", "indexes": {"i": {"partition": ["a"], "sort": ["tenant_id", "b"]}})";
  CHECK(Proven(index, R"({"where": ["a"]})").path() == "query index 'i' 1");
  CHECK(Proven(index, R"({"where": ["a"], "range": "b"})").path() == "query index 'i' 1 range");
}

TEST_CASE("the projection holds what is read") {
  const std::string index = simple + R"(, "indexes": {"i": {"partition": ["a"], "projection": ["b"]}})";
  CHECK(Proven(index, R"({"where": ["a"], "reads": ["id", "a", "b"]})").path() == "query index 'i' 0");
  const Proven narrow(index, R"({"where": ["a"], "reads": ["b", "c"]})");
  CHECK(narrow.proof.verdict == Verdict::too_narrow);
  CHECK(narrow.path() == "query index 'i' 0 missing:c");
  const Proven hydrated(index, R"({"where": ["a"], "reads": ["c"], "hydrate": true})");
  CHECK(hydrated.proof.verdict == Verdict::served);
  CHECK(hydrated.path() == "query index 'i' 0 missing:c hydrate");
}

TEST_CASE("a sparse index lacks items") {
  const std::string index = simple + R"(, "indexes": {"i": {"partition": ["a"], "sort": ["n"], "sparse": true}})";
  CHECK(Proven(index, R"({"where": ["a"]})").reasons().at(1) == "index 'i' lacks the items without 'n'");
  CHECK(Proven(index, R"({"where": ["a"], "range": "n", "order": "asc"})").path() == "query index 'i' 0 range ordered");
}

TEST_CASE("of several keys the one that reads least is chosen, then the table, then the first") {
  const std::string indexes =
      composite + R"(, "indexes": {"wide": {"partition": ["a"]}, "narrow": {"partition": ["a"], "projection": ["b"]},
                                   "again": {"partition": ["a"]}})";
  CHECK(Proven(indexes, R"({"where": ["a"]})").path() == "query index 'wide' 0");
  const Proven narrow(indexes, R"({"where": ["a"], "reads": ["b"]})");
  CHECK(narrow.path() == "query index 'narrow' 0");
  CHECK(narrow.reasons() == Reasons{"table 'items' needs a value of its partition key 'tenant_id'",
                                    "index 'wide' serves it too", "index 'again' serves it too"});
}

TEST_CASE("a lookup finds items by an element") {
  const std::string lookup = R"("table": "items", "partition_key": "tenant_id", "sort_key": "id", "attributes": {
      "tenant_id": "string", "id": "string",
      "tags": {"type": "set<string>", "lookup": {"method": "by_tag", "sort_key": "TAG#{tags}#{id}", "max": 10}}},)";
  const Checked checked(schema_with_entity(lookup + R"("access_patterns": {"p": {"where": ["tenant_id", "tags"]}})"));
  const auto entity = partita::sema::resolve_entity(checked.declared(), checked.declared().entities.front());
  const auto keys = access_keys(entity);
  const Proof proof = prove(entity, entity.patterns.front(), keys);
  REQUIRE(proof.path);
  CHECK(proof.verdict == Verdict::served);
  CHECK(key_name(entity, keys[proof.path->key]) == "lookup 'by_tag'");
  CHECK(proof.path->hydrate);
}

TEST_CASE("a lookup takes nothing beside the element") {
  const std::string lookup = R"("table": "items", "partition_key": "tenant_id", "sort_key": "id", "attributes": {
      "tenant_id": "string", "id": "string", "title": "string",
      "tags": {"type": "set<string>", "lookup": {"method": "by_tag", "sort_key": "TAG#{tags}#{id}", "max": 10}}},)";
  const auto reason = [&](const std::string& pattern) {
    const Checked checked(schema_with_entity(lookup + R"("access_patterns": {"p": )" + pattern + "}"));
    const auto entity = partita::sema::resolve_entity(checked.declared(), checked.declared().entities.front());
    const auto keys = access_keys(entity);
    const Proof proof = prove(entity, entity.patterns.front(), keys);
    REQUIRE_FALSE(proof.rejected.empty());
    return proof.rejected.back().reason;
  };
  CHECK(reason(R"({"where": ["tenant_id", "tags", "title"]})") ==
        "lookup 'by_tag' takes no condition beside a value of 'tags', and none on 'title'");
  CHECK(reason(R"({"where": ["tenant_id", "tags"], "range": "id"})") ==
        "lookup 'by_tag' takes no condition beside a value of 'tags', and none on 'id'");
}

TEST_CASE("a scan needs a reason") {
  CHECK(Proven(simple, R"({"scan": true})").proof.verdict == Verdict::scan_refused);
  const Proven allowed(simple + R"(, "allow_scan": "the nightly export")", R"({"scan": true})");
  CHECK(allowed.proof.verdict == Verdict::served);
  CHECK(allowed.path() == "scan table 'items' 0");
}
