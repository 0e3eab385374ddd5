// Questions that several rules ask of a declared entity.
#pragma once

#include "diagnostics/diagnostic.hpp"
#include "model/declared.hpp"

#include <string_view>
#include <vector>

namespace partita::sema {

/// The attribute stored as `name`, or null.
const model::DeclaredAttribute* find_attribute(const model::DeclaredEntity& entity, std::string_view name);

/// The uses that make up the key of `index`, or with an empty name that of the table.
std::vector<const model::KeyUse*> key_uses(const model::DeclaredEntity& entity, std::string_view index);

/// Those of them in one role.
std::vector<const model::KeyUse*> key_uses(const model::DeclaredEntity& entity, std::string_view index,
                                           model::KeyRole role);

/// The same in the order of the key: by position where one is said, else as declared.
std::vector<const model::KeyUse*> ordered_key_uses(const model::DeclaredEntity& entity, std::string_view index,
                                                   model::KeyRole role);

/// True for `{shard}` in an entity with write shards: the number of the shard, not an attribute.
bool is_shard(const model::DeclaredEntity& entity, const model::TemplatePart& part);

/// The attributes that the value of `attribute` is made from, as far as they are known: of a composed one its parts,
/// without the number of the shard, else itself.
std::vector<const model::DeclaredAttribute*> parts_of(const model::DeclaredEntity& entity,
                                                      const model::DeclaredAttribute& attribute);

/// The entity of that qualified C++ name, or null.
const model::DeclaredEntity* find_entity(const model::Declared& declared, std::string_view qualified);

/// As find_attribute; an unknown name is reported, with what was probably meant. `user` completes "... names".
const model::DeclaredAttribute* require_attribute(const model::DeclaredEntity& entity, const model::Name& name,
                                                  std::string_view user, diagnostics::Sink& sink);

/// False if a front end has already said that the type is none.
bool is_known(const model::Type& type);

/// True for what DynamoDB takes as a key: String, Number and Binary.
/// Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
bool is_key_type(const model::Type& type);

}  // namespace partita::sema
