// Random values of attributes, and items of them.
#pragma once

#include "raw_tables.hpp"

namespace differential {

/// A value of any type, up to three levels deep.
Json random_value(Rng& rng, int depth = 0);
/// A value of one type, by its tag: `S`, `NS`.
Json random_value_of(Rng& rng, const std::string& tag, int depth = 0);
/// A value that suits the attribute mostly: names tell types, as `ns`, a set of numbers.
Json random_value_for(Rng& rng, const std::string& attribute);
/// Any of the attributes that are in no key of a table, though of indexes' keys perhaps.
std::string random_attribute(Rng& rng);
/// A whole item of the table, index keys now and then left out.
Json random_item(Rng& rng, const RawTable& table);

}  // namespace differential
