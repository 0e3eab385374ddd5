// What a template sees: a plain tree of strings, flags, lists and objects.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace partita::render {

/// A value of the tree. Strings are printed as they are: nothing is escaped.
class Value {
 public:
  using List = std::vector<Value>;
  using Member = std::pair<std::string, Value>;
  using Object = std::vector<Member>;  ///< in the order of insertion

  Value() : data_(Object{}) {}
  Value(std::string text) : data_(std::move(text)) {}
  Value(const char* text) : data_(std::string(text)) {}
  Value(bool flag) : data_(flag) {}
  Value(List items) : data_(std::move(items)) {}
  Value(std::initializer_list<Member> members) : data_(Object(members)) {}
  Value(const void*) = delete;  // a pointer is not a flag

  /// Adds a member to an object, or replaces the one of that name.
  Value& set(std::string name, Value value);

  /// The member of an object; nullptr if this is none, or has none of that name.
  const Value* find(std::string_view name) const;

  const std::string* string() const { return std::get_if<std::string>(&data_); }
  const bool* flag() const { return std::get_if<bool>(&data_); }
  const List* list() const { return std::get_if<List>(&data_); }
  const Object* object() const { return std::get_if<Object>(&data_); }

 private:
  std::variant<Object, std::string, bool, List> data_;
};

/// A list whose objects know their place: each gets the flags `first` and `last`.
Value::List with_places(Value::List items);

}  // namespace partita::render
