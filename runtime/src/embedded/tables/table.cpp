#include "embedded/tables/table.hpp"

#include <algorithm>

namespace partita::inline epoch1::embedded {

Projection projection_named(std::string_view name) {
  return name == "ALL" ? Projection::all : name == "INCLUDE" ? Projection::include : Projection::keys_only;
}

wire::Tag key_type_named(std::string_view name) {
  return name == "N" ? wire::Tag::N : name == "B" ? wire::Tag::B : wire::Tag::S;
}

bool KeySchema::holds(std::string_view attribute) const {
  const auto named = [attribute](const KeyAttribute& each) { return each.name == attribute; };
  return std::any_of(partition.begin(), partition.end(), named) || std::any_of(sort.begin(), sort.end(), named);
}

const Index* Table::index(std::string_view index_name) const {
  const auto found =
      std::find_if(indexes.begin(), indexes.end(), [&](const Index& each) { return each.name == index_name; });
  return found == indexes.end() ? nullptr : &*found;
}

Index* Table::index(std::string_view index_name) {
  return const_cast<Index*>(std::as_const(*this).index(index_name));
}

bool Table::projects(const Index& index, std::string_view attribute) const {
  return index.projection == Projection::all || key.holds(attribute) || index.key.holds(attribute) ||
         std::find(index.included.begin(), index.included.end(), attribute) != index.included.end();
}

}  // namespace partita::inline epoch1::embedded
