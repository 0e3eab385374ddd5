// The fields of an entity: its attributes, and what lies inside of them, as conditions and updates name them.
#pragma once

#include "model/schema.hpp"
#include "plan/scope.hpp"
#include "plan/type_use.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace partita::plan {

/// What a field is of.
struct FieldType {
  std::string argument;   ///< of partita::Field: `std::int64_t`, `partita::ListOf<Status>`; empty: it is a structure
  std::string structure;  ///< the template of its fields: `detail_contact::LeafFields`
  std::string encoder;    ///< of its values, or of those of its elements: `encode`; empty: partita::Field knows
  std::string encoded;    ///< what that takes: `Status`
  Form form = Form::plain;
};

/// The fields of a structure inside of an attribute.
struct StructureFields {
  struct Member {
    std::string field;
    std::string name;   ///< as stored
    std::string alias;  ///< not empty: expressions don't take the name itself
    bool required = true;
    FieldType type;
  };

  std::string name;       ///< `LeafFields`
  std::string type;       ///< `Leaf`
  std::string parameter;  ///< of the template: `At`
  bool declared = false;  ///< ahead, since another one names it
  std::vector<Member> members;
};

/// Fields of all structures inside of one entity.
class FieldPlanner {
 public:
  FieldPlanner(const model::Schema& schema, const model::Entity& entity);

  /// What the templates are made of: types of the user's that are called so are spelled with their namespace.
  std::set<std::string> names() const;

  /// Of an attribute.
  FieldType attribute(const model::Type& type, bool ttl, const Scope& scope) const;
  /// Each behind those that it holds, as far as they don't hold each other.
  std::vector<StructureFields> structures(const Scope& scope) const;

 private:
  void visit(const model::Type& type);
  FieldType element(const model::Type& type, bool ttl, const Scope& scope) const;

  const model::Schema& schema_;
  std::string detail_;  // the namespace of the templates
  std::vector<const model::NamedType*> found_;
  std::map<std::string, std::string> names_;  // of their templates, by the qualified name of the type
};

/// Expressions take such a name as it is: letters, digits and underscores, behind a letter, and not a reserved word.
bool is_plain_name(const std::string& name);

/// The function that encodes values: `encode`, `encode_seconds`, `encode_number`; empty: partita::Field knows.
std::string encoder_of(const model::Type& type, Form form);

}  // namespace partita::plan
