// The text of one template -> a tree of nodes.
#pragma once

#include <tl/expected.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace partita::render {

struct Node {
  enum class Kind : std::uint8_t { text, variable, section, inverted, partial } kind = Kind::text;
  std::string text;  ///< of a text: itself; of a tag: its name
  std::size_t line = 1;
  std::vector<Node> children;  ///< of sections
  std::string indent;          ///< of a partial alone on its line: what stands before it
};

/// What is wrong with a template, and where.
struct TemplateError {
  std::size_t line = 1;
  std::string message;
};

tl::expected<std::vector<Node>, TemplateError> parse_template(std::string_view text);

}  // namespace partita::render
