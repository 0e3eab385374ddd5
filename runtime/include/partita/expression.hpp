// The text of a condition or filter together with the names and values it refers to.
#pragma once

#include <partita/attribute_path.hpp>
#include <partita/error.hpp>
#include <partita/sort_condition.hpp>

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace partita::inline epoch1 {

class decimal;

/// One encoded attribute value, such as `{"S":"x"}`, or the reason why it cannot be stored.
class Value {
 public:
  static Value of(std::string_view text);
  static Value of(std::span<const std::byte> bytes);
  static Value of(bool value);
  static Value of(double value);
  static Value of(float value);
  static Value of(const decimal& value);

  template <class T>
    requires std::is_integral_v<T>
  static Value of(T value) {
    if constexpr (std::is_signed_v<T>)
      return of_signed(value);
    else
      return of_unsigned(value);
  }

  /// Takes over finished JSON; for codecs.
  static Value encoded(std::string json);
  static Value refused(Error error);
  /// Stands for no attribute at all: an empty set, which DynamoDB does not store.
  static Value absent() { return {}; }

  bool is_absent() const { return json_.empty() && !error_; }
  const std::string& json() const { return json_; }
  const std::optional<Error>& error() const { return error_; }

 private:
  static Value of_signed(std::int64_t value);
  static Value of_unsigned(std::uint64_t value);

  std::string json_;
  std::optional<Error> error_;
};

namespace detail {
class ExpressionParts;
}

/// What an attribute is compared with: a value, or another attribute.
class Operand {
 public:
  Operand(Value value) : value_(std::move(value)) {}                          // NOLINT(google-explicit-constructor)
  Operand(const AttributePath& attribute) : attribute_(attribute.steps()) {}  // NOLINT(google-explicit-constructor)

  const Value& value() const { return value_; }
  /// Empty: it is a value.
  const std::vector<PathStep>& attribute() const { return attribute_; }

 private:
  Value value_ = Value::absent();
  std::vector<PathStep> attribute_;
};

/// What one comparison of an expression asks of an attribute as a whole, if a key condition could ask it.
struct KeyComparison {
  SortOperator op;
  Value first;
  std::optional<Value> second;
};

/// Built by fields and combined by `&&`, `||` and `!`. Not a template, and a pointer: conditions stay cheap to compile.
/// Copyable; owns all it refers to.
class Expression {
 public:
  /// An expression such as `begins_with(@, ?)`: each `@` of the pattern stands for the attribute, each `?` for an
  /// operand.
  Expression(std::string_view pattern, const AttributePath& attribute, std::initializer_list<Operand> operands = {});
  Expression(const Expression& other);
  Expression(Expression&& other) noexcept;
  Expression& operator=(const Expression& other);
  Expression& operator=(Expression&& other) noexcept;
  ~Expression();

  /// Whether the attribute is one of the values. DynamoDB takes 1 to 100.
  static Expression one_of(const AttributePath& attribute, const std::vector<Operand>& values);
  /// Stands for a condition that cannot be asked, and why.
  static Expression refused(const AttributePath& attribute, std::string_view reason);

  static Expression both(Expression left, Expression right);
  static Expression either(Expression left, Expression right);
  static Expression negation(Expression operand);

  /// Why it cannot be sent: the first value that could not be encoded. Values are never shown.
  const std::optional<Error>& error() const;

  /// Text with its values numbered from `:<prefix>0`; gives `parts` the names and values that it refers to.
  std::string render(char prefix, detail::ExpressionParts& parts) const;

  /// The attributes that it asks about; one may stand here twice.
  std::vector<std::string> attributes() const;

  /// Takes out what is asked of the attribute whatever else holds, where that is one comparison that a key condition
  /// could be; nullopt: there is none.
  std::optional<KeyComparison> take(std::string_view attribute);
  /// Whether nothing is left of it.
  bool empty() const;

 private:
  struct Impl;

  explicit Expression(std::unique_ptr<Impl> impl);

  std::unique_ptr<Impl> impl_;  // null: moved from
};

}  // namespace partita::inline epoch1
