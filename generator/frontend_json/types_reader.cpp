#include "frontend_json/types_reader.hpp"

#include "frontend_json/member_reader.hpp"
#include "model/qualified_name.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string_view>
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

enum class Form : std::uint8_t { structure, enumeration, converted };

// Each form has a member of its own, which may be misspelt.
Form form_of(const Value& body, const Reader& reader) {
  if (body.find("converted") != nullptr) return Form::converted;
  if (body.find("enum") != nullptr) return Form::enumeration;
  if (body.find("fields") != nullptr || reader.is_misspelt(body, "fields")) return Form::structure;
  if (reader.is_misspelt(body, "converted")) return Form::converted;
  return reader.is_misspelt(body, "enum") ? Form::enumeration : Form::structure;
}

model::NamedType declaration(const ObjectMember& member, const std::vector<std::string>& namespaces,
                             model::TypeKind kind) {
  model::NamedType result;
  result.kind = kind;
  result.qualified = model::qualified_name(namespaces, member.key);
  result.namespaces = namespaces;
  result.cpp_name = member.key;
  result.span = member.key_span;
  result.generated = true;
  return result;
}

model::Type use_of(const model::NamedType& type) {
  model::Type use;
  use.kind = type.kind;
  use.cpp = type.qualified;
  use.named = type.qualified;
  return use;
}

// Enumerations need no other type, so they are whole after this.
void read_enumeration(const Value& body, const Reader& reader, model::NamedType& type, model::Type& use) {
  reader.check_members(body, "an enumeration", {"enum", "stored"});
  if (const Value* names = reader.optional_member(body, "enum", ValueKind::array)) {
    type.enumerators = read_enumerators(*names, type.cpp_name, reader);
  }
  if (const Value* stored = reader.optional_member(body, "stored", ValueKind::string)) {
    if (reader.choice(*stored, "a way to store an enumeration", {"name", "number"}) == std::size_t{1}) {
      use.stored = model::EnumStorage::number;
    }
  }
}

void read_fields(const Value& body, const MemberReader& member_reader, const Reader& reader, model::NamedType& type) {
  const std::string subject = "structure '" + type.cpp_name + "'";
  reader.check_members(body, "a structure", {"fields"});
  const Value* fields =
      reader.required_member(body, "fields", ValueKind::object, type.span, subject,
                             "add \"fields\", \"enum\" for an enumeration, or \"converted\" for a type of yours");
  if (fields == nullptr) return;
  if (fields->members.empty()) {
    reader.sink().report(Id::missing_member, fields->span, subject + " lists no fields; write at least one");
  }
  std::vector<model::Member> members;
  members.reserve(fields->members.size());
  for (const ObjectMember& field : fields->members) members.push_back(member_reader.field(field));
  type.members = std::move(members);
}

bool needs_converter(const model::Type& type) {
  return !type.converted.empty() || std::any_of(type.element.begin(), type.element.end(), needs_converter);
}

// A type of the user's, and the type that its converter makes of it. Gives none if one of the two can't be read.
std::optional<model::Type> read_converted(const ObjectMember& member, const NamedTypes& named, const Reader& reader,
                                          std::set<std::string>& includes) {
  const Value& body = member.value;
  const std::string subject = "converted type '" + member.key + "'";
  reader.check_members(body, "a converted type", {"converted", "include", "type"});
  const Value* converted = reader.required_member(body, "converted", ValueKind::string, member.key_span, subject,
                                                  "name your C++ type, such as \"shop::Money\"");
  const Value* include = reader.required_member(body, "include", ValueKind::string, member.key_span, subject,
                                                "name the header that declares the type and its partita::converter");
  const Value* text = reader.required_member(body, "type", ValueKind::string, member.key_span, subject,
                                             "name the type that it is stored as, such as \"int64\"");
  if (converted != nullptr && !reader.check_qualified_name(*converted, "a type")) converted = nullptr;
  if (include != nullptr && reader.check_include(*include)) includes.insert(include->text);
  if (text == nullptr) return std::nullopt;
  std::optional<model::Type> stored = parse_type(*text, named, reader.sink());
  if (!stored || converted == nullptr) return std::nullopt;
  if (needs_converter(*stored)) {
    reader.sink().report(Id::malformed_type, text->content(),
                         subject + " is stored as '" + text->text +
                             "', which needs a converter itself; name a type that DynamoDB can store");
    return std::nullopt;
  }
  stored->converted = converted->text;
  return stored;
}

const std::string& innermost_name(const model::Type& type) {
  const model::Type* at = &type;
  while (!at->element.empty()) at = &at->element.front();
  return at->named;
}

// C++ wants a type before its uses. Recursive types keep the order of the file; sema has its say about them.
// Without recursion: a file can hold a chain of types that is longer than the stack.
std::vector<model::NamedType> in_order_of_use(std::vector<model::NamedType> types) {
  std::map<std::string_view, std::size_t> positions;
  for (std::size_t i = 0; i < types.size(); ++i) positions.emplace(types[i].qualified, i);
  struct Visit {
    std::size_t type;
    std::size_t next_member = 0;
  };
  std::vector<std::size_t> order;
  std::vector<bool> visited(types.size(), false);
  for (std::size_t first = 0; first < types.size(); ++first) {
    std::vector<Visit> open;
    const auto visit = [&](std::size_t type) {
      if (!visited[type]) open.push_back({type});
      visited[type] = true;
    };
    visit(first);
    while (!open.empty()) {
      const std::vector<model::Member>& members = types[open.back().type].members;
      if (open.back().next_member == members.size()) {
        order.push_back(open.back().type);
        open.pop_back();
        continue;
      }
      const auto used = positions.find(innermost_name(members[open.back().next_member++].type));
      if (used != positions.end()) visit(used->second);
    }
  }
  std::vector<model::NamedType> result;
  result.reserve(types.size());
  for (const std::size_t type : order) result.push_back(std::move(types[type]));
  return result;
}

}  // namespace

FileTypes read_types(const Value* types, const std::vector<std::string>& namespaces, const Reader& reader) {
  FileTypes result;
  if (types == nullptr) return result;
  std::vector<const Value*> structures;  // in the order of result.types; null: an enumeration
  std::vector<const ObjectMember*> converted;
  for (const ObjectMember& member : types->members) {
    reader.check_scope_name(member.key, member.key_span, "type");
    if (is_builtin_type(member.key)) {
      reader.sink().report(Id::invalid_identifier, member.key_span,
                           "type '" + member.key + "' is built in; name it otherwise");
      continue;
    }
    model::Type unknown;
    if (!reader.expect(member.value, ValueKind::object, "type '" + member.key + "'")) {
      result.named.emplace(member.key, unknown);
      continue;
    }
    const Form form = form_of(member.value, reader);
    if (form == Form::converted) {
      // Until it is read: enough to tell that no converter can store another's type.
      unknown.converted = member.key;
      result.named.emplace(member.key, unknown);
      converted.push_back(&member);
      continue;
    }
    const bool is_enum = form == Form::enumeration;
    model::NamedType type =
        declaration(member, namespaces, is_enum ? model::TypeKind::enumeration : model::TypeKind::structure);
    model::Type use = use_of(type);
    if (is_enum) read_enumeration(member.value, reader, type, use);
    result.types.push_back(std::move(type));
    result.named.emplace(member.key, std::move(use));
    structures.push_back(is_enum ? nullptr : &member.value);
  }
  std::vector<std::pair<std::string, model::Type>> read;
  for (const ObjectMember* member : converted) {
    if (auto type = read_converted(*member, result.named, reader, result.includes)) {
      read.emplace_back(member->key, *std::move(type));
    }
  }
  for (auto& [name, type] : read) result.named[name] = std::move(type);
  const MemberReader member_reader(reader, result.named, result.types);
  for (std::size_t i = 0; i < result.types.size(); ++i) {
    if (structures[i] != nullptr) read_fields(*structures[i], member_reader, reader, result.types[i]);
  }
  result.types = in_order_of_use(std::move(result.types));
  return result;
}

}  // namespace partita::frontend_json
