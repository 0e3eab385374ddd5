#include "sema/stored_type.hpp"

#include "sema/lookup.hpp"

#include <algorithm>

namespace partita::sema {

using model::TypeKind;

std::optional<StoredType> stored_type(const model::Type& type) {
  if (!is_known(type)) return std::nullopt;
  switch (type.kind) {
    case TypeKind::boolean:
      return StoredType::boolean;
    case TypeKind::string:
    case TypeKind::timestamp_iso:
      return StoredType::string;
    case TypeKind::bytes:
      return StoredType::binary;
    case TypeKind::enumeration:
      return type.stored == model::EnumStorage::name ? StoredType::string : StoredType::number;
    case TypeKind::structure:
    case TypeKind::map:
      return StoredType::map;
    case TypeKind::list:
    case TypeKind::array:
      return StoredType::list;
    case TypeKind::set:
      return StoredType::set;
    default:
      return StoredType::number;
  }
}

std::string_view described(StoredType type) {
  switch (type) {
    case StoredType::string:
      return "a string";
    case StoredType::number:
      return "a number";
    case StoredType::binary:
      return "binary";
    case StoredType::boolean:
      return "a boolean";
    case StoredType::list:
      return "a list";
    case StoredType::map:
      return "a map";
    case StoredType::set:
      return "a set";
  }
  return {};
}

bool same_but_for_case(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return a != b && std::ranges::equal(a, b, {}, lower, lower);
}

}  // namespace partita::sema
