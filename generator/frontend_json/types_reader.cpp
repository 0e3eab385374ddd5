#include "frontend_json/types_reader.hpp"

#include "frontend_json/member_reader.hpp"
#include "model/qualified_name.hpp"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <utility>

namespace partita::frontend_json {
namespace {

using diagnostics::Id;

std::vector<model::Enumerator> read_enumerators(const Value& names, const std::string& owner, const Reader& reader) {
  std::vector<model::Enumerator> result;
  if (names.items.empty()) {
    reader.sink().report(Id::missing_member, names.span,
                         "enumeration '" + owner + "' lists no names; write at least one");
  }
  for (const Value& item : names.items) {
    if (!reader.expect(item, ValueKind::string, "a name in 'enum'")) continue;
    result.push_back({reader.name(item), static_cast<std::int64_t>(result.size())});
  }
  return result;
}

// Enumerations need no other type, so they are whole after this; of structures only the name is known.
model::NamedType read_head(const ObjectMember& member, const std::vector<std::string>& namespaces, const Reader& reader,
                           model::Type& use) {
  model::NamedType result;
  result.qualified = model::qualified_name(namespaces, member.key);
  result.namespaces = namespaces;
  result.cpp_name = member.key;
  result.span = member.key_span;
  result.generated = true;
  use.cpp = result.qualified;
  use.named = result.qualified;

  const Value& value = member.value;
  const bool is_enum = value.find("enum") != nullptr;
  result.kind = is_enum ? model::TypeKind::enumeration : model::TypeKind::structure;
  use.kind = result.kind;
  if (!is_enum) {
    reader.check_members(value, "a structure", {"fields"});
    return result;
  }
  reader.check_members(value, "an enumeration", {"enum", "stored"});
  if (const Value* names = reader.optional_member(value, "enum", ValueKind::array)) {
    result.enumerators = read_enumerators(*names, member.key, reader);
  }
  if (const Value* stored = reader.optional_member(value, "stored", ValueKind::string)) {
    if (reader.choice(*stored, "a way to store an enumeration", {"name", "number"}) == std::size_t{1}) {
      use.stored = model::EnumStorage::number;
    }
  }
  return result;
}

const std::string& innermost_name(const model::Type& type) {
  const model::Type* at = &type;
  while (!at->element.empty()) at = &at->element.front();
  return at->named;
}

// C++ wants a type before its uses. Recursive types keep the order of the file; sema has its say about them.
std::vector<model::NamedType> in_order_of_use(std::vector<model::NamedType> types) {
  std::vector<model::NamedType> result;
  std::vector<bool> visited(types.size(), false);
  std::function<void(std::size_t)> visit = [&](std::size_t i) {
    if (visited[i]) return;
    visited[i] = true;
    for (const model::Member& member : types[i].members) {
      const std::string& used = innermost_name(member.type);
      const auto found =
          std::find_if(types.begin(), types.end(), [&](const auto& type) { return type.qualified == used; });
      if (!used.empty() && found != types.end()) visit(static_cast<std::size_t>(found - types.begin()));
    }
    result.push_back(types[i]);
  };
  for (std::size_t i = 0; i < types.size(); ++i) visit(i);
  return result;
}

}  // namespace

FileTypes read_types(const Value* types, const std::vector<std::string>& namespaces, const Reader& reader) {
  FileTypes result;
  if (types == nullptr) return result;
  std::vector<const Value*> bodies;
  for (const ObjectMember& member : types->members) {
    reader.check_scope_name(member.key, member.key_span, "type");
    if (is_builtin_type(member.key)) {
      reader.sink().report(Id::invalid_identifier, member.key_span,
                           "type '" + member.key + "' is built in; name it otherwise");
      continue;
    }
    model::Type use;
    if (!reader.expect(member.value, ValueKind::object, "type '" + member.key + "'")) {
      result.named.emplace(member.key, use);
      continue;
    }
    result.types.push_back(read_head(member, namespaces, reader, use));
    result.named.emplace(member.key, use);
    bodies.push_back(&member.value);
  }
  const MemberReader member_reader(reader, result.named, result.types);
  for (std::size_t i = 0; i < result.types.size(); ++i) {
    model::NamedType& type = result.types[i];
    if (type.kind != model::TypeKind::structure) continue;
    const Value* fields =
        reader.required_member(*bodies[i], "fields", ValueKind::object, type.span, "structure '" + type.cpp_name + "'",
                               "add \"fields\", or \"enum\" for an enumeration");
    if (fields == nullptr) continue;
    if (fields->members.empty()) {
      reader.sink().report(Id::missing_member, fields->span,
                           "structure '" + type.cpp_name + "' lists no fields; write at least one");
    }
    std::vector<model::Member> members;
    members.reserve(fields->members.size());
    for (const ObjectMember& field : fields->members) members.push_back(member_reader.field(field));
    type.members = std::move(members);
  }
  result.types = in_order_of_use(std::move(result.types));
  return result;
}

}  // namespace partita::frontend_json
