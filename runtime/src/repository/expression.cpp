#include <partita/expression.hpp>

#include <partita/field_types.hpp>

#include "request_text.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <span>
#include <utility>

namespace partita::inline epoch1 {

namespace {

// One of the conditions that must all hold.
struct Term {
  std::string text;  // `?` stands for the next value, `@` for the next path
  std::vector<Value> values;
  std::vector<std::vector<PathStep>> paths;
  std::size_t operators = 0;         // operators and functions, of which DynamoDB takes 300
  std::optional<SortOperator> op{};  // it compares an attribute as a whole with values
};

std::optional<SortOperator> operator_of(std::string_view pattern) {
  using Named = std::pair<std::string_view, SortOperator>;
  constexpr std::array<Named, 7> patterns{{{"@ = ?", SortOperator::equal},
                                           {"@ < ?", SortOperator::less},
                                           {"@ <= ?", SortOperator::at_most},
                                           {"@ > ?", SortOperator::greater},
                                           {"@ >= ?", SortOperator::at_least},
                                           {"@ BETWEEN ? AND ?", SortOperator::between},
                                           {"begins_with(@, ?)", SortOperator::begins_with}}};
  const auto found =
      std::find_if(patterns.begin(), patterns.end(), [&](const Named& each) { return each.first == pattern; });
  return found == patterns.end() ? std::nullopt : std::optional(found->second);
}

Term make_term(std::string_view pattern, const AttributePath& attribute, std::span<const Operand> operands) {
  Term term;
  term.operators = pattern.starts_with("size(") ? 2 : 1;
  const std::vector<PathStep> path = attribute.steps();
  std::size_t next = 0;
  for (const char c : pattern) {
    term.text += c;
    if (c == '@') term.paths.push_back(path);
    if (c != '?') continue;
    const Operand& operand = operands[next++];
    if (operand.attribute().empty()) {
      term.values.push_back(operand.value());
    } else {
      term.text.back() = '@';
      term.paths.push_back(operand.attribute());
    }
  }
  const bool compares_values = term.paths.size() == 1 && attribute.is_attribute();
  if (compares_values) term.op = operator_of(pattern);
  return term;
}

// Several terms as one, with the word between them.
Term joined(std::vector<Term> terms, std::string_view word) {
  if (terms.empty()) return {};
  if (terms.size() == 1) return std::move(terms.front());
  Term all;
  all.operators = terms.size() - 1;
  const auto add = [](auto& to, auto& from) {
    to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
  };
  for (Term& term : terms) {
    all.text.append(all.text.empty() ? "" : word).append("(").append(term.text).append(")");
    all.operators += term.operators;
    add(all.values, term.values);
    add(all.paths, term.paths);
  }
  return all;
}

}  // namespace

struct Expression::Impl {
  std::vector<Term> terms;  // all of them hold
  std::optional<Error> error{};

  void refuse(const AttributePath& attribute, ErrorKind kind, std::string_view reason) {
    if (!error) error = Error(kind, "condition on '" + attribute.shown() + "': " + std::string(reason));
  }
  void refuse_values(const AttributePath& attribute, std::span<const Operand> operands) {
    for (const Operand& each : operands) {
      if (const auto& reason = each.value().error()) refuse(attribute, reason->kind(), reason->message());
    }
  }
};

Expression::Expression(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Expression::Expression(const Expression& other) : impl_(std::make_unique<Impl>(*other.impl_)) {}
Expression::Expression(Expression&& other) noexcept = default;
Expression& Expression::operator=(const Expression& other) {
  if (this != &other) impl_ = std::make_unique<Impl>(*other.impl_);
  return *this;
}
Expression& Expression::operator=(Expression&& other) noexcept = default;
Expression::~Expression() = default;

Expression::Expression(std::string_view pattern, const AttributePath& attribute,
                       std::initializer_list<Operand> operands)
    : impl_(std::make_unique<Impl>()) {
  impl_->terms.push_back(make_term(pattern, attribute, {operands.begin(), operands.size()}));
  impl_->refuse_values(attribute, {operands.begin(), operands.size()});
}

Expression Expression::one_of(const AttributePath& attribute, const std::vector<Operand>& values) {
  constexpr std::size_t most = 100;
  const std::size_t count = values.size();
  if (count == 0) return refused(attribute, "in() takes at least one value");
  if (count > most) {
    return refused(attribute, "in() has " + std::to_string(count) + " values; DynamoDB takes " + std::to_string(most));
  }
  std::string pattern = "@ IN (?";
  for (std::size_t i = 1; i < count; ++i) pattern += ", ?";
  auto impl = std::make_unique<Impl>();
  impl->terms.push_back(make_term(pattern + ")", attribute, values));
  impl->refuse_values(attribute, values);
  return Expression(std::move(impl));
}

Expression Expression::refused(const AttributePath& attribute, std::string_view reason) {
  auto impl = std::make_unique<Impl>();
  impl->refuse(attribute, ErrorKind::invalid_argument, reason);
  return Expression(std::move(impl));
}

Expression Expression::both(Expression left, Expression right) {
  auto& terms = left.impl_->terms;
  auto& more = right.impl_->terms;
  terms.insert(terms.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  if (!left.impl_->error) left.impl_->error = std::move(right.impl_->error);
  return left;
}

Expression Expression::either(Expression left, Expression right) {
  std::optional<Error> error = left.impl_->error ? left.impl_->error : right.impl_->error;
  std::vector<Term> sides;
  sides.push_back(joined(std::move(left.impl_->terms), " AND "));
  sides.push_back(joined(std::move(right.impl_->terms), " AND "));
  left.impl_->terms.clear();
  left.impl_->terms.push_back(joined(std::move(sides), " OR "));
  left.impl_->error = std::move(error);
  return left;
}

Expression Expression::negation(Expression operand) {
  Term term = joined(std::move(operand.impl_->terms), " AND ");
  term.text = "NOT (" + term.text + ")";
  ++term.operators;
  term.op.reset();
  operand.impl_->terms.clear();
  operand.impl_->terms.push_back(std::move(term));
  return operand;
}

const std::optional<Error>& Expression::error() const {
  return impl_->error;
}

std::string Expression::render(char prefix, detail::ExpressionParts& parts) const {
  const Term whole = joined(impl_->terms, " AND ");
  std::string text;
  std::size_t next_value = 0;
  std::size_t next_path = 0;
  for (const char c : whole.text) {
    if (c == '?') {
      const std::string placeholder = std::string(":") + prefix + std::to_string(next_value);
      parts.value(placeholder, whole.values[next_value++].json());
      text += placeholder;
    } else if (c == '@') {
      text += parts.path(whole.paths[next_path++]);
    } else {
      text += c;
    }
  }
  parts.count_operators(whole.operators);
  return text;
}

std::vector<std::string> Expression::attributes() const {
  std::vector<std::string> names;
  for (const Term& term : impl_->terms) {
    for (const auto& path : term.paths) names.push_back(path.front().name);
  }
  return names;
}

std::optional<KeyComparison> Expression::take(std::string_view attribute) {
  auto& terms = impl_->terms;
  const auto found = std::find_if(terms.begin(), terms.end(), [&](const Term& term) {
    return term.op.has_value() && term.paths.front().front().name == attribute;
  });
  if (found == terms.end()) return std::nullopt;
  KeyComparison taken{found->op.value(), std::move(found->values.front()), std::nullopt};
  if (found->values.size() > 1) taken.second = std::move(found->values.back());
  terms.erase(found);
  return taken;
}

bool Expression::empty() const {
  return impl_->terms.empty();
}

}  // namespace partita::inline epoch1
