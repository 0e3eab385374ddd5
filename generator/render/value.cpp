#include "render/value.hpp"

#include <cstddef>

namespace partita::render {

Value::Value() : data_(Object{}) {}
Value::Value(std::string text) : data_(std::move(text)) {}
Value::Value(const char* text) : data_(std::string(text)) {}
Value::Value(bool flag) : data_(flag) {}
Value::Value(List items) : data_(std::move(items)) {}
Value::Value(std::initializer_list<Member> members) : data_(Object{}) {
  Object& object = std::get<Object>(data_);
  object.reserve(members.size());
  for (const Member& member : members) object.push_back({member.name, std::move(member.value)});
}

Value::Value(const Value&) = default;
Value::Value(Value&&) noexcept = default;
Value& Value::operator=(const Value&) = default;
Value& Value::operator=(Value&&) noexcept = default;
Value::~Value() = default;

Value& Value::set(Name name, Value value) {
  auto& members = std::get<Object>(data_);
  for (auto& [known, old] : members) {
    if (known.view() == name.view()) {
      old = std::move(value);
      return *this;
    }
  }
  members.push_back({name, std::move(value)});
  return *this;
}

const Value* Value::find(std::string_view name) const {
  const Object* members = object();
  if (members == nullptr) return nullptr;
  for (const auto& [known, value] : *members) {
    if (known.view() == name) return &value;
  }
  return nullptr;
}

Value::List one(Value item) {
  Value::List list;
  list.push_back(std::move(item));
  return list;
}

Value::List with_places(Value::List items) {
  for (std::size_t i = 0; i < items.size(); ++i) {
    items[i].set("first", i == 0).set("last", i + 1 == items.size());
  }
  return items;
}

}  // namespace partita::render
