// What generated code says of write shards: where items may lie, and which partitions a query asks.
#pragma once

#include "plan/entity_plan.hpp"
#include "render/value.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace partita::emit {

/// Whether an item may lie in the shard of an older count.
bool has_older_shards(const plan::EntityPlan& plan);
/// Whether a query on this key attribute asks several partitions.
bool is_sharded(const plan::EntityPlan& plan, std::size_t attribute);

/// The functions of the codec that make keys of shards: objects with `comment`, `head` and `body`.
render::Value::List shard_functions(const plan::EntityPlan& plan);
/// Binds all the partitions that a query asks.
std::string bind_shards(const plan::EntityPlan& plan, const std::vector<std::string>& arguments);
/// `write.or_in(...)`, if items may lie elsewhere.
render::Value::List name_places(const plan::EntityPlan& plan, const std::string& target);
/// The same in a function that has the item and not the parts of its key.
render::Value::List name_places_of_item(const plan::EntityPlan& plan, const std::string& target);
/// The same in the loop of a batch; `values` are the parts of the table's key.
render::Value::List name_places_of_key(const plan::EntityPlan& plan, const std::string& target,
                                       const std::vector<std::string>& values);

// What it costs, for comments; empty without shards.

std::string price_of_adding(const plan::EntityPlan& plan);
std::string price_of_finding(const plan::EntityPlan& plan);
std::string price_of_get(const plan::EntityPlan& plan);
std::string price_of_get_many(const plan::EntityPlan& plan);
std::string price_of_remove_many(const plan::EntityPlan& plan);
std::string price_of_query(const plan::EntityPlan& plan, const plan::QueryPlan& query);

}  // namespace partita::emit
