// The templates that the build put into the tool.
#pragma once

#include "source/embedded_text.hpp"

#include <span>

namespace partita::render {

/// In the order of their names, which are those of the files without `.mustache`.
std::span<const source::EmbeddedText> embedded_templates();

}  // namespace partita::render
