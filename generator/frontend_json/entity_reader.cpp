#include "frontend_json/entity_reader.hpp"

#include "frontend_json/access_pattern_reader.hpp"
#include "frontend_json/index_reader.hpp"
#include "model/qualified_name.hpp"

#include <string_view>
#include <utility>

namespace partita::frontend_json {
namespace {

using diagnostics::Id;
using model::KeyRole;

void read_key(const Value& body, std::string_view key, KeyRole role, const Reader& reader,
              model::DeclaredEntity& entity) {
  const model::Name table{{}, entity.span};
  if (const Value* name = reader.optional_member(body, key, ValueKind::string)) {
    entity.key_uses.push_back({role, table, reader.name(*name), name->content()});
  } else if (body.find(key) != nullptr || reader.is_misspelt(body, key)) {
    add_unreadable_use(entity, role, table);
  }
}

// The attribute is not among those of the file: it holds the same text in every item.
void read_discriminator(const Value& body, const Reader& reader, model::DeclaredEntity& entity) {
  const ObjectMember* member = body.find("discriminator");
  if (member == nullptr || !reader.expect(member->value, ValueKind::object, "'discriminator'")) return;
  reader.check_members(member->value, "a discriminator", {"attribute", "value"});
  const auto text = [&](std::string_view key, std::string_view advice) {
    return reader.required_member(member->value, key, ValueKind::string, member->key_span, "discriminator", advice);
  };
  const Value* attribute = text("attribute", "name the attribute that tells the entities of the table apart");
  const Value* value = text("value", "write what the attribute holds in items of this entity");
  if (attribute == nullptr || value == nullptr) return;
  entity.discriminator = model::Discriminator{reader.name(*attribute), reader.name(*value)};
  model::KeyTemplate fixed{value->text, {value->text}, {}, value->content()};
  entity.attributes.push_back(composed_attribute(reader.name(*attribute), std::move(fixed)));
}

void read_attributes(const Value& attributes, const MemberReader& members, model::DeclaredEntity& entity,
                     std::vector<model::Suppression>& suppressions) {
  for (const ObjectMember& attribute : attributes.members) {
    entity.attributes.push_back(entity.extends ? members.extended_attribute(attribute, suppressions)
                                               : members.attribute(attribute, suppressions));
  }
}

// False if the entity extends a structure that is not said well enough to find it.
bool read_extends(const ObjectMember& member, const std::string& subject, const Reader& reader,
                  model::DeclaredEntity& entity) {
  const Value& body = member.value;
  if (body.find("extends") == nullptr && !reader.is_misspelt(body, "extends")) {
    if (body.find("include") != nullptr) {
      reader.sink().report(
          Id::missing_member, member.key_span,
          subject + " has an 'include' but no 'extends'; name in 'extends' the structure of the header");
    }
    return true;
  }
  const Value* type = reader.optional_member(body, "extends", ValueKind::string);
  const Value* header = reader.required_member(body, "include", ValueKind::string, member.key_span, subject,
                                               "name the header that declares what it extends");
  entity.generate_struct = false;
  if (type == nullptr || !reader.check_qualified_name(*type, "a structure")) return false;
  if (header == nullptr || !reader.check_include(*header)) return false;
  const std::string_view own_name = model::unqualified_name(type->text);
  if (own_name != entity.cpp_name) {
    auto& report =
        reader.sink().report(Id::invalid_identifier, entity.span,
                             subject + " extends '" + type->text + "'; an entity has the name of its structure: '" +
                                 std::string(own_name) + "'");
    report.fix = diagnostics::FixIt{entity.span, std::string(own_name)};
  }
  entity.extends = model::ExtendedType{reader.name(*type), reader.name(*header)};
  entity.namespaces.clear();
  std::string_view rest = type->text;
  for (std::size_t end = rest.find("::"); end != std::string_view::npos; end = rest.find("::")) {
    entity.namespaces.emplace_back(rest.substr(0, end));
    rest.remove_prefix(end + 2);
  }
  return true;
}

void read_indexes(const Value& body, const Reader& reader, model::DeclaredEntity& entity,
                  std::vector<model::Suppression>& suppressions) {
  const Value* indexes = reader.optional_member(body, "indexes", ValueKind::object);
  if (indexes == nullptr) return;
  entity.indexes_end = indexes->members_end();
  for (const ObjectMember& index : indexes->members) read_index(index, reader, entity, suppressions);
}

void read_views(const Value& body, const std::vector<std::string>& namespaces, const Reader& reader,
                const model::DeclaredEntity& entity, std::vector<model::DeclaredView>& result) {
  const Value* views = reader.optional_member(body, "views", ValueKind::object);
  if (views == nullptr) return;
  for (const ObjectMember& member : views->members) {
    reader.check_scope_name(member.key, member.key_span, "view");
    model::DeclaredView view;
    view.input = entity.input;
    view.namespaces = namespaces;
    view.cpp_name = member.key;
    view.span = member.key_span;
    view.entity = model::qualified_name(entity.namespaces, entity.cpp_name);
    view.generate_struct = true;
    const std::string subject = "view '" + member.key + "'";
    const std::size_t errors = reader.sink().errors();
    for (model::Name& name : reader.names_in(member.value, subject)) {
      model::Member& attribute = view.members.emplace_back();
      attribute.type_span = name.span;
      attribute.name = std::move(name);
    }
    if (view.members.empty() && errors == reader.sink().errors()) {
      reader.sink().report(Id::missing_member, member.value.span,
                           subject + " lists no attributes; write those that it holds");
    }
    result.push_back(std::move(view));
  }
}

void read_write_shards(const Value& body, const Reader& reader, model::DeclaredEntity& entity) {
  const ObjectMember* member = body.find("write_shards");
  if (member == nullptr || !reader.expect(member->value, ValueKind::object, "'write_shards'")) return;
  const Value& shards = member->value;
  reader.check_members(shards, "write shards", {"by", "counts"});
  model::WriteShards result;
  result.span = member->key_span;
  const Value* by = reader.required_member(shards, "by", ValueKind::string, member->key_span, "'write_shards'",
                                           "name the attribute whose value chooses the shard");
  const Value* counts = reader.required_member(
      shards, "counts", ValueKind::array, member->key_span, "'write_shards'",
      "list how many shards there are; after a change the old numbers stay in front, so that old items are found");
  if (by == nullptr || counts == nullptr) return;
  result.hashed = reader.name(*by);
  for (const Value& count : counts->items) {
    if (const auto number = reader.count(count, "a number in 'counts'")) result.counts.push_back(*number);
  }
  if (counts->items.empty()) {
    reader.sink().report(Id::missing_member, counts->span, "'counts' lists no number; write how many shards there are");
  }
  if (!result.counts.empty()) entity.write_shards = std::move(result);
}

}  // namespace

void read_entity(const ObjectMember& member, std::size_t input, const std::vector<std::string>& namespaces,
                 const MemberReader& members, const Reader& reader, model::Declared& declared) {
  const std::string subject = "entity '" + member.key + "'";
  if (!reader.expect(member.value, ValueKind::object, subject)) return;
  const Value& body = member.value;
  model::DeclaredEntity entity;
  entity.notation = model::Notation::json;
  entity.input = input;
  entity.namespaces = namespaces;
  entity.cpp_name = member.key;
  entity.span = member.key_span;
  entity.arguments_end = body.members_end();
  entity.generate_struct = true;
  reader.check_scope_name(member.key, member.key_span, "entity");
  reader.check_members(
      body, "an entity",
      {"table", "extends", "include", "attributes", "partition_key", "sort_key", "discriminator", "tenant", "indexes",
       "access_patterns", "views", "write_shards", "write_rate", "cached", "data_class", "allow_scan", "suppress"});
  if (const Value* table = reader.required_member(body, "table", ValueKind::string, member.key_span, subject,
                                                  "add the name of its table in DynamoDB")) {
    entity.table = reader.name(*table);
  }
  const bool is_found = read_extends(member, subject, reader, entity);
  const bool extends = !entity.generate_struct;
  const Value* attributes =
      extends ? reader.optional_member(body, "attributes", ValueKind::object)
              : reader.required_member(body, "attributes", ValueKind::object, member.key_span, subject,
                                       "add one, such as \"attributes\": {\"id\": \"string\"}");
  if (attributes != nullptr && is_found) read_attributes(*attributes, members, entity, declared.suppressions);
  read_discriminator(body, reader, entity);
  read_key(body, "partition_key", KeyRole::partition_key, reader, entity);
  read_key(body, "sort_key", KeyRole::sort_key, reader, entity);
  if (const Value* tenant = reader.optional_member(body, "tenant", ValueKind::string)) {
    entity.tenant = reader.name(*tenant);
  }
  read_indexes(body, reader, entity, declared.suppressions);
  if (const Value* patterns = reader.optional_member(body, "access_patterns", ValueKind::object)) {
    for (const ObjectMember& pattern : patterns->members) {
      read_access_pattern(pattern, reader, entity, declared.suppressions);
    }
  }
  read_views(body, namespaces, reader, entity, declared.views);
  read_write_shards(body, reader, entity);
  entity.writes_per_second = reader.quantity(body, "write_rate", model::parse_rate).value_or(0);
  if (const auto lifetime = reader.quantity(body, "cached", model::parse_duration)) {
    entity.cache = model::CachePolicy{*lifetime, body.find("cached")->value.content()};
  }
  if (const Value* word = reader.optional_member(body, "data_class", ValueKind::string)) {
    if (const auto kind = reader.choice(*word, "a class of data", {"session", "financial"})) {
      entity.data_class = model::DataClass{static_cast<model::DataClass::Kind>(*kind), word->content()};
    }
  }
  if (const Value* reason = reader.optional_member(body, "allow_scan", ValueKind::string)) {
    entity.allow_scan = reader.name(*reason);
  }
  reader.suppressions(body, member.span(), declared.suppressions);
  // Without its attributes every name in the entity would be unknown.
  const bool has_attributes = extends ? is_found : attributes != nullptr;
  if (has_attributes) declared.entities.push_back(std::move(entity));
}

}  // namespace partita::frontend_json
