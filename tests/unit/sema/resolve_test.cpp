#include "sema/resolve.hpp"
#include "model/key_template.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace partita::sema {
namespace {

using model::KeyRole;
using Refs = std::vector<model::AttributeRef>;

constexpr source::Span somewhere{source::FileId{0}, 0, 1};

model::KeyTemplate key_template(const std::string& text) {
  return std::get<model::TemplateSyntax>(model::parse_key_template(text)).key;
}

void add_attribute(model::DeclaredEntity& entity, const std::string& name, const std::string& composed = "") {
  model::DeclaredAttribute& attribute = entity.attributes.emplace_back();
  attribute.member.name = {name, somewhere};
  attribute.member.type.cpp = "std::string";
  if (composed.empty()) {
    attribute.member.field = name;
  } else {
    attribute.composed = key_template(composed);
  }
}

void add_key(model::DeclaredEntity& entity, KeyRole role, const std::string& index, const std::string& attribute,
             std::optional<unsigned> position = std::nullopt) {
  entity.key_uses.push_back({role, {index, somewhere}, {attribute, somewhere}, somewhere, position});
}

// pk: TENANT#{tenant}#{shard}, sk: WF#{id}; index by_place of several attributes
model::DeclaredEntity workflow() {
  model::DeclaredEntity entity;
  entity.namespaces = {"crm"};
  entity.cpp_name = "Workflow";
  entity.table = {"main", somewhere};
  for (const std::string name : {"tenant", "id", "city", "country", "street"}) add_attribute(entity, name);
  add_attribute(entity, "pk", "TENANT#{tenant}#{shard}");
  add_attribute(entity, "sk", "WF#{id:escaped}");
  add_attribute(entity, "type", "workflow");
  add_key(entity, KeyRole::partition_key, "", "pk");
  add_key(entity, KeyRole::sort_key, "", "sk");
  entity.indexes.emplace_back().name = {"by_place", somewhere};
  add_key(entity, KeyRole::gsi_partition, "by_place", "city", 2);
  add_key(entity, KeyRole::gsi_partition, "by_place", "country", 1);
  add_key(entity, KeyRole::gsi_sort, "by_place", "street");
  add_key(entity, KeyRole::gsi_sort, "by_place", "id");
  entity.discriminator = model::Discriminator{{"type", somewhere}, {"workflow", somewhere}};
  entity.tenant = model::Name{"tenant", somewhere};
  entity.write_shards = model::WriteShards{{"id", somewhere}, {4, 16}, somewhere};
  return entity;
}

TEST_CASE("templates, positions, tenant and shards become references") {
  model::Declared declared;
  declared.entities.push_back(workflow());
  REQUIRE(is_resolvable(declared.entities[0]));
  const model::Entity entity = resolve_entity(declared, declared.entities[0]);

  CHECK(entity.key.partition == 5);
  CHECK(entity.key.sort == 6);
  const model::ComposedKey& pk = *entity.attributes[5].composed;
  CHECK(pk.literals == std::vector<std::string>{"TENANT#", "#", ""});
  CHECK(pk.delimiters == "#");
  REQUIRE(pk.parts.size() == 2);
  CHECK(pk.parts[0].attribute == 0);
  CHECK_FALSE(pk.parts[0].shard);
  CHECK(pk.parts[1].attribute == 1);
  CHECK(pk.parts[1].shard);
  CHECK(entity.attributes[6].composed->parts[0].form == model::PartForm::escaped);
  CHECK(entity.attributes[7].composed->parts.empty());

  CHECK(entity.indexes[0].partition == Refs{3, 2});
  CHECK(entity.indexes[0].sort == Refs{4, 1});
  CHECK(entity.discriminator->value.text == "workflow");
  CHECK(entity.tenant == 0);
  CHECK(entity.write_shards == std::vector<std::uint64_t>{4, 16});
}

TEST_CASE("views belong to their entity, collections name entities") {
  model::Declared declared;
  declared.entities.push_back(workflow());
  declared.entities.push_back(workflow());
  declared.entities[1].cpp_name = "Profile";
  model::DeclaredView& view = declared.views.emplace_back();
  view.cpp_name = "Place";
  view.entity = "crm::Profile";
  for (const std::string name : {"street", "city"}) view.members.emplace_back().name = {name, somewhere};
  model::DeclaredCollection& collection = declared.collections.emplace_back();
  collection.cpp_name = "Account";
  collection.parts.push_back({"profile", "crm::Profile", false, somewhere});
  collection.parts.push_back({"workflows", "crm::Workflow", true, somewhere});

  const model::Schema schema = resolve(declared);
  CHECK(schema.entities[0].views.empty());
  REQUIRE(schema.entities[1].views.size() == 1);
  CHECK(schema.entities[1].views[0].attributes == Refs{4, 2});
  REQUIRE(schema.collections.size() == 1);
  CHECK(schema.collections[0].parts[0].entity == 1);
  CHECK_FALSE(schema.collections[0].parts[0].many);
  CHECK(schema.collections[0].parts[1].entity == 0);
}

TEST_CASE("an entity whose names do not resolve is known to be so") {
  using Break = void (*)(model::DeclaredEntity&);
  const Break spoil = GENERATE(values<Break>({
      [](auto& entity) { entity.key_uses[0].attribute.text = "nothing"; },
      [](auto& entity) { entity.key_uses[0].span = {}; },
      [](auto& entity) { entity.key_uses.erase(entity.key_uses.begin()); },
      [](auto& entity) { add_key(entity, KeyRole::partition_key, "", "id"); },
      [](auto& entity) { entity.attributes[5].composed = key_template("{nothing}"); },
      [](auto& entity) { entity.attributes[5].composed = key_template("{sk}"); },
      [](auto& entity) { entity.attributes[6].composed = key_template("{sk}"); },
      [](auto& entity) { entity.write_shards->hashed.text = "nothing"; },
      [](auto& entity) { entity.write_shards.reset(); },
      [](auto& entity) { entity.attributes[0].member.type.cpp.clear(); },
      [](auto& entity) { entity.tenant->text = "nothing"; },
      [](auto& entity) { entity.discriminator->attribute.text = "nothing"; },
      [](auto& entity) { entity.indexes.emplace_back().name = {"empty", somewhere}; },
      [](auto& entity) { entity.indexes[0].projection.attributes.push_back({"nothing", somewhere}); },
      [](auto& entity) { entity.patterns.emplace_back().where.push_back({"nothing", somewhere}); },
      [](auto& entity) { entity.patterns.emplace_back().range = model::Name{"nothing", somewhere}; },
  }));
  model::DeclaredEntity entity = workflow();
  spoil(entity);
  CHECK_FALSE(is_resolvable(entity));
}

}  // namespace
}  // namespace partita::sema
