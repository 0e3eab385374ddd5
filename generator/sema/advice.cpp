#include "sema/advice.hpp"

#include "model/qualified_name.hpp"

namespace partita::sema {
namespace {

using model::KeyRole;
using model::Notation;
using model::TypeKind;

std::string_view scalar_spelling(TypeKind kind) {
  switch (kind) {
    case TypeKind::boolean:
      return "bool";
    case TypeKind::int8:
      return "int8";
    case TypeKind::int16:
      return "int16";
    case TypeKind::int32:
      return "int32";
    case TypeKind::int64:
      return "int64";
    case TypeKind::uint8:
      return "uint8";
    case TypeKind::uint16:
      return "uint16";
    case TypeKind::uint32:
      return "uint32";
    case TypeKind::uint64:
      return "uint64";
    case TypeKind::float32:
      return "float";
    case TypeKind::float64:
      return "double";
    case TypeKind::decimal:
      return "decimal";
    case TypeKind::string:
      return "string";
    case TypeKind::bytes:
      return "bytes";
    case TypeKind::timestamp:
      return "timestamp";
    case TypeKind::timestamp_seconds:
      return "timestamp<s>";
    case TypeKind::timestamp_iso:
      return "timestamp<iso>";
    default:
      return {};
  }
}

std::string cpp_key_spelling(KeyRole role, std::string_view index) {
  const std::string quoted = "<\"" + std::string(index) + "\">";
  switch (role) {
    case KeyRole::partition_key:
      return "partita::partition_key<...>";
    case KeyRole::sort_key:
      return "partita::sort_key<...>";
    case KeyRole::gsi_partition:
      return "partita::gsi_partition" + quoted;
    case KeyRole::gsi_sort:
      return "partita::gsi_sort" + quoted;
    case KeyRole::lsi_sort:
      return "partita::lsi_sort" + quoted;
  }
  return {};
}

}  // namespace

std::string key_spelling(Notation notation, KeyRole role, std::string_view index, std::string_view attribute) {
  if (notation == Notation::cpp) return cpp_key_spelling(role, index);
  const std::string quoted = "\"" + std::string(attribute.empty() ? "..." : attribute) + "\"";
  switch (role) {
    case KeyRole::partition_key:
      return "\"partition_key\": " + quoted;
    case KeyRole::sort_key:
      return "\"sort_key\": " + quoted;
    case KeyRole::gsi_partition:
      return "\"partition\": [" + quoted + "]";
    case KeyRole::gsi_sort:
    case KeyRole::lsi_sort:
      return "\"sort\": [" + quoted + "]";
  }
  return {};
}

std::string type_spelling(Notation notation, const model::Type& type) {
  if (notation == Notation::cpp) return type.cpp;
  // A JSON schema names its own types without their namespace.
  if (!type.named.empty()) return std::string(model::unqualified_name(type.named));
  const std::string element = type.element.empty() ? "" : type_spelling(notation, type.element.front());
  switch (type.kind) {
    case TypeKind::list:
      return "list<" + element + ">";
    case TypeKind::array:
      return "array<" + element + ", " + std::to_string(type.extent) + ">";
    case TypeKind::set:
      return "set<" + element + ">";
    case TypeKind::map:
      return "map<" + element + ">";
    default:
      break;
  }
  const std::string_view scalar = scalar_spelling(type.kind);
  return scalar.empty() ? type.cpp : std::string(scalar);
}

std::string_view role_name(KeyRole role) {
  return role == KeyRole::partition_key || role == KeyRole::gsi_partition ? "partition key" : "sort key";
}

std::string key_owner(std::string_view index) {
  return index.empty() ? "the table" : "index '" + std::string(index) + "'";
}

std::string member_renaming(Notation notation) {
  return notation == Notation::json ? "give one of them another C++ name with \"field\"" : "rename one of the members";
}

std::string method_renaming(Notation notation) {
  return notation == Notation::json ? "give the index another C++ name with \"method\"" : "rename the index";
}

}  // namespace partita::sema
