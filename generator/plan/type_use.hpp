// What a type of the model becomes in generated code: parameters, fields, tags.
#pragma once

#include "model/type.hpp"
#include "plan/scope.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace partita::plan {

/// DynamoDB's attribute type.
enum class Tag : std::uint8_t { S, N, B, BOOL, M, L, SS, NS, BS };

std::string_view to_string(Tag tag);

Tag tag_of(const model::Type& type, bool ttl = false);

/// The form that a value is stored in beside its usual one.
enum class Form : std::uint8_t { plain, number, seconds };

Form form_of(const model::Type& type, bool ttl = false);

/// `value` as the codec takes it: `wire::in_seconds(value)`. `wire` is how that namespace is spelled there.
std::string in_form(Form form, std::string_view value, std::string_view wire);

/// The type of the member itself: `std::optional<Status>`.
std::string member_type(const model::Member& member, const Scope& scope);

/// How a value is passed to a function: `std::string_view`, `std::int64_t`, `const std::vector<Task>&`.
std::string parameter_type(const model::Type& type, const Scope& scope);

/// What values of the attribute are compared as, the last argument of partita::Field: `std::int64_t`,
/// `partita::Document`.
std::string comparison_type(const model::Type& type, const Scope& scope);

/// Whether a partita::Field needs to be told how values are stored: enumerations, points in time and types
/// with a converter.
bool needs_encoder(const model::Type& type);

bool is_time(model::TypeKind kind);

/// What an update can do to a value beside setting it.
enum class Growth : std::uint8_t { none, number, set, list };

Growth growth_of(const model::Type& type);

/// The type of what is added to a number; an integer's may be negative, whatever the number's own type is.
std::string step_type(const model::Type& type, const Scope& scope);

}  // namespace partita::plan
