// What every part of the JSON front end needs to read an object: its members, their kinds, and complaints about both.
#pragma once

#include "diagnostics/diagnostic.hpp"
#include "frontend_json/located_json.hpp"
#include "model/declared.hpp"
#include "model/key_template.hpp"
#include "model/quantity.hpp"
#include "model/type.hpp"

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace partita::frontend_json {

/// True for `Money` and `shop::Money`.
bool is_qualified_name(std::string_view text);

class Reader {
 public:
  explicit Reader(diagnostics::Sink& sink) : sink_(sink) {}

  diagnostics::Sink& sink() const { return sink_; }

  /// True if `value` is of `kind`; reports it otherwise. `what` completes "expected a string for ...".
  bool expect(const Value& value, ValueKind kind, std::string_view what) const;

  /// Reports each member of `object` that is not among `known`. `owner` is "an entity", "the schema", ...
  void check_members(const Value& object, std::string_view owner, std::initializer_list<std::string_view> known) const;

  /// The member's value if it is there and of the right kind; a wrong kind is reported.
  const Value* optional_member(const Value& object, std::string_view key, ValueKind kind) const;

  /// As optional_member; absence is reported at `at`, with the way out in `advice`, unless it is a misspelling.
  const Value* required_member(const Value& object, std::string_view key, ValueKind kind, source::Span at,
                               std::string_view owner, std::string_view advice) const;

  /// True if `object` lacks `key` but has a member that misspells it: that is reported, and says it all.
  bool is_misspelt(const Value& object, std::string_view key) const;

  /// The value of a boolean member; false if it is absent or wrong.
  bool flag(const Value& object, std::string_view key) const;

  /// The names in a list; what is no string is reported and left out. A lone string gets a fix-it that makes it a list.
  std::vector<model::Name> names(const Value& object, std::string_view key) const;

  /// The same of a value: `what` completes "expected a list of names for ...".
  std::vector<model::Name> names_in(const Value& list, std::string_view what) const;

  /// A whole number of at least 1; anything else is reported. `what` completes "expected a whole number for ...".
  std::optional<std::uint64_t> count(const Value& value, std::string_view what) const;

  /// The key template in the text of `string`. A mistake is reported at its very column and gives none.
  std::optional<model::KeyTemplate> key_template(const Value& string) const;

  /// Reads the text of a member with one of the parsers of model/quantity.hpp. A mistake is reported at its very column
  /// and gives none, as does absence.
  template <typename T>
  std::optional<T> quantity(const Value& object, std::string_view key,
                            tl::expected<T, model::QuantityError> (*parse)(std::string_view)) const {
    const Value* value = optional_member(object, key, ValueKind::string);
    if (value == nullptr) return std::nullopt;
    tl::expected<T, model::QuantityError> result = parse(value->text);
    if (result) return *std::move(result);
    report(*value, result.error());
    return std::nullopt;
  }

  /// Adds the findings that `body` accepts in its "suppress". They are those of the whole of `scope`.
  void suppressions(const Value& body, source::Span scope, std::vector<model::Suppression>& result) const;

  model::Name name(const Value& string) const { return {string.text, string.content()}; }

  /// Position in `words` of the text of `string`; reported if it is none of them.
  std::optional<std::size_t> choice(const Value& string, std::string_view what,
                                    const std::vector<std::string>& words) const;

  /// True if `text` can name something in C++; reports it otherwise. `what` is "entity", "field", ...
  bool check_identifier(std::string_view text, source::Span span, std::string_view what) const;

  /// True if the text of `string` is a C++ name with its namespaces, `shop::Money`; reports it otherwise. `what` is
  /// "a type", "an entity", ...
  bool check_qualified_name(const Value& string, std::string_view what) const;

  /// True if the text of `string` can stand between the quotes of an #include; reports it otherwise.
  bool check_include(const Value& string) const;

  /// As check_identifier, for what generated code stands in or beside: it must not hide a namespace used there.
  void check_scope_name(std::string_view text, source::Span span, std::string_view what) const;

 private:
  void report(const Value& string, const model::QuantityError& error) const;

  diagnostics::Sink& sink_;
};

}  // namespace partita::frontend_json
