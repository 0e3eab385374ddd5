// The data that the codec benchmarks read and write, made without our own codec.
#pragma once

#include "order.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace partita::benchmarks {

/// Deterministic: the same number gives the same order.
shop::Order sample_order(std::size_t number);
shop::Mixed sample_mixed(std::size_t number);

/// A Query reply with these items, attributes in alphabetical order: not the declared one, and the same for each item,
/// as DynamoDB's own (by hash) is.
std::string query_reply(const std::vector<shop::Order>& orders);
std::string query_reply(const std::vector<shop::Mixed>& items);

}  // namespace partita::benchmarks
