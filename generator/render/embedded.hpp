// The templates that the build put into the tool.
#pragma once

#include <span>
#include <string_view>

namespace partita::render {

struct EmbeddedTemplate {
  std::string_view name;  ///< file name without `.mustache`
  std::string_view text;
};

/// In the order of their names.
std::span<const EmbeddedTemplate> embedded_templates();

}  // namespace partita::render
