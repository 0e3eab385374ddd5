// The text of a condition or filter together with the names and values it refers to.
#pragma once

#include <partita/error.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace partita::inline epoch1 {

class decimal;

/// A stored attribute name as expression text: the name itself, or an alias where DynamoDB reserves the word or the
/// name holds characters that expressions don't allow. Both were fixed when the code was generated.
struct AttributeName {
  std::string_view name;
  std::string_view alias = {};  ///< `#status`; empty: the name needs none

  constexpr std::string_view text() const { return alias.empty() ? name : alias; }
};

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

/// Built by fields and combined by `&&`, `||` and `!`. Not a template, so that conditions stay cheap to compile.
/// Copyable; owns all it refers to but the attribute names, which are static.
class Expression {
 public:
  /// An expression such as `begins_with(phone, ?)`: each `@` of the pattern stands for the name, each `?` for a value.
  Expression(std::string_view pattern, const AttributeName& name, std::vector<Value> values = {});

  static Expression both(Expression left, Expression right);
  static Expression either(Expression left, Expression right);
  static Expression negation(Expression operand);

  /// The first value that could not be encoded.
  const std::optional<Error>& error() const { return error_; }

  /// Text with its values numbered from `:<prefix>0`; appends the values to `values` as members of a JSON object.
  std::string render(char prefix, std::string& values) const;

  /// The names that need an entry in ExpressionAttributeNames; one may stand here twice.
  const std::vector<AttributeName>& aliased() const { return aliased_; }

 private:
  static Expression combine(Expression left, std::string_view word, Expression right);

  std::string text_;  // `?` where a value goes: names hold none, or they would be aliased
  std::vector<std::string> values_;
  std::vector<AttributeName> aliased_;
  std::optional<Error> error_;
};

}  // namespace partita::inline epoch1
