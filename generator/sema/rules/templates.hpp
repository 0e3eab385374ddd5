// What the templates of composed attributes, lookups and unique constraints have in common.
#pragma once

#include "diagnostics/diagnostic.hpp"
#include "model/declared.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace partita::sema {

/// One key template of an entity and what it is for.
struct TemplateUse {
  const model::KeyTemplate* key = nullptr;
  const model::DeclaredAttribute* owner =
      nullptr;  ///< the composed attribute, or the one with the lookup or constraint
  enum class Kind : std::uint8_t { composed, lookup, unique } kind = Kind::composed;
  std::string what;              ///< "the template of 'pk'", "the lookup of 'contexts'"
  bool table_partition = false;  ///< the partition key of the table
  bool table_sort = false;       ///< the sort key of the table; of a lookup and of a unique constraint: its own items'
  bool index_partition = false;
  bool index_sort = false;

  bool sorts() const { return table_sort || index_sort; }
  bool of_table() const { return table_partition || table_sort; }
};

/// Every template of the entity, in declared order. A discriminator is none.
std::vector<TemplateUse> templates(const model::DeclaredEntity& entity);

/// The type that a part has in this template: of a list or set with a lookup or constraint that of an element.
const model::Type& part_type(const TemplateUse& use, const model::DeclaredAttribute& attribute);

bool is_point_in_time(const model::Type& type);
bool is_integer(const model::Type& type);

/// Text can be made of a value, and the value of the text: a string, an integer, a point in time, or an enumeration
/// that is stored by name. What is converted has a text of its own, which says nothing about order and delimiters.
bool is_part_type(const model::Type& type);

}  // namespace partita::sema
