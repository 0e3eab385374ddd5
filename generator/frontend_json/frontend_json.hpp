// JSON entity schemas -> declared model.
#pragma once

#include "diagnostics/diagnostic.hpp"
#include "model/declared.hpp"
#include "source/source_set.hpp"

#include <cstddef>

namespace partita::frontend_json {

/// Appends what the file declares to `declared`. `input` is its index in Declared::inputs.
void parse(std::size_t input, source::FileId file, const source::SourceSet& sources, model::Declared& declared,
           diagnostics::Sink& sink);

}  // namespace partita::frontend_json
