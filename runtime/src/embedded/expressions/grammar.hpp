// The grammar of expressions: text to nodes, and no more.
#pragma once

#include "embedded/expressions/syntax.hpp"
#include "embedded/expressions/token.hpp"

#include <string>
#include <string_view>

namespace partita::inline epoch1::embedded {

/// Operands while they are read.
struct Chain {
  std::uint16_t first = no_node;
  std::uint16_t last = no_node;
  std::uint16_t count = 0;
};

/// Parses by recursive descent. It ends at the first token that cannot follow what precedes it, as the service does.
///
///     condition  = test { (AND | OR) test }, AND binding stronger
///     test       = NOT test | '(' condition ')' | function
///                | operand comparator operand | operand BETWEEN operand AND operand
///                | operand IN '(' operand { ',' operand } ')'
///     update     = { SET action, ... | REMOVE path, ... | ADD path value, ... | DELETE path value, ... }
///     projection = path { ',' path }
///     operand    = path | value | function | '(' operand ')'
class Grammar {
 public:
  Grammar(std::string_view text, Syntax& syntax) : text_(text), syntax_(syntax), token_(next_token(text, 0)) {}

  void condition();
  void update();
  void projection();

  /// Why the text is none; empty if it is one.
  const std::string& fault() const { return fault_; }

 private:
  // What a parenthesis encloses is known only behind it: `(a) = :v` and `(a = :v)` begin alike. A function may be
  // either, as `size` is an operand and the others are conditions.
  enum class Sort : std::uint8_t { condition, operand, function };
  struct Part {
    std::uint16_t node = no_node;
    Sort sort = Sort::operand;
    bool enclosed = false;  // by parentheses of its own
  };

  Part disjunction(bool enclosed);
  Part conjunction(bool enclosed);
  Part test(bool enclosed);
  Part group();
  Part comparison(const Part& first);
  std::uint16_t operand();
  std::uint16_t operand_in_parentheses();
  std::uint16_t function(const Token& name);
  std::uint16_t path();
  std::uint16_t value();
  std::uint16_t attribute_path(const Token& first);

  void section(Operator op, Token begin, Chain& actions);
  Part amount();

  std::uint16_t add(Operator op, const Chain& operands = {}, const Token& token = {});
  void append(Chain& chain, std::uint16_t node);
  void close(bool enclosed_twice);

  bool ok() const { return fault_.empty(); }
  bool is(TokenKind kind) const { return token_.kind == kind; }
  Token take();
  bool accept(TokenKind kind);
  void expect(TokenKind kind);
  void finish();
  void fail_at_token();
  bool enter();
  void leave() { --depth_; }

  std::string_view text_;
  Syntax& syntax_;
  Token token_;
  Token before_;
  bool any_before_ = false;
  int depth_ = 0;
  bool redundant_ = false;           // parentheses: of the test or action that is being read
  bool redundant_for_sure_ = false;  // of one that is complete, so that no bad syntax comes before them
  std::string fault_;
};

}  // namespace partita::inline epoch1::embedded
