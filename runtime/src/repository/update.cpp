#include <partita/update.hpp>

#include <partita/call.hpp>

#include "place.hpp"
#include "request_text.hpp"

#include <algorithm>
#include <functional>
#include <limits>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace partita::inline epoch1::detail {

namespace {

struct Assignment {
  AttributeName name;
  Value value;
};

}  // namespace

struct UpdateState::Impl {
  Client client;
  std::string_view table;
  Value key;
  AttributeName must_exist;
  std::optional<Assignment> must_be;
  std::optional<Assignment> tenant;
  AttributeName version_name;
  std::optional<VersionGuard> guard;
  std::vector<Assignment> sets;
  std::vector<AttributeName> removes;
  AttributeName time_name;
  Value (*encode_time)(timestamp) = nullptr;
  std::span<const std::string_view> hidden;
  std::optional<Error> error;

  void refuse(const std::optional<Error>& reason) {
    if (reason && !error) error = reason;
  }

  // DynamoDB refuses two actions on one path; the caller hears which attribute it is.
  void claim(const AttributeName& name) {
    const auto same = [&](const AttributeName& other) { return other.name == name.name; };
    if (std::any_of(sets.begin(), sets.end(), [&](const Assignment& set) { return same(set.name); }) ||
        std::any_of(removes.begin(), removes.end(), same)) {
      refuse(Error(ErrorKind::invalid_argument,
                   "attribute '" + std::string(name.name) + "' is changed twice in one update"));
    }
  }

  void set(const AttributeName& name, Value value) {
    refuse(value.error());
    claim(name);
    sets.push_back({name, std::move(value)});
  }

  std::string update_expression(ExpressionParts& parts) const;
  std::string condition(ExpressionParts& parts) const;
  /// Whether the item shows what this very update makes of it: it met its own first attempt.
  bool applied_already(std::string_view stored_item) const;
};

std::string UpdateState::Impl::update_expression(ExpressionParts& parts) const {
  std::string text;
  const auto begin = [&](std::string_view keyword, bool first) {
    if (first && !text.empty()) text += ' ';
    text.append(first ? keyword : std::string_view(", "));
  };
  bool first = true;
  for (std::size_t i = 0; i < sets.size(); ++i) {
    const std::string placeholder = ":u" + std::to_string(i);
    parts.name(sets[i].name);
    parts.value(placeholder, sets[i].value.json());
    begin("SET ", first);
    text.append(sets[i].name.text()).append(" = ").append(placeholder);
    first = false;
  }
  if (guard) {
    parts.name(version_name);
    begin("SET ", first);
    text.append(version_name.text()).append(" = ");
    if (const auto expected = guard->expected()) {
      parts.value(":next", Value::of(*expected + 1).json());
      text += ":next";
    } else {
      parts.value(":none", Value::of(0).json());
      parts.value(":one", Value::of(1).json());
      text.append("if_not_exists(").append(version_name.text()).append(", :none) + :one");
    }
  }
  first = true;
  for (const AttributeName& name : removes) {
    parts.name(name);
    begin("REMOVE ", first);
    text.append(name.text());
    first = false;
  }
  return text;
}

std::string UpdateState::Impl::condition(ExpressionParts& parts) const {
  parts.name(must_exist);
  std::string text = "attribute_exists(" + std::string(must_exist.text()) + ")";
  if (must_be) {
    parts.name(must_be->name);
    parts.value(":type", must_be->value.json());
    text.append(" AND ").append(must_be->name.text()).append(" = :type");
  }
  if (tenant) {
    parts.name(tenant->name);
    parts.value(":tenant", tenant->value.json());
    text.append(" AND ").append(tenant->name.text()).append(" = :tenant");
  }
  if (guard && guard->expected()) {
    const std::string name(version_name.text());
    parts.value(":version", Value::of(*guard->expected()).json());
    // Items from before there was a version count as version 0.
    text += *guard->expected() == 0 ? " AND (attribute_not_exists(" + name + ") OR " + name + " = :version)"
                                    : " AND " + name + " = :version";
  }
  return text;
}

// Compares texts: an item that the service writes otherwise than we do counts as somebody else's, and the caller hears
// that the update may have been applied.
bool UpdateState::Impl::applied_already(std::string_view stored_item) const {
  if (!guard || !guard->expected()) return false;
  std::map<std::string, std::string, std::less<>> stored;
  wire::TextReader in{stored_item};
  std::string_view attribute;
  in.reader().begin_object();
  while (in.reader().next_key(attribute)) {
    const std::string name(attribute);
    stored.emplace(name, in.reader().skip_value());
  }
  const auto holds = [&](std::string_view name, const std::string& json) {
    const auto found = stored.find(name);
    return found != stored.end() && found->second == json;
  };
  return in.reader().ok() && holds(version_name.name, Value::of(*guard->expected() + 1).json()) &&
         std::all_of(sets.begin(), sets.end(),
                     [&](const Assignment& set) { return holds(set.name.name, set.value.json()); }) &&
         std::none_of(removes.begin(), removes.end(),
                      [&](const AttributeName& name) { return stored.contains(name.name); });
}

UpdateState::UpdateState(const Client& client, std::string_view table, Value key, const AttributeName& must_exist)
    : impl_(std::make_unique<Impl>(
          Impl{client, table, std::move(key), must_exist, {}, {}, {}, {}, {}, {}, {}, nullptr, {}, {}})) {
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

void UpdateState::only_if(const AttributeName& name, std::string_view value) {
  impl_->must_be = Assignment{name, Value::of(value)};
}

void UpdateState::of_tenant(const AttributeName& name, Value tenant) {
  impl_->refuse(tenant.error());
  impl_->tenant = Assignment{name, std::move(tenant)};
}

void UpdateState::version(const AttributeName& name, const VersionGuard& guard) {
  impl_->version_name = name;
  impl_->guard = guard;
  if (guard.expected() == std::numeric_limits<std::int64_t>::max()) {
    impl_->refuse(
        Error(ErrorKind::invalid_argument, "version " + std::to_string(*guard.expected()) + " has no successor"));
  }
}

void UpdateState::set(const AttributeName& name, Value value) {
  if (value.is_absent()) return remove(name);
  impl_->set(name, std::move(value));
}

void UpdateState::remove(const AttributeName& name) {
  impl_->claim(name);
  impl_->removes.push_back(name);
}

void UpdateState::hide(std::span<const std::string_view> attributes) {
  impl_->hidden = attributes;
}

void UpdateState::set_time(const AttributeName& name, Value (*encode)(timestamp now)) {
  impl_->time_name = name;
  impl_->encode_time = encode;
}

Result<void> UpdateState::execute(const CallOptions& options) const {
  std::optional<Impl> timed;
  if (impl_->encode_time != nullptr) {
    timed = *impl_;
    timed->set(impl_->time_name, impl_->encode_time(impl_->client.now()));
  }
  const Impl& impl = timed ? *timed : *impl_;
  std::optional<Error> refused = impl.error;
  if (!refused && impl_->sets.empty() && impl_->removes.empty()) {
    refused = Error(ErrorKind::invalid_argument, "the update changes nothing; call a set_ or remove_ method first");
  }
  if (refused) return with_place(*refused, "UpdateItem", impl.client.table_name(impl.table));
  // Counting a version up blindly would count twice if it were repeated.
  const bool additive = impl.guard && !impl.guard->expected();
  Call<void> call{impl.client, "UpdateItem", impl.table, additive ? RetryClass::additive : RetryClass::conditional};
  wire::Writer& out = call.body();
  ExpressionParts parts;
  out.raw(R"(,"Key":)");
  out.raw(impl.key.json());
  write_member(out, "UpdateExpression", impl.update_expression(parts));
  write_member(out, "ConditionExpression", impl.condition(parts));
  parts.write(out);
  out.raw(R"(,"ReturnValuesOnConditionCheckFailure":"ALL_OLD","ReturnConsumedCapacity":"TOTAL"})");
  if (impl.tenant) call.show_only(impl.tenant->name, impl.tenant->value);
  call.hide(impl.hidden);
  return call.run(options, [&](const Error& error) { return impl.applied_already(whole_item(error)); });
}

}  // namespace partita::inline epoch1::detail
