// The same work done with common libraries, mapped by hand as their users would.
#pragma once

#include "order.hpp"

#include <string>
#include <vector>

namespace peers {

std::vector<shop::Order> nlohmann_orders(const std::string& page);
std::vector<shop::Order> simdjson_orders(const std::string& page);
std::vector<shop::Order> sdk_orders(const std::string& page);

std::string nlohmann_put_item(const shop::Order& order);
std::string sdk_put_item(const shop::Order& order);

/// The item of a PutItem body in a form that does not depend on order or white space.
std::string parse_put_item(const std::string& body);

}  // namespace peers
