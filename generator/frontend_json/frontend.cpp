#include "frontend_json/frontend.hpp"

#include "frontend_json/collection_reader.hpp"
#include "frontend_json/entity_reader.hpp"
#include "frontend_json/located_json.hpp"
#include "frontend_json/member_reader.hpp"
#include "frontend_json/reader.hpp"
#include "frontend_json/types_reader.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <utility>

namespace partita::frontend_json {
namespace {

// `crm` or `crm::inner`. A part that is no identifier is reported.
std::vector<std::string> read_namespaces(const Value& root, const Reader& reader) {
  std::vector<std::string> parts;
  const Value* value = reader.optional_member(root, "namespace", ValueKind::string);
  if (value == nullptr) return parts;
  std::size_t begin = 0;
  while (true) {
    const std::size_t end = std::min(value->text.find("::", begin), value->text.size());
    parts.push_back(value->text.substr(begin, end - begin));
    reader.check_scope_name(parts.back(), value->content(begin, end), "namespace");
    if (end == value->text.size()) return parts;
    begin = end + 2;
  }
}

}  // namespace

void read_schema(const source::SourceSet& sources, source::FileId file, std::size_t input, model::Declared& declared,
                 diagnostics::Sink& sink) {
  const std::size_t errors = sink.errors();
  const std::optional<Value> root = parse_json(sources, file, sink);
  if (!root) return;
  const Reader reader(sink);
  if (!reader.expect(*root, ValueKind::object, "a schema")) return;
  reader.check_members(*root, "a schema", {"$schema", "namespace", "types", "entities", "collections"});
  reader.optional_member(*root, "$schema", ValueKind::string);
  const std::vector<std::string> namespaces = read_namespaces(*root, reader);
  FileTypes types = read_types(reader.optional_member(*root, "types", ValueKind::object), namespaces, reader);
  const MemberReader members(reader, types.named, types.types);
  const source::Span start{file, root->span.begin, root->span.begin + 1};
  const Value* collections = reader.optional_member(*root, "collections", ValueKind::object);
  // Collections may be of entities in other files.
  const bool has_collections = root->find("collections") != nullptr || reader.is_misspelt(*root, "collections");
  const Value* entities = has_collections ? reader.optional_member(*root, "entities", ValueKind::object)
                                          : reader.required_member(*root, "entities", ValueKind::object, start,
                                                                   "a schema", "add at least one entity");
  if (entities != nullptr) {
    // After an error it is that which wants mending.
    if (entities->members.empty() && sink.errors() == errors && !has_collections) {
      sink.report(diagnostics::Id::no_entity, entities->span,
                  "this schema declares no entity; add one, such as \"Session\": {\"table\": \"sessions\", ...}");
    }
    for (const ObjectMember& member : entities->members) {
      read_entity(member, input, namespaces, members, reader, declared);
    }
  }
  if (collections != nullptr) {
    read_collections(*collections, input, namespaces, reader, declared);
  }
  for (const model::DeclaredEntity& entity : declared.entities) {
    if (entity.input == input && entity.extends) types.includes.insert(entity.extends->header.text);
  }
  declared.inputs[input].includes.assign(types.includes.begin(), types.includes.end());
  for (model::NamedType& type : types.types) type.input = input;
  std::move(types.types.begin(), types.types.end(), std::back_inserter(declared.types));
}

}  // namespace partita::frontend_json
