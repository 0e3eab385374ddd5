// What the values of header and source share: the functions of a repository, each spelled once.
#pragma once

#include "plan/entity_plan.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace partita::emit {

/// A function of a repository or of one of its classes.
struct Function {
  std::string type;
  std::string name;
  std::vector<std::string> parameters;
  std::string_view qualifiers;            ///< ` const`, ` &`
  std::string_view default_options = {};  ///< ` = {}` behind the last parameter, in the declaration only
  std::string_view specifier = {};        ///< `static `, in the declaration only

  /// Inside a class, for column 2.
  std::string declared() const;
  /// Up to the brace. `owner` is the class; `type_owner` what the type is declared in, if it is a nested class.
  std::string defined(const std::string& owner, const std::string& type_owner = {}) const;
};

/// All the functions of a repository that are not one of a kind.
struct Functions {
  Function get, get_key, existing, to_item, append_item, from_item, create_table, scan;
};

std::string repository_name(const plan::EntityPlan& plan);
/// Those that a caller names: all but the tenant, which the repository knows.
std::vector<std::size_t> asked(const plan::EntityPlan& plan, const std::vector<std::size_t>& attributes);
/// How a repository calls a function of its codec that takes these attributes.
std::vector<std::string> scoped_arguments(const plan::EntityPlan& plan, const std::vector<std::size_t>& attributes);
/// `std::string_view id, std::string_view tenant_id`, in parts.
std::vector<std::string> parameters_of(const plan::EntityPlan& plan, const std::vector<std::size_t>& attributes);
/// `id, tenant_id`, in parts.
std::vector<std::string> arguments_of(const plan::EntityPlan& plan, const std::vector<std::size_t>& attributes);
std::vector<std::string> key_parameters(const plan::EntityPlan& plan);
/// A stored name inside a comment, where it can't end the line.
std::string quoted(const std::string& name);
/// `{"name", "#name"}`, a partita::AttributeName.
std::string attribute_name(const plan::AttributePlan& attribute);
std::string parameter(const std::string& type, const std::string& name);
/// The parts of the key as parameters are called; with a prefix such as `key.`, as members of a structure are.
std::vector<std::string> key_values(const plan::EntityPlan& plan, const std::string& prefix);
std::vector<std::string> preceded(std::string first, std::vector<std::string> list);
std::vector<std::string> followed(std::vector<std::string> list, std::string last);
/// `id, tenant_id`
std::string joined(const std::vector<std::string>& arguments);
/// The overload for a temporary of a function that returns a reference: it returns a value, so that a forgotten
/// execute() warns.
std::string of_temporary(const Function& function, const std::string& type, const std::string& arguments);
/// `ContactFields::phone`
std::string field_of(const plan::EntityPlan& plan, std::size_t attribute);
/// `head` is given the attribute and its value as it is stored.
std::string pass_stored(const plan::EntityPlan& plan, std::string_view head, std::size_t attribute,
                        const std::string& value);
/// `head` is given the attribute, and what a helper of the codec makes of its template and `arguments`.
std::string pass_composed(const plan::EntityPlan& plan, std::string_view head, std::string_view helper,
                          std::size_t attribute, std::vector<std::string> arguments);
/// How the entity itself is stored.
const plan::StructPlan& item_of(const plan::EntityPlan& plan);

/// The template of an attribute that is composed.
const plan::TemplatePlan& template_of(const plan::EntityPlan& plan, std::size_t attribute);
/// What the discriminator holds, as a literal; empty: there is none.
std::string type_literal(const plan::EntityPlan& plan);
/// The parts of a composed attribute as parameters are called, for the codec. `wire` is how that namespace is spelled
/// there.
std::vector<std::string> composed_values(const plan::EntityPlan& plan, std::size_t attribute, std::string_view wire);

/// The parameters of the repository's constructor.
std::vector<std::string> constructor_of(const plan::EntityPlan& plan);
Functions functions(const plan::EntityPlan& plan);
/// The parameters of the method that makes it.
std::vector<std::string> query_parameters(const plan::EntityPlan& plan, const plan::QueryPlan& query);
Function query_function(const plan::EntityPlan& plan, const plan::QueryPlan& query);
Function sort_function(const plan::EntityPlan& plan, const plan::QueryPlan& query, const plan::SortMethodPlan& method);
/// What such a function passes on to itself.
std::vector<std::string> sort_arguments(const plan::EntityPlan& plan, const plan::SortMethodPlan& method);
/// The parameters of the constructor of a query's class.
std::vector<std::string> constructor_parameters(const plan::EntityPlan& plan, const plan::QueryPlan& query);
std::string query_base(const plan::QueryPlan& query);
bool has_update(const plan::EntityPlan& plan);
/// The stored names of the attributes that no error shows, as literals.
std::vector<std::string> hidden_names(const plan::EntityPlan& plan);

}  // namespace partita::emit
