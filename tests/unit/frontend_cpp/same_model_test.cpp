// One entity, written in both notations, is one model.
#include "frontend_json/frontend.hpp"
#include "model/declared.hpp"
#include "parsed.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

namespace model = partita::model;

namespace {

const char* const header = R"(#include <partita/annotations.hpp>
#include <partita/timestamp.hpp>
#include <set>
#include <string>
namespace app {
struct Workflow {
  using partita_entity = partita::entity<"app",
      partita::composed_partition_key<"pk", "TENANT#{tenant_id}#{shard}">,
      partita::composed_sort_key<"sk", "WF#{id:escaped}#{rank:10}">,
      partita::composed_attribute<"gsi1pk", "STATUS#{status}", partita::gsi_partition<"by_status">>,
      partita::discriminator<"type", "workflow">,
      partita::index<"by_status", partita::include<"id", "rank">, partita::sparse, partita::method<"with_status">>,
      partita::index<"by_age", partita::keys_only>,
      partita::write_shards<"id", 4, 16>, partita::cached<"5m">, partita::allow_scan<"monthly">,
      partita::data_class<"financial">, partita::suppress<"cache-needs-reason", "shown only">,
      partita::write_rate<"500/s">, partita::suppress<"hot-partition", "few writes">,
      partita::access_pattern<"export", "* -> id", partita::rate<"2/min">, partita::criticality<"low">,
                              partita::items<100000>, partita::item_size<"2KB">>,
      partita::access_pattern<"of_status", "status, id range desc", partita::hydrate>>;

  partita::attribute<std::string, partita::tenant> tenant_id{};
  partita::attribute<std::string, partita::sensitive> id{};
  partita::attribute<std::int32_t, partita::lsi_sort<"by_age">> rank{};
  std::string status{};
  partita::attribute<std::set<std::string>, partita::lookup<"by_context", "CTX#{contexts}", partita::max<20>>>
      contexts{};
  partita::attribute<std::string, partita::unique<"EMAIL#{email}">> email{};
  partita::created_at<partita::timestamp> made{};
  partita::updated_at<partita::timestamp> changed{};
};
}
)";

const char* const schema = R"({"namespace": "app", "entities": {"Workflow": {
  "table": "app",
  "attributes": {
    "pk": {"template": "TENANT#{tenant_id}#{shard}"},
    "sk": {"template": "WF#{id:escaped}#{rank:10}"},
    "gsi1pk": {"template": "STATUS#{status}"},
    "tenant_id": "string",
    "id": {"type": "string", "sensitive": true},
    "rank": "int32",
    "status": "string",
    "contexts": {"type": "set<string>",
                 "lookup": {"method": "by_context", "sort_key": "CTX#{contexts}", "max": 20}},
    "email": {"type": "string", "unique": {"key": "EMAIL#{email}"}},
    "made": {"type": "timestamp", "created_at": true},
    "changed": {"type": "timestamp", "updated_at": true}
  },
  "partition_key": "pk", "sort_key": "sk", "tenant": "tenant_id",
  "discriminator": {"attribute": "type", "value": "workflow"},
  "write_shards": {"by": "id", "counts": [4, 16]},
  "cached": "5m", "allow_scan": "monthly", "write_rate": "500/s", "data_class": "financial",
  "suppress": {"cache-needs-reason": "shown only", "hot-partition": "few writes"},
  "indexes": {
    "by_status": {"partition": ["gsi1pk"], "projection": ["id", "rank"], "sparse": true, "method": "with_status"},
    "by_age": {"type": "local", "sort": ["rank"], "projection": "keys_only"}
  },
  "access_patterns": {
    "export": {"scan": true, "reads": ["id"], "rate": "2/min", "criticality": "low", "items": 100000,
               "item_size": "2KB"},
    "of_status": {"where": ["status"], "range": "id", "order": "desc", "hydrate": true}
  }
}}})";

std::string text(const model::KeyTemplate& key) {
  std::string result = key.literals.front();
  for (std::size_t i = 0; i < key.parts.size(); ++i) {
    const model::TemplatePart& part = key.parts[i];
    result += "{" + part.attribute.text + ":" + std::to_string(static_cast<int>(part.form)) + ":" +
              std::to_string(part.digits) + "}" + key.literals[i + 1];
  }
  return result;
}

void describe(const model::DeclaredAttribute& attribute, std::ostream& out) {
  out << attribute.member.name.text << " " << attribute.member.field << " " << attribute.member.type.cpp << " "
      << attribute.created_at << attribute.updated_at << attribute.sensitive.has_value();
  if (attribute.composed) out << " from " << text(*attribute.composed);
  if (attribute.lookup) {
    out << " lookup " << attribute.lookup->method.text << text(attribute.lookup->sort_key) << attribute.lookup->max;
  }
  if (attribute.unique) out << " unique " << text(attribute.unique->key) << attribute.unique->max;
  out << "\n";
}

std::string describe(const model::Declared& declared) {
  std::ostringstream out;
  const model::DeclaredEntity& entity = declared.entities.at(0);
  out << entity.cpp_name << " " << entity.table.text << " " << entity.discriminator->value.text << " "
      << entity.tenant->text << " " << entity.cache->lifetime.count() << " "
      << static_cast<int>(entity.data_class->kind) << " " << entity.allow_scan->text << " " << entity.writes_per_second
      << " " << entity.write_shards->hashed.text << " " << entity.write_shards->counts.back() << "\n";
  for (const model::DeclaredAttribute& attribute : entity.attributes) describe(attribute, out);
  std::vector<std::string> uses;
  for (const model::KeyUse& use : entity.key_uses) {
    uses.push_back(std::to_string(static_cast<int>(use.role)) + use.index.text + " " + use.attribute.text + "\n");
  }
  std::sort(uses.begin(), uses.end());  // their order says nothing across keys
  for (const std::string& use : uses) out << use;
  for (const model::DeclaredIndex& index : entity.indexes) {
    out << index.name.text << static_cast<int>(index.kind) << static_cast<int>(index.projection.kind)
        << index.sparse.has_value() << (index.method ? index.method->text : "");
    for (const model::Name& name : index.projection.attributes) out << " " << name.text;
    out << "\n";
  }
  for (const model::DeclaredPattern& pattern : entity.patterns) {
    out << pattern.name.text << pattern.scan << pattern.hydrate << static_cast<int>(pattern.order)
        << static_cast<int>(pattern.load.criticality) << " " << pattern.load.per_second << " " << pattern.load.items
        << " " << pattern.load.item_bytes << (pattern.range ? pattern.range->text : "")
        << (pattern.ordered ? pattern.ordered->text : "");
    for (const model::Name& name : pattern.where) out << " where " << name.text;
    for (const model::Name& name : pattern.reads) out << " reads " << name.text;
    out << "\n";
  }
  for (const model::Suppression& suppression : declared.suppressions) {
    out << suppression.id.text << " because " << suppression.reason.text << "\n";
  }
  return out.str();
}

}  // namespace

TEST_CASE("both notations yield the same model") {
  const Parsed parsed(Headers{{"workflow.hpp", header}});
  CHECK(parsed.report().empty());

  partita::source::SourceSet sources;
  partita::diagnostics::Sink sink;
  model::Declared declared;
  declared.inputs.push_back({"workflow.json", "workflow.json", model::Notation::json, {}});
  partita::frontend_json::read_schema(sources, sources.add("workflow.json", schema), 0, declared, sink);
  CHECK(sink.errors() == 0);

  CHECK(describe(parsed.declared) == describe(declared));
}
