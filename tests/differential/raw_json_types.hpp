// Which values of a request are of another JSON type than the API has there.
#pragma once

#include "raw_tables.hpp"

namespace differential {

/// Whether a parameter or a part of an attribute's value is: `{"Limit": "1"}`, `{"S": 1}`. A parameter that is null is
/// one that is not there.
bool has_wrong_json_type(const Json& body);

}  // namespace differential
