// What entities say beyond plain keys: composed keys, indexes, discriminators, options, and where fix-its go.
#include "model/declared.hpp"
#include "parsed.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using partita::frontend_cpp::Outcome;
namespace model = partita::model;

namespace {

const std::string workflow = R"(#include <partita/annotations.hpp>
#include <partita/timestamp.hpp>
#include <optional>
#include <set>
#include <string>
enum class Status { active, gone };
struct Workflow {
  using partita_entity = partita::entity<"app",
      partita::composed_partition_key<"pk", "TENANT#{tenant_id}">,
      partita::composed_sort_key<"sk", "WF#{id:escaped}#{rank:10}", partita::gsi_sort<"flat", 2>>,
      partita::composed_attribute<"gsi1pk", "STATUS#{status}", partita::gsi_partition<"by_status">>,
      partita::discriminator<"type", "workflow">,
      partita::index<"by_status", partita::include<"id", "rank">, partita::sparse, partita::method<"with_status">>,
      partita::index<"by_age", partita::keys_only>,
      partita::write_shards<"id", 4, 16>, partita::cached<"5m">, partita::allow_scan<"exported monthly">,
      partita::write_rate<"500/s">,
      partita::access_pattern<"export", "* -> id", partita::rate<"2/min">, partita::criticality<"low">,
                              partita::items<100000>, partita::item_size<"2KB">>,
      partita::access_pattern<"of_status", "status", partita::criticality<"high">, partita::hydrate>>;

  partita::attribute<std::string, partita::tenant> tenant_id{};
  partita::attribute<std::string, partita::sensitive> id{};
  partita::attribute<int, partita::gsi_sort<"flat", 1>, partita::lsi_sort<"by_age">> rank{};
  Status status{};
  partita::attribute<std::set<std::string>, partita::lookup<"by_context", "CTX#{contexts}#{id}", partita::max<20>>>
      contexts{};
  partita::attribute<std::string, partita::unique<"EMAIL#{email}">> email{};
  partita::attribute<std::set<std::string>, partita::unique<"NAME#{names}", partita::max<3>>> names{};
  partita::created_at<partita::timestamp> made{};
  partita::updated_at<partita::timestamp, partita::rename<"at">> changed{};
  partita::ignored<void*> cookie = nullptr;
};
)";

const model::DeclaredAttribute& attribute(const model::DeclaredEntity& entity, const std::string& name) {
  for (const model::DeclaredAttribute& found : entity.attributes) {
    if (found.member.name.text == name) return found;
  }
  FAIL("no attribute '" << name << "'");
  std::abort();
}

}  // namespace

TEST_CASE("composed keys are attributes without a member, with the place of every part") {
  const Parsed parsed(Headers{{"e.hpp", workflow}});
  CHECK(parsed.report().empty());
  CHECK(parsed.host_output.empty());
  const model::DeclaredEntity& entity = parsed.entity("Workflow");

  const model::DeclaredAttribute& sk = attribute(entity, "sk");
  CHECK(&sk == &entity.attributes.at(1));
  CHECK(sk.member.field.empty());
  CHECK(sk.member.type.cpp == "std::string");
  CHECK(parsed.at(sk.span) == "10:35 sk");
  REQUIRE(sk.composed.has_value());
  CHECK(sk.composed->literals == std::vector<std::string>{"WF#", "#", ""});
  CHECK(parsed.at(sk.composed->span) == "10:41 WF#{id:escaped}#{rank:10}");
  CHECK(parsed.at(sk.composed->parts.at(0).attribute.span) == "10:45 id");
  CHECK(sk.composed->parts.at(0).form == model::PartForm::escaped);
  CHECK(parsed.at(sk.composed->parts.at(1).attribute.span) == "10:58 rank");
  CHECK(sk.composed->parts.at(1).digits == 10);

  // Written last: what the struct itself declares is what a reader looks for.
  const model::DeclaredAttribute& type = entity.attributes.back();
  CHECK(type.member.name.text == "type");
  CHECK(type.composed->literals == std::vector<std::string>{"workflow"});
  CHECK(type.composed->parts.empty());
  CHECK(parsed.at(entity.discriminator->attribute.span) == "12:31 type");
  CHECK(parsed.at(entity.discriminator->value.span) == "12:39 workflow");

  const model::KeyUse& partition = entity.key_uses.at(0);
  CHECK(partition.role == model::KeyRole::partition_key);
  CHECK(partition.attribute.text == "pk");
  CHECK(parsed.at(partition.span) == "9:7 partita::composed_partition_key");
  CHECK(entity.key_uses.at(1).role == model::KeyRole::sort_key);
  CHECK(entity.key_uses.at(3).index.text == "by_status");
  CHECK(entity.key_uses.at(3).attribute.text == "gsi1pk");
}

TEST_CASE("keys of an index have positions, and an index its options") {
  const Parsed parsed(Headers{{"e.hpp", workflow}});
  const model::DeclaredEntity& entity = parsed.entity("Workflow");
  const model::KeyUse& second = entity.key_uses.at(2);
  CHECK(second.index.text == "flat");
  CHECK(second.position == 2);
  CHECK(parsed.at(second.span) == "10:69 partita::gsi_sort<\"flat\", 2>");
  CHECK(entity.key_uses.at(3).position == std::nullopt);
  CHECK(entity.key_uses.at(4).position == 1);

  REQUIRE(entity.indexes.size() == 3);
  const model::DeclaredIndex& flat = entity.indexes.at(2);
  CHECK(flat.name.text == "flat");
  CHECK_FALSE(flat.options_end.valid());
  CHECK(flat.projection.kind == model::Projection::Kind::all);
  const model::DeclaredIndex& by_status = entity.indexes.at(0);
  CHECK(by_status.kind == model::IndexKind::global);
  CHECK(by_status.projection.kind == model::Projection::Kind::include);
  CHECK(parsed.at(by_status.projection.attributes.at(1).span) == "13:59 rank");
  CHECK(parsed.at(by_status.sparse.value()) == "13:67 partita::sparse");
  CHECK(parsed.at(by_status.method->span) == "13:101 with_status");
  CHECK(parsed.at(by_status.options_end) == "13:114 ");
  const model::DeclaredIndex& by_age = entity.indexes.at(1);
  CHECK(by_age.kind == model::IndexKind::local);
  CHECK(by_age.projection.kind == model::Projection::Kind::keys_only);
}

TEST_CASE("an entity has policies, and an access pattern its load") {
  const Parsed parsed(Headers{{"e.hpp", workflow}});
  const model::DeclaredEntity& entity = parsed.entity("Workflow");
  CHECK(parsed.at(entity.tenant->span) == "21:35 partita::tenant");
  CHECK(entity.tenant->text == "tenant_id");
  CHECK(entity.write_shards->hashed.text == "id");
  CHECK(entity.write_shards->counts == std::vector<std::uint64_t>{4, 16});
  CHECK(entity.cache->lifetime == std::chrono::minutes(5));
  CHECK(parsed.at(entity.cache->span) == "15:60 5m");
  CHECK(parsed.at(entity.allow_scan->span) == "15:87 exported monthly");
  CHECK(entity.writes_per_second == 500);

  const model::DeclaredPattern& exported = entity.patterns.at(0);
  CHECK(exported.scan);
  CHECK(parsed.at(exported.reads.at(0).span) == "17:47 id");
  CHECK(exported.load.per_second == Approx(2 / 60.0));
  CHECK(exported.load.items == 100000);
  CHECK(exported.load.item_bytes == 2048);
  CHECK(exported.load.criticality == model::Criticality::low);
  CHECK_FALSE(exported.hydrate);
  CHECK(parsed.at(exported.options_end) == "18:80 ");
  const model::DeclaredPattern& of_status = entity.patterns.at(1);
  CHECK(of_status.load.criticality == model::Criticality::high);
  CHECK(of_status.hydrate);
  CHECK(of_status.load.per_second == 0);
}

TEST_CASE("an entity has a class of data") {
  const auto data_class = [](const std::string& word) {
    const Parsed parsed(Headers{{"e.hpp", R"(#include <partita/annotations.hpp>
#include <string>
struct E {
  using partita_entity = partita::entity<"es", partita::data_class<")" +
                                              word + R"(">>;
  partita::partition_key<std::string> id{};
};
)"}});
    const model::DataClass read = parsed.entity("E").data_class.value();
    CHECK(parsed.at(read.span) == "4:69 " + word);
    return read.kind;
  };
  CHECK(data_class("session") == model::DataClass::Kind::session);
  CHECK(data_class("financial") == model::DataClass::Kind::financial);
}

TEST_CASE("attributes have lookups, constraints and clocks; an ignored member is none") {
  const Parsed parsed(Headers{{"e.hpp", workflow}});
  const model::DeclaredEntity& entity = parsed.entity("Workflow");
  CHECK(parsed.at(attribute(entity, "id").sensitive.value()) == "22:35 partita::sensitive");
  const model::DeclaredLookup& lookup = attribute(entity, "contexts").lookup.value();
  CHECK(parsed.at(lookup.method.span) == "25:62 by_context");
  CHECK(parsed.at(lookup.sort_key.parts.at(0).attribute.span) == "25:81 contexts");
  CHECK(lookup.max == 20);
  CHECK(parsed.at(lookup.span) == "25:45 partita::lookup<\"by_context\", \"CTX#{contexts}#{id}\", partita::max<20>>");
  CHECK(attribute(entity, "email").unique->key.literals == std::vector<std::string>{"EMAIL#", ""});
  CHECK(attribute(entity, "email").unique->max == 1);
  CHECK(attribute(entity, "names").unique->max == 3);
  CHECK(attribute(entity, "made").created_at);
  CHECK(parsed.at(attribute(entity, "made").role_span) == "29:3 partita::created_at");
  CHECK(attribute(entity, "at").updated_at);
  CHECK(entity.attributes.size() == 13);
}

TEST_CASE("the model says where a fix-it adds an annotation") {
  const Parsed parsed(Headers{{"e.hpp", R"(#include <partita/annotations.hpp>
#include <string>
using UserId = partita::attribute<std::string>;
using Plain = std::string;
#define NAME partita::attribute<std::string>
#define ENTITY partita::entity<"generated">
struct E {
  using partita_entity = partita::entity<"es", partita::access_pattern<"p", "id">>;
  partita::partition_key<std::string> id{};
  std::string plain{};
  UserId user{};
  Plain alias{};
  NAME name{};
  partita::attribute<std::basic_string<char>> nested{};
  NAME* const volatile* x();
};
struct G {
  using partita_entity = ENTITY;
  partita::partition_key<Plain> id{};
};
)"}});
  CHECK(parsed.report().empty());
  const model::DeclaredEntity& entity = parsed.entity("E");
  CHECK(parsed.at(entity.arguments_end) == "8:82 ");
  CHECK(parsed.at(entity.patterns.at(0).options_end) == "8:81 ");
  const auto written = [&](const std::string& name) {
    const model::DeclaredAttribute& found = attribute(entity, name);
    return (found.annotated ? "annotated " : "plain ") + parsed.at(found.written);
  };
  CHECK(written("id") == "annotated 9:3 partita::partition_key<std::string>");
  CHECK(written("plain") == "plain 10:3 std::string");
  CHECK(written("alias") == "plain 12:3 Plain");
  CHECK(written("nested") == "annotated 14:3 partita::attribute<std::basic_string<char>>");
  // Nothing can be added where the annotation is not written.
  CHECK(written("user") == "annotated nowhere");
  CHECK(written("name") == "annotated nowhere");
  CHECK_FALSE(parsed.entity("G").arguments_end.valid());
}

TEST_CASE("a suppression is for the text it stands in") {
  const Parsed parsed(Headers{{"e.hpp", R"(#include <partita/annotations.hpp>
#include <string>
struct E {
  using partita_entity = partita::entity<"es", partita::suppress<"hot-partition", "few writes">,
      partita::composed_attribute<"a", "A#{id}", partita::suppress<"i1", "r1">>,
      partita::index<"i", partita::suppress<"i2", "r2">>,
      partita::access_pattern<"p", "id", partita::suppress<"i3", "r3">>>;
  partita::partition_key<std::string, partita::suppress<"i4", "r4">> id{};
};
)"}});
  CHECK(parsed.report().empty());
  std::string text;
  for (const model::Suppression& suppression : parsed.declared.suppressions) {
    const std::string scope = parsed.at(suppression.scope);
    text += parsed.at(suppression.id.span) + " because " + suppression.reason.text + " in " +
            scope.substr(0, scope.find('\n')) + "\n";
  }
  CHECK(text ==
        "6:46 i2 because r2 in 6:7 partita::index<\"i\", partita::suppress<\"i2\", \"r2\">>\n"
        "4:67 hot-partition because few writes in 3:1 struct E {\n"
        "5:69 i1 because r1 in 5:7 partita::composed_attribute<\"a\", \"A#{id}\", partita::suppress<\"i1\", \"r1\">>\n"
        "7:61 i3 because r3 in 7:7 partita::access_pattern<\"p\", \"id\", partita::suppress<\"i3\", \"r3\">>\n"
        "8:58 i4 because r4 in 8:3 partita::partition_key<std::string, partita::suppress<\"i4\", \"r4\">> id{}\n");
}

TEST_CASE("mistakes in texts are found at their very bytes") {
  const auto report = [](const std::string& arguments, const std::string& member = "") {
    return Parsed(Headers{{"e.hpp",
                           "#include <partita/annotations.hpp>\nstruct E { using partita_entity = partita::entity<"
                           "\"es\",\n" +
                               arguments + ">; partita::partition_key<int> id{};\n" + member + "};\n"}})
        .report();
  };
  CHECK(
      report("partita::composed_sort_key<\"sk\", \"WF#{id:esc}\">") ==
      "e.hpp:3:42: malformed-key-template: unknown form 'esc' in a key template; after the colon stands 'escaped', or "
      "how many digits a number is padded to\n");
  CHECK(report("partita::write_rate<\"500/sec\">") ==
        "e.hpp:3:25: malformed-quantity: unexpected '/sec' in a rate; expected '/s', '/min', '/h' or '/d'; did you "
        "mean '/s'?\n");
  CHECK(report("partita::cached<\"5\">").find("e.hpp:3:19: malformed-quantity: the duration has no unit") == 0);
  CHECK(report("partita::cached<\"5m\">, partita::cached<\"6m\">") ==
        "e.hpp:3:24: conflicting-annotations: a second 'partita::cached' on entity 'E'; keep one of them\n");
  CHECK(report("partita::index<\"i\", partita::keys_only, partita::include<\"a\">>") ==
        "e.hpp:3:41: conflicting-annotations: index 'i' is both 'partita::keys_only' and 'partita::include'; the "
        "attributes that are included come on top of the keys, so keep 'partita::include' alone\n");
  CHECK(report("partita::index<\"i\", partita::sparse, partita::sparse>") ==
        "e.hpp:3:38: conflicting-annotations: a second 'partita::sparse' in index 'i'; keep one of them\n");
  CHECK(report("partita::access_pattern<\"p\", \"id\", partita::items<1>, partita::items<2>>") ==
        "e.hpp:3:55: conflicting-annotations: a second 'partita::items' in access pattern 'p'; keep one of them\n");
  CHECK(report("partita::access_pattern<\"p\", \"*, id\">") ==
        "e.hpp:3:31: malformed-access-pattern: access pattern 'p': '*' asks for every item, so nothing else can be "
        "asked; name the attributes, or write '*' alone\n");
  CHECK(report("partita::access_pattern<\"p\", \"*\", partita::hydrate>") ==
        "e.hpp:3:35: annotation-without-effect: 'partita::hydrate' has no effect on access pattern 'p', which reads "
        "whole items of the table; remove it\n");
  CHECK(report("partita::write_rate<\"5/s\">", "partita::attribute<int, partita::tenant> a{}, b{};") ==
        "e.hpp:4:25: conflicting-annotations: a second 'partita::tenant' on entity 'E'; an item belongs to one tenant\n"
        "  e.hpp:4:25: the first one is here\n");
  CHECK(
      report("partita::write_rate<\"5/s\">",
             "partita::attribute<int, partita::unique<\"{\">, partita::lookup<\"m\", \"{}\", partita::max<2>>> a{};") ==
      "e.hpp:4:42: malformed-key-template: '{' without '}' in a key template; an attribute stands in it as '{name}'\n"
      "e.hpp:4:69: malformed-key-template: '{}' in a key template names no attribute\n");
}

TEST_CASE("names of methods are C++ names") {
  const Parsed parsed(Headers{{"e.hpp", R"(#include <partita/annotations.hpp>
struct E {
  using partita_entity = partita::entity<"es", partita::index<"by-b", partita::method<"by-b">>>;
  partita::partition_key<int> a{};
  partita::attribute<int, partita::gsi_partition<"by-b">, partita::lookup<"for", "{b}", partita::max<2>>> b{};
};
)"}});
  CHECK(parsed.report() ==
        "e.hpp:3:88: invalid-identifier: method 'by-b' is not a C++ identifier; name it otherwise\n"
        "  e.hpp:3:88: 'by_b' would do\n"
        "e.hpp:5:76: invalid-identifier: method 'for' is a C++ keyword; name it otherwise\n"
        "  e.hpp:5:76: 'for_' would do\n");
}

TEST_CASE("annotations can come out of the user's own alias templates") {
  const Parsed parsed(Headers{{"e.hpp", R"(#include <partita/annotations.hpp>
#include <string>
template <class... A> using app = partita::entity<"app", partita::discriminator<"type", "e">, A...>;
template <class T, class... A> using secret = partita::attribute<T, partita::sensitive, A...>;
template <class Role> struct Base { partita::attribute<int, Role> based{}; };
using owner = partita::tenant;
struct E : Base<partita::gsi_sort<"i", 3>> {
  using partita_entity = app<partita::access_pattern<"p", "id", partita::hydrate>, partita::cached<"5m">>;
  partita::partition_key<std::string, owner> id{};
  secret<std::string, partita::gsi_partition<"i", 2>> token{};
};
)"}});
  CHECK(parsed.report().empty());
  CHECK(parsed.host_output.empty());
  const model::DeclaredEntity& entity = parsed.entity("E");
  CHECK(entity.table.text == "app");
  CHECK(entity.discriminator.has_value());
  CHECK(entity.cache.has_value());
  REQUIRE(entity.patterns.size() == 1);
  CHECK(entity.patterns[0].hydrate);
  CHECK(entity.tenant->text == "id");
  CHECK(attribute(entity, "token").sensitive.has_value());
  REQUIRE(entity.key_uses.size() == 3);
  CHECK(entity.key_uses[0].position == 3);
  CHECK(entity.key_uses[2].position == 2);
}

TEST_CASE("an annotation that an alias template loses is refused") {
  const Parsed parsed(Headers{{"e.hpp", R"(#include <partita/annotations.hpp>
#include <optional>
template <class T> using same = T;
template <class T> using maybe = std::optional<T>;
template <class T> using secret = partita::attribute<T, partita::sensitive>;
struct E {
  using partita_entity = partita::entity<"es">;
  partita::partition_key<int> id{};
  same<partita::attribute<int, partita::sensitive>> a{};
  maybe<partita::ttl<int>> b{};
  secret<partita::version<int>> c{};
};
)"}});
  std::string report;
  for (const std::string& finding : parsed.findings()) report += finding.substr(0, finding.find(" of member")) + "\n";
  CHECK(report ==
        "e.hpp:9:8: annotation-without-effect: 'partita::attribute' has no effect inside another type\n"
        "e.hpp:10:9: annotation-without-effect: 'partita::ttl' has no effect inside another type\n"
        "e.hpp:11:10: annotation-without-effect: 'partita::version' has no effect inside another type\n");
}
