#include "frontend_json/index_reader.hpp"

#include <cstddef>
#include <string>
#include <utility>

namespace partita::frontend_json {
namespace {

using diagnostics::Id;
using model::KeyRole;

void read_index_key(const Value& body, std::string_view key, KeyRole role, const model::Name& index,
                    const Reader& reader, model::DeclaredEntity& entity) {
  const std::size_t errors = reader.sink().errors();
  std::vector<model::Name> names = reader.names(body, key);
  const bool is_reported = reader.sink().errors() != errors || reader.is_misspelt(body, key);
  if (names.empty() && is_reported) add_unreadable_use(entity, role, index);
  for (model::Name& name : names) {
    const source::Span span = name.span;
    entity.key_uses.push_back({role, index, std::move(name), span});
  }
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

}  // namespace

void add_unreadable_use(model::DeclaredEntity& entity, KeyRole role, const model::Name& index) {
  entity.key_uses.push_back({role, index, {}, {}});
}

void read_index(const ObjectMember& member, const Reader& reader, model::DeclaredEntity& entity,
                std::vector<model::Suppression>& suppressions) {
  if (!reader.expect(member.value, ValueKind::object, "index '" + member.key + "'")) return;
  const Value& body = member.value;
  reader.check_members(body, "an index", {"partition", "sort", "type", "projection", "sparse", "method", "suppress"});
  model::DeclaredIndex index;
  index.name = {member.key, member.key_span};
  index.span = member.key_span;
  index.options_end = body.members_end();
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
  reader.suppressions(body, member.span(), suppressions);
  entity.indexes.push_back(std::move(index));
}

}  // namespace partita::frontend_json
