// One attribute of an entity or field of a nested structure: its type and what is said about it.
#pragma once

#include "frontend_json/reader.hpp"
#include "frontend_json/type_grammar.hpp"
#include "model/declared.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace partita::frontend_json {

/// An attribute that is made from others whenever an item is written, and has no C++ member.
model::DeclaredAttribute composed_attribute(model::Name name, model::KeyTemplate composed);

/// Reads members against the types that the file declares.
class MemberReader {
 public:
  MemberReader(const Reader& reader, const NamedTypes& named, const std::vector<model::NamedType>& types)
      : reader_(reader), named_(named), types_(types) {}

  /// An attribute of an entity, with its roles.
  model::DeclaredAttribute attribute(const ObjectMember& member, std::vector<model::Suppression>& suppressions) const;

  /// What is added to a member of an existing structure; its type is left to the C++ front end.
  model::DeclaredAttribute extended_attribute(const ObjectMember& member,
                                              std::vector<model::Suppression>& suppressions) const;

  /// A field of a structure.
  model::Member field(const ObjectMember& member) const;

 private:
  model::Member head(const ObjectMember& member) const;
  model::Member read(const ObjectMember& member, std::string_view owner) const;
  model::DeclaredAttribute composed(const ObjectMember& member) const;
  void read_roles(const Value& body, model::DeclaredAttribute& attribute) const;
  bool role(const Value& body, std::string_view key, model::DeclaredAttribute& attribute) const;
  void read_lookup(const Value& body, model::DeclaredAttribute& attribute) const;
  void read_unique(const Value& body, model::DeclaredAttribute& attribute) const;

  const Reader& reader_;
  const NamedTypes& named_;
  const std::vector<model::NamedType>& types_;
};

}  // namespace partita::frontend_json
