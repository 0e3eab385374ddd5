// Turns names into references.
#pragma once

#include "model/declared.hpp"
#include "model/schema.hpp"

namespace partita::sema {

/// Every rule must hold: each name that a key, projection or pattern uses is an attribute.
model::Schema resolve(const model::Declared& declared);

}  // namespace partita::sema
