// Request bodies as a log may show them.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace partita::inline epoch1 {

/// The body with `"(hidden)"` in place of the values of these attributes, wherever they stand. Where an expression
/// names one of them, all its values are hidden.
std::string redacted(std::string_view body, std::span<const std::string> hidden);

}  // namespace partita::inline epoch1
