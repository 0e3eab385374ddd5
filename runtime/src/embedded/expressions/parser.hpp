// Reads the text of an expression by the service's grammar.
#pragma once

#include "embedded/expressions/syntax.hpp"
#include "embedded/refusal.hpp"

#include <string_view>

namespace partita::inline epoch1::embedded {

/// Refuses what can be refused without the placeholders: bad syntax, redundant parentheses, unknown and misplaced
/// functions, reserved words, positions beyond any list, a section given twice.
Checked<Syntax> parse_expression(ExpressionKind kind, std::string_view text);

/// `Invalid UpdateExpression: what`.
tl::unexpected<Refusal> invalid_expression(ExpressionKind kind, std::string_view what);

}  // namespace partita::inline epoch1::embedded
