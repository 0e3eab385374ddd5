#include "frontend_json/member_reader.hpp"

#include "frontend_json/default_value.hpp"
#include "plan/names.hpp"

#include <optional>
#include <utility>

namespace partita::frontend_json {

using diagnostics::Id;

model::DeclaredAttribute composed_attribute(model::Name name, model::KeyTemplate composed) {
  model::DeclaredAttribute result;
  result.span = name.span;
  result.member.type_span = composed.span;
  result.member.name = std::move(name);
  result.member.type.kind = model::TypeKind::string;
  result.member.type.cpp = "std::string";
  result.composed = std::move(composed);
  return result;
}

model::DeclaredAttribute MemberReader::attribute(const ObjectMember& member,
                                                 std::vector<model::Suppression>& suppressions) const {
  const Value& body = member.value;
  if (body.kind == ValueKind::object) reader_.suppressions(body, member.span(), suppressions);
  if (body.find("template") != nullptr || reader_.is_misspelt(body, "template")) return composed(member);
  model::DeclaredAttribute result;
  result.span = member.key_span;
  if (body.kind == ValueKind::object) {
    reader_.check_members(body, "an attribute",
                          {"type", "optional", "field", "default", "ttl", "version", "created_at", "updated_at",
                           "sensitive", "lookup", "unique", "template", "suppress"});
    result.ttl = role(body, "ttl", result);
    result.version = role(body, "version", result);
    result.created_at = role(body, "created_at", result);
    result.updated_at = role(body, "updated_at", result);
    if (reader_.flag(body, "sensitive")) result.sensitive = body.find("sensitive")->key_span;
    read_lookup(body, result);
    read_unique(body, result);
  }
  result.member = read(member, "attribute");
  return result;
}

bool MemberReader::role(const Value& body, std::string_view key, model::DeclaredAttribute& attribute) const {
  if (!reader_.flag(body, key)) return false;
  attribute.role_span = body.find(key)->key_span;
  return true;
}

model::DeclaredAttribute MemberReader::composed(const ObjectMember& member) const {
  reader_.check_members(member.value, "an attribute with a template", {"template", "suppress"});
  // An unreadable template was reported; rules leave an attribute of an unknown type alone.
  model::DeclaredAttribute result;
  result.span = member.key_span;
  result.member.name = {member.key, member.key_span};
  result.member.field = plan::cpp_identifier(member.key);
  result.member.type_span = member.key_span;
  result.member.type.cpp.clear();
  const Value* text = reader_.optional_member(member.value, "template", ValueKind::string);
  if (text == nullptr) return result;
  std::optional<model::KeyTemplate> composed = reader_.key_template(*text);
  if (!composed) return result;
  return composed_attribute(result.member.name, std::move(*composed));
}

void MemberReader::read_lookup(const Value& body, model::DeclaredAttribute& attribute) const {
  const ObjectMember* member = body.find("lookup");
  if (member == nullptr || !reader_.expect(member->value, ValueKind::object, "'lookup'")) return;
  const Value& lookup = member->value;
  reader_.check_members(lookup, "a lookup", {"method", "sort_key", "max"});
  const Value* method = reader_.required_member(lookup, "method", ValueKind::string, member->key_span, "lookup",
                                                "name the C++ method that finds items by one element");
  const Value* sort_key =
      reader_.required_member(lookup, "sort_key", ValueKind::string, member->key_span, "lookup",
                              "write the sort key of its items, in which the attribute's own name is one element");
  model::DeclaredLookup result;
  result.span = member->key_span;
  if (const ObjectMember* max = lookup.find("max")) {
    result.max = reader_.count(max->value, "'max'").value_or(0);
  } else if (!reader_.is_misspelt(lookup, "max")) {
    reader_.sink().report(Id::missing_member, member->key_span,
                          "lookup has no 'max'; say how many elements there are at most, since each is one more item "
                          "in a transaction");
  }
  if (method == nullptr || sort_key == nullptr) return;
  const bool is_method = reader_.check_identifier(method->text, method->content(), "method");
  std::optional<model::KeyTemplate> key = reader_.key_template(*sort_key);
  if (!is_method || !key) return;
  result.method = reader_.name(*method);
  result.sort_key = std::move(*key);
  attribute.lookup = std::move(result);
}

void MemberReader::read_unique(const Value& body, model::DeclaredAttribute& attribute) const {
  const ObjectMember* member = body.find("unique");
  if (member == nullptr || !reader_.expect(member->value, ValueKind::object, "'unique'")) return;
  reader_.check_members(member->value, "a unique constraint", {"key", "max"});
  const Value* text =
      reader_.required_member(member->value, "key", ValueKind::string, member->key_span, "unique constraint",
                              "write the key of the item that holds the value, such as \"EMAIL#{email}\"");
  model::DeclaredUnique result;
  result.span = member->key_span;
  if (const ObjectMember* max = member->value.find("max")) {
    result.max = reader_.count(max->value, "'max'").value_or(1);
  }
  if (text == nullptr) return;
  std::optional<model::KeyTemplate> key = reader_.key_template(*text);
  if (!key) return;
  result.key = std::move(*key);
  attribute.unique = std::move(result);
}

model::Member MemberReader::field(const ObjectMember& member) const {
  if (member.value.kind == ValueKind::object) {
    reader_.check_members(member.value, "a field", {"type", "optional", "field", "default"});
  }
  return read(member, "field");
}

model::Member MemberReader::read(const ObjectMember& member, std::string_view owner) const {
  model::Member result;
  result.name = {member.key, member.key_span};
  result.field = plan::cpp_identifier(member.key);
  result.type_span = member.key_span;
  // Until the type is read: rules leave a member of an unknown type alone.
  result.type.cpp.clear();

  const std::string subject = std::string(owner) + " '" + member.key + "'";
  const Value* type_text = &member.value;
  if (member.value.kind == ValueKind::object) {
    type_text = reader_.required_member(member.value, "type", ValueKind::string, member.key_span, subject,
                                        "add one, such as \"type\": \"string\"");
    result.optional = reader_.flag(member.value, "optional");
    if (const Value* field = reader_.optional_member(member.value, "field", ValueKind::string)) {
      if (reader_.check_identifier(field->text, field->content(), "field")) result.field = field->text;
    }
  } else if (member.value.kind != ValueKind::string) {
    reader_.expect(member.value, ValueKind::string, "the type of " + subject);
    return result;
  }
  if (type_text == nullptr) return result;
  result.type_span = type_text->content();
  std::optional<model::Type> type = parse_type(*type_text, named_, reader_.sink());
  if (!type) return result;
  result.type = std::move(*type);

  if (const ObjectMember* initial = member.value.find("default")) {
    if (std::optional<std::string> text = default_text(initial->value, result.type, types_, reader_.sink())) {
      result.has_default = true;
      result.default_text = std::move(*text);
    }
  }
  return result;
}

}  // namespace partita::frontend_json
