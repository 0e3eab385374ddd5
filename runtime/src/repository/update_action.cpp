#include "update_action.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace partita::inline epoch1::detail {

namespace {

// What the action makes of the attribute.
std::optional<Error> apply(const UpdateAction& action, StoredItem& item) {
  const std::string_view name = action.path.front().name;
  const std::string_view old = item.value(name);
  const std::string& value = action.value.json();
  switch (action.change) {
    case Change::set:
      item.set(name, value);
      break;
    case Change::set_if_absent:
      if (old.empty()) item.set(name, value);
      break;
    case Change::append:
      item.set(name, list_of_both(old, value));
      break;
    case Change::prepend:
      item.set(name, list_of_both(value, old));
      break;
    case Change::remove:
      item.erase(name);
      break;
    case Change::insert:
      item.set(name, set_of_both(old, value));
      break;
    case Change::erase:
      item.set(name, set_without(old, value));
      break;
    case Change::add:
      auto sum = sum_of(old, value);
      if (!sum) {
        return Error(ErrorKind::invalid_argument, "attribute '" + std::string(name) +
                                                      "', of which a lookup or unique constraint is made, can't hold "
                                                      "the sum as an integer of 64 bits");
      }
      item.set(name, *std::move(sum));
      break;
  }
  return std::nullopt;
}

// What actions on elements make of a list. Their positions are those before the update; what is set behind the end is
// added.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html
std::optional<Error> apply_to_elements(const std::vector<const UpdateAction*>& actions, StoredItem& item) {
  std::map<std::size_t, const UpdateAction*> by_position;
  for (const UpdateAction* action : actions) {
    const bool can_tell = action->path.size() == 2 && action->path[1].kind == PathStep::Kind::element &&
                          (action->change == Change::set || action->change == Change::remove);
    if (!can_tell) {
      return Error(ErrorKind::invalid_argument,
                   "'" + partita::shown(action->path) +
                       "' is part of what a lookup or unique constraint is made of: set the whole attribute");
    }
    by_position.emplace(action->path[1].element, action);
  }
  const std::string& name = actions.front()->path.front().name;
  std::vector<std::string> elements = elements_of(item.value(name));
  const std::size_t size = elements.size();
  for (const auto& [position, action] : by_position) {
    if (action->change == Change::remove) continue;
    if (position < size) {
      elements[position] = action->value.json();
    } else {
      elements.push_back(action->value.json());
    }
  }
  for (auto each = by_position.rbegin(); each != by_position.rend(); ++each) {
    const bool is_there = each->first < size;
    if (is_there && each->second->change == Change::remove) {
      elements.erase(elements.begin() + static_cast<std::ptrdiff_t>(each->first));
    }
  }
  item.set(name, list_of(elements));
  return std::nullopt;
}

}  // namespace

std::optional<Error> apply_all(const std::vector<UpdateAction>& actions, StoredItem& item) {
  std::map<std::string, std::vector<const UpdateAction*>> inside;
  for (const UpdateAction& action : actions) {
    if (action.path.size() > 1) {
      inside[action.path.front().name].push_back(&action);
    } else if (auto error = apply(action, item)) {
      return error;
    }
  }
  for (const auto& [name, parts] : inside) {
    if (auto error = apply_to_elements(parts, item)) return error;
  }
  return std::nullopt;
}

}  // namespace partita::inline epoch1::detail
