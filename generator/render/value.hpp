// What a template sees: a plain tree of strings, flags, lists and objects.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace partita::render {

/// The name of a member: a literal, so that no tree holds copies of it.
class Name {
 public:
  consteval Name(const char* text) : text_(text) {}
  std::string_view view() const { return text_; }

 private:
  std::string_view text_;
};

/// A value of the tree. Strings are printed as they are: nothing is escaped.
class Value {
 public:
  using List = std::vector<Value>;
  struct Member;
  using Object = std::vector<Member>;  ///< in the order of insertion

  Value();
  Value(std::string text);
  Value(const char* text);
  Value(bool flag);
  Value(List items);
  Value(std::initializer_list<Member> members);
  Value(const void*) = delete;  // a pointer is not a flag
  // Where a member is complete.
  Value(const Value&);
  Value(Value&&) noexcept;
  Value& operator=(const Value&);
  Value& operator=(Value&&) noexcept;
  ~Value();

  /// Adds a member to an object, or replaces the one of that name.
  Value& set(Name name, Value value);

  /// The member of an object; nullptr if this is none, or has none of that name.
  const Value* find(std::string_view name) const;

  const std::string* string() const { return std::get_if<std::string>(&data_); }
  const bool* flag() const { return std::get_if<bool>(&data_); }
  const List* list() const { return std::get_if<List>(&data_); }
  const Object* object() const { return std::get_if<Object>(&data_); }

 private:
  std::variant<Object, std::string, bool, List> data_;
};

struct Value::Member {
  Name name;
  mutable Value value;  ///< mutable: a braced list of members gives its values away instead of copying whole trees
};

/// A list of one, which braces would copy.
Value::List one(Value item);

/// A list whose objects know their place: each gets the flags `first` and `last`.
Value::List with_places(Value::List items);

}  // namespace partita::render
