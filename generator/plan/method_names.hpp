// The methods that generated classes get from keys and attributes. What is emitted and what is checked for collisions
// both come from here.
#pragma once

#include "model/schema.hpp"
#include "plan/access_key.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace partita::plan {

/// The method that queries an index: `chosen` where the user named it, else derived from the name of the index.
std::string index_method(std::string_view index, const std::optional<model::Name>& chosen);

/// A query as its caller sees it.
struct QueryNames {
  std::string method;      ///< `by_role`; of the table's key `by_tenant_id`, from what the key is made of
  std::string class_name;  ///< `ByRole`, nested in the repository
};

/// None for a key that no query reads: the table's without a sort key.
std::optional<QueryNames> query_names(const model::Entity& entity, const AccessKey& key);

/// True if one repository can't have both: methods that differ in letter case or underscores alone share the class that
/// they return, and a method can be called like another one's class.
bool collide(const QueryNames& one, const QueryNames& other);

/// Attributes that an update changes together, and the methods for it.
struct UpdateMethods {
  std::vector<model::AttributeRef> parts;     ///< one attribute, or all that some index keys are made from
  std::vector<model::AttributeRef> composed;  ///< those keys
  std::vector<model::AttributeRef> removed;   ///< what `remove` removes of both
  std::string set;                            ///< `set_status_and_owner`
  std::string remove;                         ///< `remove_owner`; empty: all of them are in every item
  // Of one attribute alone; empty: not for its type.
  std::string set_if_absent;  ///< `set_phone_if_absent`
  std::string add;            ///< `add_to_visits`, a number
  std::string insert;         ///< `add_to_tags`, a set
  std::string erase;          ///< `delete_from_tags`
  std::string append;         ///< `append_to_history`, a list
  std::string prepend;        ///< `prepend_to_history`

  std::vector<std::string> names() const;              ///< all there are
  bool are_alone() const { return composed.empty(); }  ///< one attribute that no key is made from
};

/// Attributes on their own first.
std::vector<UpdateMethods> update_methods(const model::Entity& entity);

}  // namespace partita::plan
