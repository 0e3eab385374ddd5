#include "embedded/expressions/token.hpp"

#include "wire/utf8.hpp"

#include <algorithm>
#include <utility>

namespace partita::inline epoch1::embedded {

namespace {

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_word(char c) {
  return is_letter(c) || is_digit(c) || c == '_';
}

std::size_t end_of_word(std::string_view text, std::size_t at) {
  while (at < text.size() && is_word(text[at])) ++at;
  return at;
}

// `word` is in lower case.
bool is_keyword(std::string_view text, std::string_view word) {
  return text.size() == word.size() &&
         std::equal(text.begin(), text.end(), word.begin(), [](char a, char b) { return (a | 0x20) == b; });
}

TokenKind kind_of_word(std::string_view word) {
  constexpr std::pair<std::string_view, TokenKind> keywords[] = {
      {"in", TokenKind::in},    {"between", TokenKind::between}, {"not", TokenKind::not_},
      {"and", TokenKind::and_}, {"or", TokenKind::or_},          {"set", TokenKind::set},
      {"add", TokenKind::add},  {"delete", TokenKind::delete_},  {"remove", TokenKind::remove},
  };
  if (word.size() > 7) return TokenKind::name;
  for (const auto& [keyword, kind] : keywords) {
    if (is_keyword(word, keyword)) return kind;
  }
  return TokenKind::name;
}

// A text in quotes is one token, so that it stands as a whole in the message that refuses it.
std::size_t end_of_quotes(std::string_view text, std::size_t at) {
  const char quote = text[at];
  for (std::size_t i = at + 1; i < text.size(); ++i) {
    if (text[i] == quote) return i + 1;
    if (text[i] == '\\' && i + 1 < text.size() && text[i + 1] == quote) ++i;
  }
  return at + 1;
}

}  // namespace

Token next_token(std::string_view text, std::size_t at) {
  while (at < text.size() && is_space(text[at])) ++at;
  const auto token = [&](TokenKind kind, std::size_t end) {
    return Token{kind, static_cast<std::uint16_t>(at), static_cast<std::uint16_t>(end - at)};
  };
  if (at == text.size()) return token(TokenKind::end, at);
  const char c = text[at];
  if (is_letter(c)) {
    const std::size_t end = end_of_word(text, at);
    return token(kind_of_word(text.substr(at, end - at)), end);
  }
  if (is_digit(c)) {
    std::size_t end = at + 1;
    while (c != '0' && end < text.size() && is_digit(text[end])) ++end;  // no leading zeros
    return token(TokenKind::index, end);
  }
  const char next = at + 1 < text.size() ? text[at + 1] : '\0';
  switch (c) {
    case '#':
    case ':':
      if (is_word(next)) {
        return token(c == '#' ? TokenKind::name_placeholder : TokenKind::value_placeholder, end_of_word(text, at + 1));
      }
      break;
    case '=':
      return token(TokenKind::equal, at + 1);
    case '<':
      if (next == '>') return token(TokenKind::not_equal, at + 2);
      return next == '=' ? token(TokenKind::less_equal, at + 2) : token(TokenKind::less, at + 1);
    case '>':
      return next == '=' ? token(TokenKind::greater_equal, at + 2) : token(TokenKind::greater, at + 1);
    case '+':
      return token(TokenKind::plus, at + 1);
    case '-':
      return token(TokenKind::minus, at + 1);
    case '(':
      return token(TokenKind::opening, at + 1);
    case ')':
      return token(TokenKind::closing, at + 1);
    case '[':
      return token(TokenKind::opening_bracket, at + 1);
    case ']':
      return token(TokenKind::closing_bracket, at + 1);
    case '.':
      return token(TokenKind::dot, at + 1);
    case ',':
      return token(TokenKind::comma, at + 1);
    case '"':
    case '\'':
      return token(TokenKind::other, end_of_quotes(text, at));
    default:
      break;
  }
  return token(TokenKind::other,
               at + std::max<std::size_t>(1, wire::utf8_sequence(text.data() + at, text.size() - at)));
}

}  // namespace partita::inline epoch1::embedded
