// The way out of a mistake, spelled in the notation that the entity was written in.
#pragma once

#include "model/declared.hpp"

#include <string>
#include <string_view>

namespace partita::sema {

/// How an attribute is made (part of) a key: `partita::gsi_partition<"by_role">` or `"partition": ["role"]`.
std::string key_spelling(model::Notation notation, model::KeyRole role, std::string_view index,
                         std::string_view attribute);

/// A type as its notation writes it: `std::vector<std::string>` or `list<string>`.
std::string type_spelling(model::Notation notation, const model::Type& type);

/// "partition key", "sort key".
std::string_view role_name(model::KeyRole role);

/// "the table", or "index 'by_role'".
std::string key_owner(std::string_view index);

/// What gives a member another C++ name, or an index another method.
std::string member_renaming(model::Notation notation);
std::string method_renaming(model::Notation notation);

}  // namespace partita::sema
