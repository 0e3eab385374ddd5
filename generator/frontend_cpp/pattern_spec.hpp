// The grammar of an access pattern in C++: "a, b", "a, b desc", "a, b range", "a -> x, y", "*", "* -> x".
#pragma once

#include "model/declared.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace partita::frontend_cpp {

/// An attribute name and the bytes of the text that it takes.
struct PatternName {
  std::string text;
  std::size_t begin = 0;
  std::size_t end = 0;
};

struct PatternSpec {
  bool scan = false;                   ///< "*"
  std::vector<PatternName> where;      ///< bound by equality
  std::optional<PatternName> range;    ///< bound by a range
  std::optional<PatternName> ordered;  ///< read in order of this attribute
  model::Order order = model::Order::ascending;
  std::vector<PatternName> reads;  ///< empty: whole items
};

struct PatternError {
  std::string message;
  std::size_t begin = 0;
  std::size_t end = 0;
  std::optional<std::string> replacement;  ///< of these bytes, where they clearly misspell a word
};

struct PatternResult {
  PatternSpec spec;
  std::optional<PatternError> error;  ///< the first mistake; `spec` is then not to be used
};

PatternResult parse_pattern(std::string_view text);

}  // namespace partita::frontend_cpp
