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
    read_roles(body, result);
  }
  result.member = read(member, "attribute");
  return result;
}

model::DeclaredAttribute MemberReader::extended_attribute(const ObjectMember& member,
                                                          std::vector<model::Suppression>& suppressions) const {
  const Value& body = member.value;
  model::DeclaredAttribute result;
  result.span = member.key_span;
  result.member = head(member);
  if (body.kind != ValueKind::object) {
    reader_.sink().report(Id::wrong_value_kind, body.span,
                          "expected an object for attribute '" + member.key + "', got " +
                              std::string(article_name(body.kind)) +
                              "; its type is that of the C++ member, and the object says what is added to it");
    return result;
  }
  reader_.suppressions(body, member.span(), suppressions);
  if (body.find("template") != nullptr || reader_.is_misspelt(body, "template")) {
    result = composed(member);
    result.member.field.clear();  // also of one that can't be read: it stands for no member of the structure
    return result;
  }
  reader_.check_members(
      body, "an attribute of an existing structure",
      {"field", "ttl", "version", "created_at", "updated_at", "sensitive", "lookup", "unique", "template", "suppress"});
  read_roles(body, result);
  return result;
}

void MemberReader::read_roles(const Value& body, model::DeclaredAttribute& attribute) const {
  attribute.ttl = role(body, "ttl", attribute);
  attribute.version = role(body, "version", attribute);
  attribute.created_at = role(body, "created_at", attribute);
  attribute.updated_at = role(body, "updated_at", attribute);
  if (reader_.flag(body, "sensitive")) attribute.sensitive = body.find("sensitive")->key_span;
  read_lookup(body, attribute);
  read_unique(body, attribute);
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
  result.member = head(member);
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

// Until its type is read: rules leave a member of an unknown type alone.
model::Member MemberReader::head(const ObjectMember& member) const {
  model::Member result;
  result.name = {member.key, member.key_span};
  result.field = plan::cpp_identifier(member.key);
  result.type_span = member.key_span;
  result.type.cpp.clear();
  if (member.value.kind != ValueKind::object) return result;
  if (const Value* field = reader_.optional_member(member.value, "field", ValueKind::string)) {
    if (reader_.check_identifier(field->text, field->content(), "field")) result.field = field->text;
  }
  return result;
}

model::Member MemberReader::read(const ObjectMember& member, std::string_view owner) const {
  model::Member result = head(member);
  const std::string subject = std::string(owner) + " '" + member.key + "'";
  const Value* type_text = &member.value;
  if (member.value.kind == ValueKind::object) {
    type_text = reader_.required_member(member.value, "type", ValueKind::string, member.key_span, subject,
                                        "add one, such as \"type\": \"string\"");
    result.optional = reader_.flag(member.value, "optional");
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
