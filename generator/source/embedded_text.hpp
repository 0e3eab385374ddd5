// A file that the build put into the tool.
#pragma once

#include <string_view>

namespace partita::source {

struct EmbeddedText {
  std::string_view name;  ///< file name without its extension
  std::string_view text;
};

}  // namespace partita::source
