// The words and signs that expressions are made of.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace partita::inline epoch1::embedded {

enum class TokenKind : std::uint8_t {
  end,
  name,               // an attribute's or a function's
  name_placeholder,   // #n
  value_placeholder,  // :v
  index,
  equal,
  not_equal,
  less,
  less_equal,
  greater,
  greater_equal,
  plus,
  minus,
  opening,  // (
  closing,
  opening_bracket,
  closing_bracket,
  dot,
  comma,
  // keywords, in any letter case
  in,
  between,
  not_,
  and_,
  or_,
  set,
  add,
  delete_,
  remove,
  other,  // what no expression may hold
};

struct Token {
  TokenKind kind = TokenKind::end;
  std::uint16_t at = 0;
  std::uint16_t length = 0;
};

/// The token that begins at `at` or, if white space is there, behind it. No text is longer than 4 KB.
Token next_token(std::string_view text, std::size_t at);

inline std::string_view text_of(const Token& token, std::string_view text) {
  return text.substr(token.at, token.length);
}

}  // namespace partita::inline epoch1::embedded
