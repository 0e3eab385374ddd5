#include "plan/type_use.hpp"

#include "model/number_kinds.hpp"

namespace partita::plan {
namespace {

using model::Type;
using model::TypeKind;

// The user sees a type of their own, whatever it is stored as.
std::string spelled(const Type& type, const Scope& scope) {
  return scope.spell(type.converted.empty() ? type.cpp : type.converted);
}

// How a value is passed, and compared, where that is not the type's own spelling.
std::string_view view_of(const Type& type) {
  if (!type.converted.empty()) return {};
  switch (type.kind) {
    case TypeKind::string:
      return "std::string_view";
    case TypeKind::bytes:
      return "std::span<const std::byte>";
    default:
      return {};
  }
}

bool passed_by_reference(const Type& type) {
  if (!type.converted.empty()) return true;
  switch (type.kind) {
    case TypeKind::decimal:
    case TypeKind::structure:
    case TypeKind::list:
    case TypeKind::array:
    case TypeKind::set:
    case TypeKind::map:
      return true;
    default:
      return false;
  }
}

// Of lists, maps and the like stored for a type of the user's, a field knows no comparison.
bool is_compared(const Type& type) {
  const Tag tag = tag_of(type);
  return tag == Tag::S || tag == Tag::N || tag == Tag::B || tag == Tag::BOOL;
}

}  // namespace

std::string_view to_string(Tag tag) {
  switch (tag) {
    case Tag::S:
      return "S";
    case Tag::N:
      return "N";
    case Tag::B:
      return "B";
    case Tag::BOOL:
      return "BOOL";
    case Tag::M:
      return "M";
    case Tag::L:
      return "L";
    case Tag::SS:
      return "SS";
    case Tag::NS:
      return "NS";
    case Tag::BS:
      return "BS";
  }
  return {};
}

Tag tag_of(const Type& type, bool ttl) {
  switch (type.kind) {
    case TypeKind::boolean:
      return Tag::BOOL;
    case TypeKind::string:
      return Tag::S;
    case TypeKind::bytes:
      return Tag::B;
    case TypeKind::enumeration:
      return type.stored == model::EnumStorage::name ? Tag::S : Tag::N;
    case TypeKind::timestamp_iso:
      return ttl ? Tag::N : Tag::S;
    case TypeKind::structure:
    case TypeKind::map:
      return Tag::M;
    case TypeKind::list:
    case TypeKind::array:
      return Tag::L;
    case TypeKind::set: {
      const Tag element = tag_of(type.element.front());
      return element == Tag::S ? Tag::SS : element == Tag::B ? Tag::BS : Tag::NS;
    }
    default:
      return Tag::N;
  }
}

bool is_time(TypeKind kind) {
  switch (kind) {
    case TypeKind::timestamp:
    case TypeKind::timestamp_seconds:
    case TypeKind::timestamp_iso:
    case TypeKind::sys_milliseconds:
    case TypeKind::sys_seconds:
      return true;
    default:
      return false;
  }
}

Form form_of(const Type& type, bool ttl) {
  const bool counts_seconds = type.kind == TypeKind::timestamp_seconds || type.kind == TypeKind::sys_seconds;
  if (ttl && is_time(type.kind) && !counts_seconds) return Form::seconds;
  if (type.kind == TypeKind::enumeration && type.stored == model::EnumStorage::number) return Form::number;
  return type.element.empty() ? Form::plain : form_of(type.element.front());
}

std::string in_form(Form form, std::string_view value, std::string_view wire) {
  if (form == Form::plain) return std::string(value);
  return std::string(wire) + (form == Form::number ? "::by_number(" : "::in_seconds(") + std::string(value) + ")";
}

std::string member_type(const model::Member& member, const Scope& scope) {
  const std::string type = spelled(member.type, scope);
  return member.optional ? "std::optional<" + type + ">" : type;
}

std::string parameter_type(const Type& type, const Scope& scope) {
  if (const std::string_view view = view_of(type); !view.empty()) return std::string(view);
  const std::string own = spelled(type, scope);
  return passed_by_reference(type) ? "const " + own + "&" : own;
}

std::string comparison_type(const Type& type, const Scope& scope) {
  if (!type.converted.empty()) return is_compared(type) ? spelled(type, scope) : "partita::Document";
  if (const std::string_view view = view_of(type); !view.empty()) return std::string(view);
  switch (type.kind) {
    case TypeKind::int8:
    case TypeKind::int16:
    case TypeKind::int32:
    case TypeKind::int64:
      return "std::int64_t";
    case TypeKind::uint8:
    case TypeKind::uint16:
    case TypeKind::uint32:
    case TypeKind::uint64:
      return "std::uint64_t";
    case TypeKind::structure:
    case TypeKind::list:
    case TypeKind::array:
    case TypeKind::map:
      return "partita::Document";
    case TypeKind::set: {
      const Type& element = type.element.front();
      return needs_encoder(element) ? "partita::Document" : "partita::SetOf<" + comparison_type(element, scope) + ">";
    }
    default:
      return scope.spell(type.cpp);
  }
}

bool needs_encoder(const Type& type) {
  return type.converted.empty() ? type.kind == TypeKind::enumeration || is_time(type.kind) : is_compared(type);
}

Growth growth_of(const Type& type) {
  if (!type.converted.empty()) return Growth::none;
  if (model::is_number(type.kind)) return Growth::number;
  if (type.kind == TypeKind::set) return Growth::set;
  return type.kind == TypeKind::list ? Growth::list : Growth::none;
}

std::string step_type(const Type& type, const Scope& scope) {
  return model::is_integer(type.kind) ? "std::int64_t" : parameter_type(type, scope);
}

}  // namespace partita::plan
