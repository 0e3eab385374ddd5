// Which keys an attribute is part of, and what an index holds.
#pragma once

#include "model/schema.hpp"

#include <string>
#include <vector>

namespace partita::plan {

bool is_table_key(const model::Entity& entity, model::AttributeRef attribute);
bool is_index_key(const model::Index& index, model::AttributeRef attribute);
/// Of the table or of any index.
bool is_key(const model::Entity& entity, model::AttributeRef attribute);

/// The attributes that entries of the index have: its keys, the table's, and what it projects; in declared order.
std::vector<model::AttributeRef> held_attributes(const model::Entity& entity, const model::Index& index);

/// Whether a query, of the table or of the index, filters on the discriminator: its keys may belong to other entities.
bool filters_type(const model::Schema& schema, const model::Entity& entity, const model::Index* index);

/// The initialiser of the attribute in the table of members: whether an item may lack it, and the key whose limits its
/// value must keep. Of several keys it is the one with the tightest limit: sort keys have half the bytes.
std::string need_of(const model::Entity& entity, model::AttributeRef attribute);

/// Optional members, those with a default, and sets: an empty set is stored as no attribute at all.
bool may_be_absent(const model::Member& member);

}  // namespace partita::plan
