// A name that should be an entity's.
#pragma once

#include "diagnostics/diagnostic.hpp"
#include "model/declared.hpp"

#include <string>
#include <string_view>

namespace partita::sema {

/// Reports that `user` names no entity, with what was probably meant.
void report_unknown_entity(const model::Declared& declared, std::string_view user, const std::string& qualified,
                           source::Span span, diagnostics::Sink& sink);

}  // namespace partita::sema
