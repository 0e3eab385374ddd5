#include "frontend_json/entity_reader.hpp"

#include "plan/names.hpp"

#include <string>
#include <utility>

namespace partita::frontend_json {
namespace {

using diagnostics::Id;
using model::KeyRole;

void add_uses(model::DeclaredEntity& entity, KeyRole role, const model::Name& index, std::vector<model::Name> names) {
  for (model::Name& name : names) {
    const source::Span span = name.span;
    entity.key_uses.push_back({role, index, std::move(name), span});
  }
}

// A key that is there but can't be read has been reported. A use without a place tells the rules not to miss it.
void add_unreadable_use(model::DeclaredEntity& entity, KeyRole role, const model::Name& index) {
  entity.key_uses.push_back({role, index, {}, {}});
}

void read_key(const Value& body, std::string_view key, KeyRole role, const Reader& reader,
              model::DeclaredEntity& entity) {
  if (const Value* name = reader.optional_member(body, key, ValueKind::string)) {
    add_uses(entity, role, {{}, entity.span}, {reader.name(*name)});
  } else if (body.find(key) != nullptr || reader.is_misspelt(body, key)) {
    add_unreadable_use(entity, role, {{}, entity.span});
  }
}

void read_index_key(const Value& body, std::string_view key, KeyRole role, const model::Name& index,
                    const Reader& reader, model::DeclaredEntity& entity) {
  const std::size_t errors = reader.sink().errors();
  std::vector<model::Name> names = reader.names(body, key);
  const bool is_reported = reader.sink().errors() != errors || reader.is_misspelt(body, key);
  if (names.empty() && is_reported) add_unreadable_use(entity, role, index);
  add_uses(entity, role, index, std::move(names));
}

model::Projection read_projection(const Value& body, const Reader& reader) {
  model::Projection result;
  const ObjectMember* member = body.find("projection");
  if (member == nullptr) return result;
  if (member->value.kind == ValueKind::array) {
    result.kind = model::Projection::Kind::include;
    result.attributes = reader.names(body, "projection");
  } else if (member->value.kind != ValueKind::string) {
    reader.sink().report(Id::wrong_value_kind, member->value.span,
                         "expected 'all', 'keys_only' or a list of names for 'projection', got " +
                             std::string(article_name(member->value.kind)));
  } else if (reader.choice(member->value, "a projection", {"all", "keys_only"}) == std::size_t{1}) {
    result.kind = model::Projection::Kind::keys_only;
  }
  return result;
}

void read_method(const Value& body, const Reader& reader, model::DeclaredIndex& index) {
  const Value* method = reader.optional_member(body, "method", ValueKind::string);
  if (method == nullptr || !reader.check_identifier(method->text, method->content(), "method")) return;
  index.method = reader.name(*method);
}

void read_index(const ObjectMember& member, const Reader& reader, model::DeclaredEntity& entity) {
  if (!reader.expect(member.value, ValueKind::object, "index '" + member.key + "'")) return;
  const Value& body = member.value;
  reader.check_members(body, "an index", {"partition", "sort", "type", "projection", "sparse", "method"});
  model::DeclaredIndex index;
  index.name = {member.key, member.key_span};
  if (const Value* type = reader.optional_member(body, "type", ValueKind::string)) {
    if (reader.choice(*type, "a type of index", {"global", "local"}) == std::size_t{1}) {
      index.kind = model::IndexKind::local;
    }
  }
  if (reader.flag(body, "sparse")) index.sparse = body.find("sparse")->key_span;
  index.projection = read_projection(body, reader);
  read_method(body, reader, index);
  read_index_key(body, "partition", KeyRole::gsi_partition, index.name, reader, entity);
  const KeyRole sort = index.kind == model::IndexKind::local ? KeyRole::lsi_sort : KeyRole::gsi_sort;
  read_index_key(body, "sort", sort, index.name, reader, entity);
  entity.indexes.push_back(std::move(index));
}

void read_pattern(const ObjectMember& member, const Reader& reader, model::DeclaredEntity& entity) {
  const std::string subject = "access pattern '" + member.key + "'";
  if (!reader.expect(member.value, ValueKind::object, subject)) return;
  const Value& body = member.value;
  reader.check_members(body, "an access pattern", {"where", "range", "order", "reads"});
  model::DeclaredPattern pattern;
  pattern.name = {member.key, member.key_span};
  pattern.span = member.key_span;
  if (body.find("where") == nullptr && !reader.is_misspelt(body, "where")) {
    reader.sink().report(Id::missing_member, member.key_span,
                         subject + " has no 'where'; list the attributes whose values a caller knows");
  }
  const std::size_t errors = reader.sink().errors();
  pattern.where = reader.names(body, "where");
  if (const ObjectMember* where = body.find("where");
      where != nullptr && pattern.where.empty() && errors == reader.sink().errors()) {
    reader.sink().report(Id::missing_member, where->value.span,
                         subject + " lists no attribute in 'where'; list those whose values a caller knows");
  }
  if (const Value* range = reader.optional_member(body, "range", ValueKind::string)) {
    pattern.range = reader.name(*range);
  }
  if (const Value* order = reader.optional_member(body, "order", ValueKind::string)) {
    const std::optional<std::size_t> choice = reader.choice(*order, "an order", {"asc", "desc"});
    if (choice == std::size_t{1}) pattern.order = model::Order::descending;
    pattern.ordered = pattern.range;
    if (body.find("range") == nullptr && !reader.is_misspelt(body, "range")) {
      reader.sink().report(
          Id::missing_member, member.key_span,
          subject + " has an 'order' but no 'range'; name in 'range' the attribute that it is read in order of");
    }
  }
  pattern.reads = reader.names(body, "reads");
  entity.patterns.push_back(std::move(pattern));
}

}  // namespace

std::optional<model::DeclaredEntity> read_entity(const ObjectMember& member, const MemberReader& members,
                                                 const Reader& reader) {
  model::DeclaredEntity entity;
  entity.notation = model::Notation::json;
  entity.cpp_name = member.key;
  entity.span = member.key_span;
  entity.generate_struct = true;
  const Value& body = member.value;
  const std::string subject = "entity '" + member.key + "'";
  reader.check_scope_name(member.key, member.key_span, "entity");
  reader.check_members(body, "an entity",
                       {"table", "attributes", "partition_key", "sort_key", "indexes", "access_patterns"});
  if (const Value* table = reader.required_member(body, "table", ValueKind::string, member.key_span, subject,
                                                  "add the name of its table in DynamoDB")) {
    entity.table = reader.name(*table);
  }
  const Value* attributes = reader.required_member(body, "attributes", ValueKind::object, member.key_span, subject,
                                                   "add one, such as \"attributes\": {\"id\": \"string\"}");
  if (attributes != nullptr) {
    for (const ObjectMember& attribute : attributes->members) {
      entity.attributes.push_back(members.attribute(attribute));
    }
  }
  read_key(body, "partition_key", KeyRole::partition_key, reader, entity);
  read_key(body, "sort_key", KeyRole::sort_key, reader, entity);
  if (const Value* indexes = reader.optional_member(body, "indexes", ValueKind::object)) {
    for (const ObjectMember& index : indexes->members) read_index(index, reader, entity);
  }
  if (const Value* patterns = reader.optional_member(body, "access_patterns", ValueKind::object)) {
    for (const ObjectMember& pattern : patterns->members) read_pattern(pattern, reader, entity);
  }
  // Without its attributes every name in the entity would be unknown.
  if (attributes == nullptr) return std::nullopt;
  return entity;
}

}  // namespace partita::frontend_json
