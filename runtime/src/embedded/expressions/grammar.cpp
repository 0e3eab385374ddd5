#include "embedded/expressions/grammar.hpp"

#include <charconv>
#include <iterator>
#include <optional>
#include <system_error>
#include <utility>

namespace partita::inline epoch1::embedded {

namespace {

// Each level of nesting, but for a pair of parentheses around the whole and one around an operand, has an operator of
// its own, and no expression has more than 300. So deeper ones are refused before the stack is full of them.
constexpr int max_depth = 302;

constexpr std::string_view redundant_parentheses = "The expression has redundant parentheses;";

std::optional<Operator> comparator(TokenKind kind) {
  if (kind < TokenKind::equal || kind > TokenKind::greater_equal) return std::nullopt;
  return static_cast<Operator>(static_cast<int>(Operator::equal) + static_cast<int>(kind) -
                               static_cast<int>(TokenKind::equal));
}

Operator function_named(std::string_view name) {
  for (const Operator op :
       {Operator::attribute_exists, Operator::attribute_not_exists, Operator::attribute_type, Operator::begins_with,
        Operator::contains, Operator::size, Operator::if_not_exists, Operator::list_append}) {
    if (name_of(op) == name) return op;
  }
  return Operator::unknown_function;
}

}  // namespace

Token Grammar::take() {
  before_ = token_;
  any_before_ = true;
  token_ = next_token(text_, std::size_t{token_.at} + token_.length);
  return before_;
}

bool Grammar::accept(TokenKind kind) {
  if (!is(kind) || !ok()) return false;
  take();
  return true;
}

void Grammar::expect(TokenKind kind) {
  if (!ok()) return;
  if (is(kind)) {
    take();
  } else {
    fail_at_token();
  }
}

// `near` shows the tokens on both sides with the white space between them.
void Grammar::fail_at_token() {
  if (!ok()) return;
  if (redundant_for_sure_) {
    fault_ = redundant_parentheses;
    return;
  }
  const std::size_t from = any_before_ ? before_.at : 0;
  std::size_t to = text_.size();
  if (!is(TokenKind::end)) {
    const Token after = next_token(text_, std::size_t{token_.at} + token_.length);
    to = std::size_t{after.at} + after.length;
  }
  fault_.append("Syntax error; token: \"")
      .append(is(TokenKind::end) ? "<EOF>" : text_of(token_, text_))
      .append("\", near: \"")
      .append(text_.substr(from, to - from))
      .append("\"");
}

bool Grammar::enter() {
  if (++depth_ <= max_depth) return ok();
  if (ok()) fault_ = "The expression contains too many operators; operator count: 301";
  return false;
}

std::uint16_t Grammar::add(Operator op, const Chain& operands, const Token& token) {
  Node node;
  node.op = op;
  node.first = operands.first;
  node.count = operands.count;
  node.at = token.at;
  node.length = token.length;
  syntax_.nodes.push_back(node);
  return static_cast<std::uint16_t>(syntax_.nodes.size() - 1);
}

void Grammar::append(Chain& chain, std::uint16_t node) {
  if (node == no_node) return;
  if (chain.first == no_node) {
    chain.first = node;
  } else {
    syntax_.nodes[chain.last].next = node;
  }
  chain.last = node;
  ++chain.count;
}

void Grammar::finish() {
  expect(TokenKind::end);
  if (ok() && redundant_for_sure_) fault_ = redundant_parentheses;
}

void Grammar::close(bool enclosed_twice) {
  expect(TokenKind::closing);
  if (ok() && enclosed_twice) redundant_ = true;
}

void Grammar::condition() {
  syntax_.root = disjunction(false).node;
  finish();
}

// `enclosed`: within parentheses, where an operand may stand alone.
Grammar::Part Grammar::disjunction(bool enclosed) {
  Part part = conjunction(enclosed);
  if (part.sort == Sort::operand || !ok() || !is(TokenKind::or_)) return part;
  Chain chain;
  append(chain, part.node);
  while (accept(TokenKind::or_)) append(chain, conjunction(false).node);
  return {add(Operator::or_, chain), Sort::condition};
}

Grammar::Part Grammar::conjunction(bool enclosed) {
  Part part = test(enclosed);
  if (part.sort == Sort::operand || !ok() || !is(TokenKind::and_)) return part;
  Chain chain;
  append(chain, part.node);
  while (accept(TokenKind::and_)) append(chain, test(false).node);
  return {add(Operator::and_, chain), Sort::condition};
}

Grammar::Part Grammar::test(bool enclosed) {
  std::size_t negations = 0;
  while (accept(TokenKind::not_)) ++negations;
  Part part;
  if (is(TokenKind::opening)) {
    part = group();
  } else {
    const bool is_name = is(TokenKind::name);
    part.node = operand();
    if (ok() && is_name && syntax_.nodes[part.node].op != Operator::path) part.sort = Sort::function;
  }
  if (part.sort != Sort::condition && ok()) {
    const bool alone = enclosed && negations == 0 && is(TokenKind::closing);
    if (comparator(token_.kind) || is(TokenKind::between) || is(TokenKind::in)) {
      part = comparison(part);
    } else if (part.sort == Sort::operand && !alone) {
      fail_at_token();
    }
    if (alone) return part;
  }
  if (redundant_) redundant_for_sure_ = true;
  for (; negations != 0 && ok(); --negations) {
    Chain chain;
    append(chain, part.node);
    part = {add(Operator::not_, chain), Sort::condition};
  }
  return part;
}

Grammar::Part Grammar::group() {
  Part part;
  if (!enter()) return part;
  take();
  part = disjunction(true);
  close(part.enclosed);
  part.enclosed = true;
  leave();
  return part;
}

Grammar::Part Grammar::comparison(const Part& first) {
  Chain chain;
  append(chain, first.node);
  const Token sign = take();
  if (const auto op = comparator(sign.kind)) {
    append(chain, operand());
    return {add(*op, chain), Sort::condition};
  }
  if (sign.kind == TokenKind::between) {
    append(chain, operand());
    expect(TokenKind::and_);
    append(chain, operand());
    return {add(Operator::between, chain), Sort::condition};
  }
  expect(TokenKind::opening);
  do append(chain, operand());
  while (accept(TokenKind::comma));
  expect(TokenKind::closing);
  return {add(Operator::in, chain), Sort::condition};
}

std::uint16_t Grammar::operand() {
  if (!ok()) return no_node;
  if (is(TokenKind::opening)) return operand_in_parentheses();
  if (is(TokenKind::value_placeholder)) return value();
  if (!is(TokenKind::name)) return path();
  const Token name = take();
  return is(TokenKind::opening) ? function(name) : attribute_path(name);
}

std::uint16_t Grammar::operand_in_parentheses() {
  if (!enter()) return no_node;
  take();
  const bool twice = is(TokenKind::opening);
  const std::uint16_t inner = operand();
  close(twice);
  leave();
  return inner;
}

std::uint16_t Grammar::function(const Token& name) {
  if (!enter()) return no_node;
  expect(TokenKind::opening);
  Chain arguments;
  do append(arguments, operand());
  while (accept(TokenKind::comma));
  expect(TokenKind::closing);
  leave();
  return add(function_named(text_of(name, text_)), arguments, name);
}

std::uint16_t Grammar::value() {
  if (!is(TokenKind::value_placeholder)) {
    fail_at_token();
    return no_node;
  }
  const std::uint16_t node = add(Operator::value, {}, take());
  syntax_.nodes[node].first = syntax_.values++;
  return node;
}

std::uint16_t Grammar::path() {
  if (!is(TokenKind::name) && !is(TokenKind::name_placeholder)) {
    fail_at_token();
    return no_node;
  }
  return attribute_path(take());
}

std::uint16_t Grammar::attribute_path(const Token& first) {
  const std::size_t begin = syntax_.steps.size();
  const auto step = [&](const Token& token) {
    const auto kind = token.kind == TokenKind::name ? Step::Kind::name : Step::Kind::placeholder;
    syntax_.steps.push_back({kind, token.at, token.length});
  };
  step(first);
  while (ok()) {
    if (accept(TokenKind::dot)) {
      if (is(TokenKind::name) || is(TokenKind::name_placeholder)) {
        step(take());
      } else {
        fail_at_token();
      }
    } else if (accept(TokenKind::opening_bracket)) {
      const Token index = token_;
      expect(TokenKind::index);
      expect(TokenKind::closing_bracket);
      Step at{Step::Kind::index, index.at, index.length};
      const std::string_view digits = text_of(index, text_);
      if (std::from_chars(digits.data(), digits.data() + digits.size(), at.index).ec != std::errc()) at.index = ~0U;
      syntax_.steps.push_back(at);
    } else {
      break;
    }
  }
  const std::uint16_t node = add(Operator::path);
  syntax_.nodes[node].first = static_cast<std::uint16_t>(begin);
  syntax_.nodes[node].count = static_cast<std::uint16_t>(syntax_.steps.size() - begin);
  return node;
}

void Grammar::projection() {
  Chain paths;
  do append(paths, path());
  while (accept(TokenKind::comma));
  syntax_.root = paths.first;
  finish();
}

void Grammar::update() {
  constexpr std::pair<TokenKind, Operator> sections[] = {{TokenKind::set, Operator::set},
                                                         {TokenKind::remove, Operator::remove},
                                                         {TokenKind::add, Operator::add},
                                                         {TokenKind::delete_, Operator::delete_}};
  Chain actions;
  do {
    std::size_t at = 0;
    while (at < std::size(sections) && !accept(sections[at].first)) ++at;
    if (at == std::size(sections)) {
      fail_at_token();
    } else {
      section(sections[at].second, before_, actions);
    }
  } while (ok() && !is(TokenKind::end));
  syntax_.root = actions.first;
  finish();
}

void Grammar::section(Operator op, Token begin, Chain& actions) {
  do {
    Chain operands;
    append(operands, path());
    if (op == Operator::set) {
      expect(TokenKind::equal);
      append(operands, amount().node);
    } else if (op != Operator::remove) {
      append(operands, value());
    }
    append(actions, add(op, operands, begin));
    if (redundant_) redundant_for_sure_ = true;
  } while (accept(TokenKind::comma));
}

// What an action sets a path to: one operand, or the sum or difference of two.
Grammar::Part Grammar::amount() {
  Part part;
  if (!ok()) return part;
  if (is(TokenKind::opening)) {
    if (!enter()) return part;
    take();
    part = amount();
    close(part.enclosed);
    part.enclosed = true;
    leave();
    const bool is_sum =
        ok() && syntax_.nodes[part.node].op >= Operator::plus && syntax_.nodes[part.node].op <= Operator::minus;
    if (is_sum) return part;
  } else {
    part.node = operand();
  }
  if (ok() && (is(TokenKind::plus) || is(TokenKind::minus))) {
    const Operator op = take().kind == TokenKind::plus ? Operator::plus : Operator::minus;
    Chain chain;
    append(chain, part.node);
    append(chain, operand());
    part = {add(op, chain)};
  }
  return part;
}

}  // namespace partita::inline epoch1::embedded
