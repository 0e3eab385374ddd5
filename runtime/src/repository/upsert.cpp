#include <partita/upsert.hpp>

#include "companion_write.hpp"
#include "item_text.hpp"
#include "request_text.hpp"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace partita::inline epoch1 {

namespace {

std::shared_ptr<const detail::ItemChange> as_upserted(std::string attributes, const AttributeName& once) {
  return std::make_shared<const detail::ItemChange>(detail::ItemChange{
      [attributes = std::move(attributes), once = once.name](std::optional<detail::StoredItem>& item) {
        auto changed = detail::StoredItem::parse(attributes);
        const std::string_view kept = item ? item->value(once) : std::string_view();
        if (!kept.empty()) changed->set(once, std::string(kept));
        item = std::move(changed);
        return std::optional<Error>();
      }});
}

}  // namespace

Result<void> Upsert::run(const wire::MembersView& members) {
  if (attributes_.failed()) body().refuse(attributes_.error());
  if (has_companions()) change_item(as_upserted(std::string(attributes_.view()), once_));
  if (const auto error = detail::too_large(attributes_.view()); error && !body().failed()) body().refuse(*error);
  detail::ExpressionParts parts;
  std::string sets;
  std::string removes;
  if (!body().failed()) {
    const auto key = detail::item_members(item_text());
    const auto stored = detail::item_members(attributes_.view());
    const auto has = [](const auto& list, std::string_view name) {
      return std::any_of(list.begin(), list.end(), [&](const auto& each) { return each.name == name; });
    };
    std::size_t count = 0;
    const auto alias = [&](std::string_view name) {
      std::string text = "#a" + std::to_string(count++);
      parts.name({name, text});
      return text;
    };
    for (const auto& [name, json] : stored) {
      if (has(key, name)) continue;
      const std::string placeholder = ":a" + std::to_string(count);
      const std::string text = alias(name);
      parts.value(placeholder, json);
      const bool once = name == once_.name;
      sets.append(sets.empty() ? "SET " : ", ").append(text).append(" = ");
      sets.append(once ? "if_not_exists(" + text + ", " + placeholder + ")" : placeholder);
    }
    for (std::size_t i = 0; i < members.count; ++i) {
      const std::string_view name = members.list[i].name;
      if (has(key, name) || has(stored, name)) continue;
      removes.append(removes.empty() ? "REMOVE " : ", ").append(alias(name));
    }
    if (!sets.empty() && !removes.empty()) sets += ' ';
    if (has_places()) {
      return run_in_places(parts, sets + removes, {},
                           [&](ItemWrite& attempt) { return attempt.run_as(attributes_.view()); });
    }
    finish(parts, sets + removes);
  }
  return run_as(attributes_.view());
}

}  // namespace partita::inline epoch1
