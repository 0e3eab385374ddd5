#include "model.hpp"

#include <algorithm>

namespace differential {
namespace {

template <class T>
const T& one_of(Rng& rng, const std::vector<T>& list) {
  return list[rng.below(list.size())];
}

struct Type {
  std::string json;
  std::string cpp;
};

const std::vector<Type> key_types{
    {"string", "std::string"}, {"int64", "std::int64_t"}, {"timestamp", "partita::timestamp"}};

const std::vector<Type> types{
    {"string", "std::string"},
    {"string", "std::string"},
    {"int64", "std::int64_t"},
    {"int32", "std::int32_t"},
    {"bool", "bool"},
    {"decimal", "partita::decimal"},
    {"bytes", "std::vector<std::byte>"},
    {"timestamp", "partita::timestamp"},
    {"set<string>", "std::set<std::string>"},
    {"set<int64>", "std::set<std::int64_t>"},
    {"list<string>", "std::vector<std::string>"},
    {"list<int64>", "std::vector<std::int64_t>"},
    {"map<string>", "std::map<std::string, std::string>"},
    {"map<int64>", "std::map<std::string, std::int64_t>"},
    {"Spot", "model::Spot"},
    {"list<Spot>", "std::vector<model::Spot>"},
    {"map<Spot>", "std::map<std::string, model::Spot>"},
};

Attribute attribute(std::string name, const Type& type) {
  return {std::move(name), type.json, type.cpp, false};
}

Index random_index(Rng& rng, Entity& entity, const std::string& name) {
  Index index;
  index.name = name;
  const Type sort = one_of(rng, key_types);
  if (entity.discriminator.empty() && !entity.sort.empty() && rng.chance(30)) {
    index.local = true;
  } else {
    index.partition = attribute(name + "_group", one_of(rng, key_types));
    entity.attributes.push_back(index.partition);
  }
  if (index.local || rng.chance(60)) {
    index.sort = name + "_order";
    index.sort_cpp = sort.cpp;
    entity.attributes.push_back(attribute(index.sort, sort));
  }
  if (rng.chance(30)) index.projection = R"("keys_only")";
  return index;
}

Entity random_entity(Rng& rng, std::size_t number) {
  Entity entity;
  const std::string digit = std::to_string(number);
  entity.name = "Entity" + digit;
  entity.table = "table" + digit;
  entity.partition = attribute("owner", one_of(rng, key_types));
  if (rng.chance(75)) entity.sort.push_back(attribute("place", one_of(rng, key_types)));
  for (std::size_t i = 2 + rng.below(5); i > 0; --i) {
    Attribute each = attribute("part" + std::to_string(i), one_of(rng, types));
    // Sets are absent when they are empty.
    each.optional = !each.json.starts_with("set<") && rng.chance(40);
    if (rng.chance(40)) entity.view.push_back(each.name);
    entity.attributes.push_back(std::move(each));
  }
  if (rng.chance(20)) {
    entity.tenant = entity.partition.name;
    entity.partition.json = "string";
    entity.partition.cpp = "std::string";
    if (entity.sort.empty()) entity.sort.push_back(attribute("place", one_of(rng, key_types)));
  }
  for (std::size_t i = rng.below(3); i > 0; --i) {
    entity.indexes.push_back(random_index(rng, entity, "view" + std::to_string(i)));
    if (!entity.tenant.empty()) {
      // An index without the tenant in its key is refused, and rightly.
      entity.attributes.resize(entity.attributes.size() - (entity.indexes.back().local          ? 1
                                                           : entity.indexes.back().sort.empty() ? 1
                                                                                                : 2));
      entity.indexes.pop_back();
    }
  }
  entity.version = rng.chance(30);
  entity.ttl = rng.chance(30);
  entity.times = rng.chance(30);
  entity.scans = rng.chance(50);
  return entity;
}

// One with keys composed from two texts, and nothing else yet but attributes of its own.
Entity random_composed(Rng& rng, std::size_t number) {
  Entity entity = random_entity(rng, number);
  const auto in_index = [](const Attribute& each) { return each.name.starts_with("view"); };
  std::erase_if(entity.attributes, in_index);
  entity.indexes.clear();
  entity.tenant.clear();
  entity.composed = true;
  entity.partition = {"owner", "string", "std::string", false};
  entity.sort = {{"place", "string", "std::string", false}};
  return entity;
}

Entity random_sharded(Rng& rng, std::size_t number) {
  Entity entity = random_composed(rng, number);
  entity.shards = one_of(rng, std::vector<std::string>{"3", "2, 3", "3, 2", "1, 4"});
  return entity;
}

Entity random_with_companions(Rng& rng, std::size_t number) {
  Entity entity = random_composed(rng, number);
  entity.companions = true;
  return entity;
}

// Two entities that share a table, and the values of its partition key.
std::vector<Entity> random_neighbours(Rng& rng, std::size_t number) {
  std::vector<Entity> pair;
  for (const std::string& kind : {std::string("left"), std::string("right")}) {
    Entity entity = random_composed(rng, number);
    entity.name += kind;
    entity.discriminator = kind;
    entity.ttl = false;  // one table has one
    pair.push_back(std::move(entity));
  }
  return pair;
}

std::string quoted(const std::string& text) {
  return '"' + text + '"';
}

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : ",\n        ") + part;
  return text;
}

std::string attribute_text(const Attribute& each) {
  const std::string type = quoted(each.json);
  return quoted(each.name) + ": " + (each.optional ? "{\"type\": " + type + ", \"optional\": true}" : type);
}

std::string index_text(const Index& index) {
  std::string text = quoted(index.name) + ": {";
  text += index.local ? R"("type": "local")" : R"("partition": [)" + quoted(index.partition.name) + "]";
  if (!index.sort.empty()) text += R"(, "sort": [)" + quoted(index.sort) + "]";
  if (!index.projection.empty()) text += R"(, "projection": )" + index.projection;
  return text + "}";
}

std::string entity_text(const Entity& entity) {
  std::vector<std::string> attributes;
  if (entity.composed) {
    const std::string shard = entity.shards.empty() ? "" : "#{shard}";
    attributes = {R"("pk": {"template": "OWNER#{owner})" + shard + "\"}",
                  R"("sk": {"template": "PLACE)" + entity.discriminator + R"(#{place}"})"};
  }
  attributes.push_back(attribute_text(entity.partition));
  for (const Attribute& each : entity.sort) attributes.push_back(attribute_text(each));
  for (const Attribute& each : entity.attributes) attributes.push_back(attribute_text(each));
  if (entity.companions) {
    attributes.emplace_back(R"("tags": {"type": "set<string>", "lookup": )"
                            R"({"method": "by_tag", "sort_key": "TAG#{tags}#{place}", "max": 4}})");
    attributes.emplace_back(R"("slug": {"type": "string", "unique": {"key": "SLUG#{slug}"}})");
  }
  if (entity.version) attributes.emplace_back(R"("revision": {"type": "int64", "version": true})");
  if (entity.ttl) attributes.emplace_back(R"("expires": {"type": "timestamp", "ttl": true})");
  if (entity.times) {
    attributes.emplace_back(R"("made": {"type": "timestamp", "created_at": true})");
    attributes.emplace_back(R"("changed": {"type": "timestamp", "updated_at": true})");
  }
  std::string text = "    " + quoted(entity.name) + ": {\n      \"table\": " + quoted(entity.table) +
                     ",\n      \"attributes\": {\n        " + joined(attributes) + "\n      },\n";
  if (!entity.shards.empty()) {
    text += R"(      "write_shards": {"by": "place", "counts": [)" + entity.shards + "]},\n";
  }
  if (!entity.discriminator.empty())
    text += R"(      "discriminator": {"attribute": "kind", "value": ")" + entity.discriminator + "\"},\n";
  if (!entity.tenant.empty()) text += "      \"tenant\": " + quoted(entity.tenant) + ",\n";
  if (!entity.view.empty()) {
    std::vector<std::string> names;
    for (const std::string& each : entity.view) names.push_back(quoted(each));
    text += "      \"views\": {" + quoted(entity.name + "Card") + ": [" + joined(names) + "]},\n";
  }
  if (entity.scans) text += "      \"allow_scan\": \"tests read all\",\n";
  std::vector<std::string> indexes;
  for (const Index& index : entity.indexes) indexes.push_back(index_text(index));
  if (!indexes.empty()) text += "      \"indexes\": {\n        " + joined(indexes) + "\n      },\n";
  text += "      \"partition_key\": " + quoted(entity.composed ? "pk" : entity.partition.name);
  if (!entity.sort.empty())
    text += ",\n      \"sort_key\": " + quoted(entity.composed ? "sk" : entity.sort.front().name);
  return text + "\n    }";
}

}  // namespace

Model random_model(Rng& rng) {
  Model model;
  for (std::size_t i = 0; i < 2; ++i) model.entities.push_back(random_entity(rng, i));
  for (Entity& each : random_neighbours(rng, 2)) model.entities.push_back(std::move(each));
  model.collections.push_back({"Neighbours", {model.entities[2].name, model.entities[3].name}});
  model.entities.push_back(random_sharded(rng, 3));
  model.entities.push_back(random_with_companions(rng, 4));
  model.collections.push_back({"Alone", {model.entities.back().name}});
  return model;
}

std::string schema_text(const Model& model) {
  std::string text;
  for (const Entity& entity : model.entities) text += (text.empty() ? "" : ",\n") + entity_text(entity);
  std::vector<std::string> collections;
  for (const Collection& each : model.collections) {
    std::vector<std::string> members;
    for (const std::string& entity : each.entities)
      members.push_back(quoted("of_" + entity) + ": \"list<" + entity + ">\"");
    collections.push_back(quoted(each.name) + ": {" + joined(members) + "}");
  }
  return R"({
  "namespace": "model",
  "types": {"Spot": {"fields": {"city": "string", "zip": {"type": "string", "optional": true}, "height": "int64", "count": "int32",
    "marks": "list<int64>", "names": "map<string>", "counts": "map<int32>"}}},
  "entities": {
)" + text +
         "\n  },\n  \"collections\": {" + joined(collections) + "}\n}\n";
}

}  // namespace differential
