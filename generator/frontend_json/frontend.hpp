// Reads JSON schemas into the declared model. The only folder that knows JSON.
#pragma once

#include "diagnostics/diagnostic.hpp"
#include "model/declared.hpp"
#include "source/source_set.hpp"

#include <cstddef>

namespace partita::frontend_json {

/// Adds what `file` declares to `declared`; `input` is its position in Declared::inputs. Every mistake of the file is
/// reported; a syntax error is reported alone, and the file then adds nothing.
void read_schema(const source::SourceSet& sources, source::FileId file, std::size_t input, model::Declared& declared,
                 diagnostics::Sink& sink);

}  // namespace partita::frontend_json
