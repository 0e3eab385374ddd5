// One attribute of an entity or field of a nested structure: its type and what is said about it.
#pragma once

#include "frontend_json/reader.hpp"
#include "frontend_json/type_grammar.hpp"
#include "model/declared.hpp"

#include <vector>

namespace partita::frontend_json {

/// Reads members against the types that the file declares.
class MemberReader {
 public:
  MemberReader(const Reader& reader, const NamedTypes& named, const std::vector<model::NamedType>& types)
      : reader_(reader), named_(named), types_(types) {}

  /// An attribute of an entity, which may also be `ttl` or `version`.
  model::DeclaredAttribute attribute(const ObjectMember& member) const;

  /// A field of a structure.
  model::Member field(const ObjectMember& member) const;

 private:
  model::Member read(const ObjectMember& member, std::string_view owner) const;

  const Reader& reader_;
  const NamedTypes& named_;
  const std::vector<model::NamedType>& types_;
};

}  // namespace partita::frontend_json
