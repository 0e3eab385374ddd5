// What the key of a table and the key of an index have in common.
#pragma once

#include "diagnostics/diagnostic.hpp"
#include "model/declared.hpp"

namespace partita::sema {

/// The attribute that `use` names, if it exists and its type can be a key; either is reported otherwise.
const model::DeclaredAttribute* check_key_attribute(const model::DeclaredEntity& entity, const model::KeyUse& use,
                                                    diagnostics::Sink& sink);

/// Reports `second` if it names the same attribute as `first`, and says whether it did.
bool report_reuse(const model::KeyUse& first, const model::KeyUse& second, diagnostics::Sink& sink);

}  // namespace partita::sema
