#include "frontend_json/member_reader.hpp"

#include "frontend_json/default_value.hpp"
#include "plan/names.hpp"

#include <utility>

namespace partita::frontend_json {

model::DeclaredAttribute MemberReader::attribute(const ObjectMember& member) const {
  model::DeclaredAttribute result;
  result.span = member.key_span;
  const Value& value = member.value;
  if (value.kind == ValueKind::object) {
    reader_.check_members(value, "an attribute", {"type", "optional", "field", "default", "ttl", "version"});
    result.ttl = reader_.flag(value, "ttl");
    result.version = reader_.flag(value, "version");
    if (result.ttl) result.role_span = value.find("ttl")->key_span;
    if (result.version) result.role_span = value.find("version")->key_span;
  }
  result.member = read(member, "attribute");
  return result;
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
