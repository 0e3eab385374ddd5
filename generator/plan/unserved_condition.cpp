#include "plan/unserved_condition.hpp"

#include "plan/attribute_list.hpp"
#include "plan/composed_keys.hpp"
#include "plan/names.hpp"

#include <algorithm>
#include <string>

namespace partita::plan {
namespace {

using model::AttributeRef;
using model::Entity;

class Advisor {
 public:
  Advisor(const Entity& entity, const EntityPlan& plan) : entity_(entity), plan_(plan) {}

  std::string advice(AttributeRef i) const {
    const auto has_key = [&](const QueryPlan& query) { return query.plannable && is_only_part(query, i); };
    if (std::any_of(plan_.queries.begin(), plan_.queries.end(), has_key)) return {};
    if (plan_.stored_key == std::vector<std::size_t>{i}) {
      return quoted(i) + " is the whole key of table '" + plan_.table + "', by which get() reads the item";
    }
    return "add " + (entity_.notation == model::Notation::json ? json(i) : cpp(i));
  }

 private:
  const std::string& stored(AttributeRef i) const { return entity_.attributes[i].member.name.text; }
  std::string quoted(AttributeRef i) const { return "'" + stored(i) + "'"; }
  bool is_sparse(AttributeRef i) const { return entity_.attributes[i].member.optional; }

  static bool is_only_part(const QueryPlan& query, AttributeRef i) {
    std::vector<std::size_t> asked = query.own_partition;
    for (const std::size_t given : query.given) std::erase(asked, given);
    return asked == std::vector<std::size_t>{i};
  }

  std::string index(AttributeRef i) const {
    std::string name = "by_" + cpp_identifier(stored(i));
    const auto is_taken = [&] {
      return std::any_of(plan_.queries.begin(), plan_.queries.end(),
                         [&](const QueryPlan& query) { return query.index == name || query.method == name; });
    };
    while (is_taken()) name += "_";
    return name;
  }

  // The tenant comes first, as the proof demands.
  std::vector<AttributeRef> parts(AttributeRef i) const {
    if (entity_.tenant) return {*entity_.tenant, i};
    return {i};
  }

  bool has_templates() const { return entity_.attributes[entity_.key.partition].composed.has_value(); }

  std::string key_template(AttributeRef i) const {
    std::string text;
    for (const AttributeRef part : parts(i)) {
      text += text.empty() ? "" : "#";
      for (const char c : stored(part)) text += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
      text += "#{" + stored(part) + "}";
    }
    return text;
  }

  std::string cpp(AttributeRef i) const {
    const std::string partition = "partita::gsi_partition<\"" + index(i) + "\">";
    std::string text;
    if (has_templates()) {
      text = "partita::composed_attribute<\"" + index(i) + "_pk\", \"" + key_template(i) + "\", " + partition +
             "> to the entity";
    } else {
      for (const AttributeRef part : parts(i)) {
        text.append(text.empty() ? "" : " and ").append(partition).append(" to ").append(quoted(part));
      }
    }
    return text + (is_sparse(i) ? " and partita::index<\"" + index(i) + "\", partita::sparse> to the entity" : "");
  }

  std::string json(AttributeRef i) const {
    std::string list;
    if (has_templates()) {
      list = "\"" + index(i) + "_pk\"";
    } else {
      for (const AttributeRef part : parts(i)) list.append(list.empty() ? "\"" : ", \"").append(stored(part)) += '"';
    }
    const std::string attribute =
        has_templates() ? "attribute " + list + ": {\"template\": \"" + key_template(i) + "\"} and " : "";
    return attribute + "index \"" + index(i) + "\": {\"partition\": [" + list + "]" +
           (is_sparse(i) ? ", \"sparse\": true" : "") + "}";
  }

  const Entity& entity_;
  const EntityPlan& plan_;
};

}  // namespace

std::vector<UnservedPlan> unserved_conditions(const Entity& entity, const EntityPlan& plan) {
  std::vector<UnservedPlan> all;
  const Advisor advisor(entity, plan);
  for (AttributeRef i = 0; i < entity.attributes.size(); ++i) {
    const model::Attribute& attribute = entity.attributes[i];
    const Tag tag = tag_of(attribute.member.type, attribute.ttl);
    const bool is_key_type = tag == Tag::S || tag == Tag::N || tag == Tag::B;
    if (attribute.composed || !is_key_type || i == entity.tenant) continue;
    if (is_numbered(plan.attributes[i])) all.push_back({i, advisor.advice(i)});
  }
  return all;
}

}  // namespace partita::plan
