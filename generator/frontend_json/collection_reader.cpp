#include "frontend_json/collection_reader.hpp"

#include "frontend_json/type_grammar.hpp"
#include "model/qualified_name.hpp"

#include <optional>
#include <string_view>
#include <utility>

namespace partita::frontend_json {
namespace {

using diagnostics::Id;

// `Workflow`, `list<Workflow>`, or the same with an entity of another namespace: `billing::Invoice`.
std::optional<model::DeclaredCollection::Part> read_part(const ObjectMember& member,
                                                         const std::vector<std::string>& namespaces,
                                                         const Reader& reader) {
  if (!reader.expect(member.value, ValueKind::string, "'" + member.key + "' of a collection")) return std::nullopt;
  std::string_view name = member.value.text;
  const bool many = name.starts_with("list<") && name.ends_with('>');
  std::size_t begin = 0;
  if (many) {
    begin = std::string_view("list<").size();
    name = name.substr(begin, name.size() - begin - 1);
  }
  if (!is_qualified_name(name) || is_builtin_type(name)) {
    reader.sink().report(
        Id::malformed_type, member.value.content(begin, begin + name.size()),
        "'" + std::string(name) + "' is no entity; a collection holds entities, such as 'Profile' or 'list<Workflow>'");
    return std::nullopt;
  }
  const bool is_qualified = name.find("::") != std::string_view::npos;
  return model::DeclaredCollection::Part{
      member.key, is_qualified ? std::string(name) : model::qualified_name(namespaces, std::string(name)), many,
      member.value.content(begin, begin + name.size())};
}

}  // namespace

void read_collections(const Value& collections, std::size_t input, const std::vector<std::string>& namespaces,
                      const Reader& reader, model::Declared& declared) {
  if (collections.members.empty()) {
    reader.sink().report(Id::missing_member, collections.span,
                         "'collections' lists none; add one, such as \"Team\": {\"members\": \"list<Member>\"}");
  }
  for (const ObjectMember& member : collections.members) {
    const std::string subject = "collection '" + member.key + "'";
    if (!reader.expect(member.value, ValueKind::object, subject)) continue;
    reader.check_scope_name(member.key, member.key_span, "collection");
    model::DeclaredCollection collection;
    collection.notation = model::Notation::json;
    collection.input = input;
    collection.namespaces = namespaces;
    collection.cpp_name = member.key;
    collection.span = member.key_span;
    collection.generate_struct = true;
    if (member.value.members.empty()) {
      reader.sink().report(Id::missing_member, member.value.span,
                           subject + " lists no entities; add one, such as \"workflows\": \"list<Workflow>\"");
    }
    for (const ObjectMember& part : member.value.members) {
      reader.check_identifier(part.key, part.key_span, "member");
      if (auto read = read_part(part, namespaces, reader)) collection.parts.push_back(std::move(*read));
    }
    declared.collections.push_back(std::move(collection));
  }
}

}  // namespace partita::frontend_json
