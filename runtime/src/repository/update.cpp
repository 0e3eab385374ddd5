#include <partita/update.hpp>

#include <partita/item_write.hpp>
#include <partita/transaction.hpp>

#include "companion_write.hpp"
#include "item_text.hpp"
#include "place.hpp"
#include "request_text.hpp"
#include "update_action.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace partita::inline epoch1::detail {

namespace {

// ADD and DELETE are for attributes of the item alone.
// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html
std::string_view section_of(Change change, bool inside) {
  switch (change) {
    case Change::set:
    case Change::set_if_absent:
    case Change::append:
    case Change::prepend:
      return "SET";
    case Change::remove:
      return "REMOVE";
    case Change::add:
      return inside ? "SET" : "ADD";
    case Change::insert:
      return "ADD";
    case Change::erase:
      return "DELETE";
  }
  return {};
}

// One action of an UpdateExpression, behind its section's word.
std::string text_of(Change change, bool inside, const std::string& name, const std::string& placeholder) {
  switch (change) {
    case Change::set:
      return name + " = " + placeholder;
    case Change::set_if_absent:
      return name + " = if_not_exists(" + name + ", " + placeholder + ")";
    case Change::append:
      return name + " = list_append(if_not_exists(" + name + ", :empty), " + placeholder + ")";
    case Change::prepend:
      return name + " = list_append(" + placeholder + ", if_not_exists(" + name + ", :empty))";
    case Change::remove:
      return name;
    case Change::add:
      if (inside) return name + " = if_not_exists(" + name + ", :zero) + " + placeholder;
      [[fallthrough]];
    case Change::insert:
    case Change::erase:
      return name + " " + placeholder;
  }
  return {};
}

}  // namespace

struct UpdateState::Impl {
  Client client;
  const WriteRules& rules;
  Value key;
  std::optional<VersionGuard> guard{};
  AnyTenant tenant{};
  Value stored_tenant = Value::absent();
  std::optional<Expression> condition{};
  std::vector<UpdateAction> actions{};
  AttributeName time_name{};
  Value (*encode_time)(timestamp) = nullptr;
  std::optional<Error> error{};
  bool once = false;
  std::vector<std::string> older{};

  void refuse(const std::optional<Error>& reason) {
    if (reason && !error) error = reason;
  }

  // DynamoDB refuses two actions on one path, or on one that leads into the other; the caller hears which they are.
  void add(Change change, const AttributePath& at, Value value) {
    refuse(value.error());
    std::vector<PathStep> path = at.steps();
    const auto other = std::find_if(actions.begin(), actions.end(),
                                    [&](const UpdateAction& each) { return overlap(each.path, path); });
    if (other != actions.end()) {
      const std::string fault =
          other->path.size() != path.size()
              ? "'" + partita::shown(other->path) + "' and '" + partita::shown(path) +
                    "' are both changed in one update"
              : (path.size() == 1 ? "attribute '" : "'") + partita::shown(path) + "' is changed twice in one update";
      refuse(Error(ErrorKind::invalid_argument, fault));
    }
    actions.push_back({change, std::move(path), std::move(value)});
  }

  bool counts_up_blindly() const { return guard && !guard->expected(); }
  /// Whether a repeat would change the item once more.
  bool is_additive() const;
  std::string update_expression(ExpressionParts& parts) const;
  void add_version(std::string& sets, ExpressionParts& parts) const;
  /// What the update makes of the item, as far as companions follow from it; null: they stay as they are.
  std::shared_ptr<const ItemChange> item_change() const;
  /// Whether the item shows what this very update makes of it: it met its own first attempt.
  bool applied_already(std::string_view stored_item) const;
};

bool UpdateState::Impl::is_additive() const {
  if (counts_up_blindly()) return true;
  // Where an expected version does not stop a repeat, it removes the element that came after, or appends one more.
  const bool is_guarded = guard.has_value();
  return std::any_of(actions.begin(), actions.end(), [&](const UpdateAction& each) {
    switch (each.change) {
      case Change::add:
      case Change::append:
      case Change::prepend:
        return true;
      case Change::set:
      case Change::set_if_absent:
      case Change::remove:
        return !is_guarded && each.path.back().kind == PathStep::Kind::element;
      case Change::insert:
      case Change::erase:
        return false;
    }
    return false;
  });
}

std::string UpdateState::Impl::update_expression(ExpressionParts& parts) const {
  constexpr std::array<std::string_view, 4> sections{"SET", "REMOVE", "ADD", "DELETE"};
  std::array<std::string, sections.size()> texts;
  bool needs_empty_list = false;
  bool needs_zero = false;
  std::size_t values = 0;
  for (const UpdateAction& action : actions) {
    const std::string path = parts.path(action.path);
    std::string placeholder;
    if (action.change != Change::remove) {
      placeholder = ":u" + std::to_string(values++);
      parts.value(placeholder, action.value.json());
    }
    const bool inside = action.path.size() > 1;
    needs_zero = needs_zero || (inside && action.change == Change::add);
    needs_empty_list = needs_empty_list || action.change == Change::append || action.change == Change::prepend;
    const auto section =
        std::find(sections.begin(), sections.end(), section_of(action.change, inside)) - sections.begin();
    std::string& text = texts[static_cast<std::size_t>(section)];
    text.append(text.empty() ? "" : ", ").append(text_of(action.change, inside, path, placeholder));
  }
  if (needs_empty_list) parts.value(":empty", R"({"L":[]})");
  if (needs_zero) parts.value(":zero", Value::of(0).json());
  if (guard) add_version(texts.front(), parts);

  std::string whole;
  for (std::size_t i = 0; i < sections.size(); ++i) {
    if (texts[i].empty()) continue;
    whole.append(whole.empty() ? "" : " ").append(sections[i]).append(" ").append(texts[i]);
  }
  return whole;
}

void UpdateState::Impl::add_version(std::string& sets, ExpressionParts& parts) const {
  const AttributeName& name = rules.version;
  parts.name(name);
  sets.append(sets.empty() ? "" : ", ").append(name.text()).append(" = ");
  if (const auto expected = guard->expected()) {
    parts.value(":next", Value::of(*expected + 1).json());
    sets += ":next";
  } else {
    parts.value(":none", Value::of(0).json());
    parts.value(":one", Value::of(1).json());
    sets.append("if_not_exists(").append(name.text()).append(", :none) + :one");
  }
}

std::shared_ptr<const ItemChange> UpdateState::Impl::item_change() const {
  if (rules.companions == nullptr) return nullptr;
  std::vector<UpdateAction> relevant;
  for (const AttributeName& source : rules.companions->sources) {
    for (const UpdateAction& action : actions) {
      if (action.path.front().name == source.name) relevant.push_back(action);
    }
  }
  if (relevant.empty()) return nullptr;
  return std::make_shared<const ItemChange>(ItemChange{
      [relevant](std::optional<StoredItem>& item) { return item ? apply_all(relevant, *item) : std::nullopt; }});
}

// Compares texts: an item that the service writes otherwise than we do counts as somebody else's, and the caller hears
// that the update may have been applied. Only assignments show in an item that they were made.
bool UpdateState::Impl::applied_already(std::string_view stored_item) const {
  if (!guard || !guard->expected()) return false;
  const std::vector<ItemMember> stored = item_members(stored_item);
  const auto find = [&](std::string_view name) {
    return std::find_if(stored.begin(), stored.end(), [&](const ItemMember& each) { return each.name == name; });
  };
  const auto holds = [&](std::string_view name, const std::string& json) {
    const auto found = find(name);
    return found != stored.end() && found->json == json;
  };
  return holds(rules.version.name, Value::of(*guard->expected() + 1).json()) &&
         std::all_of(actions.begin(), actions.end(), [&](const UpdateAction& each) {
           if (each.path.size() != 1) return false;
           const std::string& name = each.path.front().name;
           if (each.change == Change::remove) return find(name) == stored.end();
           return each.change == Change::set && holds(name, each.value.json());
         });
}

Value value_inside(const std::string& place, Value value) {
  if (!value.error()) return value;
  return Value::refused(Error(value.error()->kind(), "update of '" + place + "': " + value.error()->message()));
}

UpdateState::UpdateState(const Client& client, const WriteRules& rules, Value key)
    : impl_(std::make_unique<Impl>(Impl{client, rules, std::move(key)})) {
  impl_->refuse(impl_->key.error());
}
UpdateState::UpdateState(const UpdateState& other) : impl_(std::make_unique<Impl>(*other.impl_)) {}
UpdateState::UpdateState(UpdateState&& other) noexcept = default;
UpdateState& UpdateState::operator=(const UpdateState& other) {
  if (this != &other) impl_ = std::make_unique<Impl>(*other.impl_);
  return *this;
}
UpdateState& UpdateState::operator=(UpdateState&& other) noexcept = default;
UpdateState::~UpdateState() = default;

void UpdateState::version(const VersionGuard& guard) {
  impl_->guard = guard;
  if (guard.expected() == std::numeric_limits<std::int64_t>::max()) {
    impl_->refuse(
        Error(ErrorKind::invalid_argument, "version " + std::to_string(*guard.expected()) + " has no successor"));
  }
}

void UpdateState::of_tenant(const AnyTenant& tenant, Value stored) {
  impl_->refuse(stored.error());
  impl_->tenant = tenant;
  impl_->stored_tenant = std::move(stored);
}

void UpdateState::or_in(std::vector<std::string> older) {
  impl_->older = std::move(older);
}

void UpdateState::only_if(const Expression& condition) {
  impl_->condition = impl_->condition ? Expression::both(*std::move(impl_->condition), condition) : condition;
}

void UpdateState::set(const AttributePath& at, Value value) {
  if (value.is_absent()) {
    const PathStep::Kind kind = at.steps().back().kind;
    if (kind == PathStep::Kind::member) return remove(at);
    const std::string part = kind == PathStep::Kind::entry ? "an entry" : "an element";
    impl_->refuse(Error(ErrorKind::invalid_argument,
                        "'" + at.shown() + "' is " + part + ": DynamoDB stores no empty set, remove() it"));
  }
  impl_->add(Change::set, at, std::move(value));
}
void UpdateState::set_if_absent(const AttributePath& at, Value value) {
  if (!value.is_absent()) impl_->add(Change::set_if_absent, at, std::move(value));
}
void UpdateState::remove(const AttributePath& at) {
  impl_->add(Change::remove, at, Value::absent());
}
void UpdateState::add(const AttributePath& at, Value value) {
  impl_->add(Change::add, at, std::move(value));
}
void UpdateState::insert(const AttributePath& at, Value elements) {
  if (!elements.is_absent()) impl_->add(Change::insert, at, std::move(elements));
}
void UpdateState::erase(const AttributePath& at, Value elements) {
  if (!elements.is_absent()) impl_->add(Change::erase, at, std::move(elements));
}
void UpdateState::append(const AttributePath& at, Value elements) {
  impl_->add(Change::append, at, std::move(elements));
}
void UpdateState::prepend(const AttributePath& at, Value elements) {
  impl_->add(Change::prepend, at, std::move(elements));
}

void UpdateState::send_exactly_once() {
  impl_->once = true;
}

Result<void> UpdateState::record(const Client& client, const CallOptions& options) const {
  UpdateState recorded(*this);
  recorded.impl_->client = client;
  return recorded.execute(options);
}

void UpdateState::set_time(const AttributeName& name, Value (*encode)(timestamp now)) {
  impl_->time_name = name;
  impl_->encode_time = encode;
}

Result<void> UpdateState::execute(const CallOptions& options, std::string_view returned,
                                  void (*read)(wire::Reader&, void*), void* item) const {
  std::optional<Impl> timed;
  if (impl_->encode_time != nullptr) {
    timed.emplace(*impl_);
    timed->add(Change::set, AttributePath(impl_->time_name.name, impl_->time_name.alias),
               impl_->encode_time(impl_->client.now()));
  }
  const Impl& impl = timed ? *timed : *impl_;
  std::optional<Error> refused = impl.error;
  if (!refused && impl_->actions.empty()) {
    refused =
        Error(ErrorKind::invalid_argument, "the update changes nothing; call a method that changes an attribute first");
  }
  if (refused) return with_place(*refused, "UpdateItem", impl.client.table_name(impl.rules.table));

  if (impl.once && impl.client.recorder() == nullptr) {
    CallOptions call = options;
    call.fix_deadline(impl.client);
    return WriteTransaction(impl.client).update(*this, call).execute(call);
  }

  const auto change = impl.item_change();
  if (change != nullptr && !returned.empty()) {
    return with_place(Error(ErrorKind::invalid_argument,
                            "an update of what lookups or unique constraints are made of is a transaction, which "
                            "returns no item"),
                      "UpdateItem", impl.client.table_name(impl.rules.table));
  }
  ItemWrite write{impl.client, WriteKind::update, impl.rules, options};
  write.change_item(change);
  write.item().raw(impl.key.json());
  if (impl.guard) write.expect_version(*impl.guard);
  if (impl.condition) write.only_if(*impl.condition);
  write.of_tenant(impl.tenant);
  write.expect_tenant(impl.stored_tenant);
  ExpressionParts parts;
  const std::string update = impl.update_expression(parts);
  const auto ours = [](const Error& error, const void* of) {
    return static_cast<const Impl*>(of)->applied_already(whole_item(error));
  };
  const auto send = [&](ItemWrite& complete) {
    if (impl.is_additive()) complete.set_retry(RetryClass::additive);
    return complete.run_update(ours, &impl, returned, read, item);
  };
  if (!impl.older.empty()) {
    write.or_in(impl.older);
    return write.run_in_places(parts, update, returned, send);
  }
  write.finish(parts, update, returned);
  return send(write);
}

}  // namespace partita::inline epoch1::detail
