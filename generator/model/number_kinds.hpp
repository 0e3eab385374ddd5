// Which types are numbers.
#pragma once

#include "model/type.hpp"

namespace partita::model {

constexpr bool is_integer(TypeKind kind) {
  switch (kind) {
    case TypeKind::int8:
    case TypeKind::int16:
    case TypeKind::int32:
    case TypeKind::int64:
    case TypeKind::uint8:
    case TypeKind::uint16:
    case TypeKind::uint32:
    case TypeKind::uint64:
      return true;
    default:
      return false;
  }
}

constexpr bool is_number(TypeKind kind) {
  return is_integer(kind) || kind == TypeKind::float32 || kind == TypeKind::float64 || kind == TypeKind::decimal;
}

}  // namespace partita::model
