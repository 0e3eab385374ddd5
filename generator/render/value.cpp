#include "render/value.hpp"

#include <cstddef>

namespace partita::render {

Value& Value::set(std::string name, Value value) {
  auto& members = std::get<Object>(data_);
  for (auto& [known, old] : members) {
    if (known == name) {
      old = std::move(value);
      return *this;
    }
  }
  members.emplace_back(std::move(name), std::move(value));
  return *this;
}

const Value* Value::find(std::string_view name) const {
  const Object* members = object();
  if (members == nullptr) return nullptr;
  for (const auto& [known, value] : *members) {
    if (known == name) return &value;
  }
  return nullptr;
}

Value::List with_places(Value::List items) {
  for (std::size_t i = 0; i < items.size(); ++i) {
    items[i].set("first", i == 0).set("last", i + 1 == items.size());
  }
  return items;
}

}  // namespace partita::render
