#include "embedded/expressions/update.hpp"

#include "embedded/values/number.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

namespace partita::inline epoch1::embedded {

namespace {

tl::unexpected<Refusal> wrong_type() {
  return invalid("An operand in the update expression has an incorrect data type");
}

class Update {
 public:
  Update(const Expression& expression, const Map& item) : expression_(expression), old_(item) {}

  Checked<Map> apply() {
    if (auto prepared = prepare(); !prepared) return tl::unexpected<Refusal>(std::move(prepared).error());
    Map item = old_;
    // Elements keep their positions until all other places are written. Those behind the end are then added in the
    // order of the positions they were given, and at last others go away.
    std::vector<Change*> added;
    std::vector<const Change*> removed;
    for (Change& change : changes_) {
      if (!change.value) {
        removed.push_back(&change);
      } else if (!write(item, change)) {
        added.push_back(&change);
      }
    }
    std::sort(added.begin(), added.end(),
              [&](const Change* a, const Change* b) { return last_step(*a->path).index < last_step(*b->path).index; });
    for (Change* change : added) parent_of(item, *change->path)->as<List>()->push_back(*std::move(change->value));
    // From the back, so that no removal moves what another one means.
    std::sort(removed.begin(), removed.end(),
              [&](const Change* a, const Change* b) { return behind(*a->path, *b->path); });
    for (const Change* change : removed) remove(item, *change->path);
    return item;
  }

 private:
  // Without a value: what is there goes away.
  struct Change {
    const Node* action;
    const Node* path;
    std::optional<Value> value;
  };

  const Step& step(const Node& path, std::size_t number) const {
    return expression_.syntax->steps[path.first + number];
  }
  const Step& last_step(const Node& path) const { return step(path, path.count - std::size_t{1}); }
  std::string_view last_name(const Node& path) const {
    return expression_.names[std::size_t{path.first} + path.count - 1];
  }

  // Where several actions are wrong, the service names one of SET before one of others, one of an attribute before
  // those of attributes behind it, and of others the wrong type before the wrong place.
  Checked<void> prepare() {
    const Syntax& syntax = *expression_.syntax;
    for (std::uint16_t i = syntax.root; i != no_node; i = syntax.nodes[i].next) {
      changes_.push_back({&syntax.nodes[i], &expression_.node(syntax.nodes[i].first), std::nullopt});
    }
    std::sort(changes_.begin(), changes_.end(), [&](const Change& a, const Change& b) {
      const std::string_view left = expression_.attribute_of(*a.path);
      const std::string_view right = expression_.attribute_of(*b.path);
      return left != right ? left < right : a.action < b.action;
    });
    for (Change& change : changes_) {
      if (change.action->op != Operator::set) continue;
      if (auto checked = check_place(change); !checked) return checked;
      if (auto kept = keep(evaluate(operand_of(change)), change); !kept) return kept;
    }
    for (Change& change : changes_) {
      const Operator op = change.action->op;
      if (op != Operator::add && op != Operator::delete_) continue;
      const Value* old = find_path(expression_, *change.path, old_);
      const Value& operand = expression_.value_of(operand_of(change));
      if (auto kept = keep(op == Operator::add ? sum(old, operand) : difference(old, operand), change); !kept)
        return kept;
    }
    for (const Change& change : changes_) {
      if (auto checked = check_place(change); !checked) return checked;
    }
    return {};
  }

  Checked<void> check_place(const Change& change) const {
    if (has_parent(*change.path)) return {};
    return invalid("The document path provided in the update expression is invalid for update");
  }

  static Checked<void> keep(Checked<std::optional<Value>> value, Change& change) {
    if (!value) return tl::unexpected<Refusal>(std::move(value).error());
    change.value = *std::move(value);
    return {};
  }

  const Node& operand_of(const Change& change) const { return expression_.node(change.path->next); }

  // Whether the map or list that the path's last step belongs to is there.
  bool has_parent(const Node& path) const {
    if (path.count == 1) return true;
    Node parent = path;
    --parent.count;
    const Value* value = find_path(expression_, parent, old_);
    if (value == nullptr) return false;
    return last_step(path).kind == Step::Kind::index ? value->as<List>() != nullptr : value->as<Map>() != nullptr;
  }

  Checked<std::optional<Value>> evaluate(const Node& node) const {
    switch (node.op) {
      case Operator::value:
        return std::optional<Value>(expression_.value_of(node));
      case Operator::if_not_exists: {
        const Node& path = expression_.node(node.first);
        auto otherwise = evaluate(expression_.node(path.next));  // it must be there even if it is of no use
        const Value* value = find_path(expression_, path, old_);
        return otherwise && value != nullptr ? std::optional<Value>(*value) : std::move(otherwise);
      }
      case Operator::list_append:
      case Operator::plus:
      case Operator::minus: {
        const Node& left = expression_.node(node.first);
        const wire::Tag type = node.op == Operator::list_append ? wire::Tag::L : wire::Tag::N;
        auto first = evaluate(left, type);
        if (!first) return first;
        auto second = evaluate(expression_.node(left.next), type);
        if (!second) return second;
        return combine(node.op, **std::move(first), **std::move(second));
      }
      default:
        break;
    }
    const Value* value = find_path(expression_, node, old_);
    if (value == nullptr)
      return invalid("The provided expression refers to an attribute that does not exist in the item");
    return std::optional<Value>(*value);
  }

  Checked<std::optional<Value>> evaluate(const Node& node, wire::Tag type) const {
    auto value = evaluate(node);
    if (value && (*value)->tag() != type) return wrong_type();
    return value;
  }

  static Checked<std::optional<Value>> combine(Operator op, Value first, Value second) {
    if (auto* list = first.as<List>()) {
      List& others = *second.as<List>();
      list->insert(list->end(), std::make_move_iterator(others.begin()), std::make_move_iterator(others.end()));
      return std::optional<Value>(std::move(first));
    }
    const decimal& a = *first.as<decimal>();
    const decimal& b = *second.as<decimal>();
    auto result = op == Operator::plus ? embedded::add(a, b) : subtract(a, b);
    if (!result) return tl::unexpected<Refusal>(std::move(result).error());
    return std::optional<Value>(Value(*result));
  }

  // ADD: a number counts from zero, a set from the empty one.
  static Checked<std::optional<Value>> sum(const Value* old, const Value& operand) {
    if (old == nullptr) return std::optional<Value>(operand);
    if (old->tag() != operand.tag()) return wrong_type();
    if (operand.as<decimal>() != nullptr) return combine(Operator::plus, *old, operand);
    Value all = *old;
    all_sets(all, operand, [](auto& set, const auto& others) { set.insert_all(others); });
    return std::optional<Value>(std::move(all));
  }

  // DELETE: no set is left without members.
  static Checked<std::optional<Value>> difference(const Value* old, const Value& operand) {
    if (old == nullptr) return std::optional<Value>();
    if (old->tag() != operand.tag()) return wrong_type();
    Value rest = *old;
    bool any = false;
    all_sets(rest, operand, [&](auto& set, const auto& others) {
      set.erase_all(others);
      any = !set.empty();
    });
    return any ? std::optional<Value>(std::move(rest)) : std::optional<Value>();
  }

  // Calls `change` with both sets, which are of one type.
  template <class Do>
  static void all_sets(Value& a, const Value& b, Do change) {
    if (auto* strings = a.as<StringSet>()) change(*strings, *b.as<StringSet>());
    if (auto* numbers = a.as<NumberSet>()) change(*numbers, *b.as<NumberSet>());
    if (auto* binaries = a.as<BinarySet>()) change(*binaries, *b.as<BinarySet>());
  }

  // What the path's last step is a part of; only for paths of several steps.
  Value* parent_of(Map& item, const Node& path) const {
    Value* value = item.find(expression_.attribute_of(path));
    for (std::size_t i = 1; i + 1 < path.count; ++i) {
      const Step& at = step(path, i);
      value = at.kind == Step::Kind::index ? &(*value->as<List>())[at.index]
                                           : value->as<Map>()->find(expression_.names[path.first + i]);
    }
    return value;
  }

  // False if the place is behind the end of a list.
  bool write(Map& item, Change& change) const {
    const Node& path = *change.path;
    if (path.count == 1) {
      item.set(expression_.attribute_of(path), *std::move(change.value));
      return true;
    }
    Value* parent = parent_of(item, path);
    if (last_step(path).kind == Step::Kind::name || last_step(path).kind == Step::Kind::placeholder) {
      parent->as<Map>()->set(last_name(path), *std::move(change.value));
      return true;
    }
    List& list = *parent->as<List>();
    const std::size_t index = last_step(path).index;
    if (index >= list.size()) return false;
    list[index] = *std::move(change.value);
    return true;
  }

  void remove(Map& item, const Node& path) const {
    if (path.count == 1) {
      item.erase(expression_.attribute_of(path));
      return;
    }
    Value* parent = parent_of(item, path);
    if (auto* map = parent->as<Map>()) {
      map->erase(last_name(path));
      return;
    }
    List& list = *parent->as<List>();
    const std::size_t index = last_step(path).index;
    if (index < list.size()) list.erase(list.begin() + static_cast<std::ptrdiff_t>(index));
  }

  bool behind(const Node& a, const Node& b) const {
    for (std::size_t i = 0; i < std::min(a.count, b.count); ++i) {
      if (step(a, i).index != step(b, i).index) return step(a, i).index > step(b, i).index;
    }
    return a.count > b.count;
  }

  const Expression& expression_;
  const Map& old_;
  std::vector<Change> changes_;
};

}  // namespace

Checked<Map> apply_update(const Expression& update, const Map& item) {
  return Update(update, item).apply();
}

}  // namespace partita::inline epoch1::embedded
