// The body of a request that is not about items: a small tree, read by name.
#pragma once

#include "embedded/refusal.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace partita::inline epoch1::embedded {

/// One value of JSON. A member that is null is as one that is missing, so objects hold none.
struct Json {
  enum class Kind : std::uint8_t { null, boolean, number, string, array, object };

  /// Nullptr if there is none.
  const Json* find(std::string_view name) const;

  Kind kind = Kind::null;
  bool flag = false;
  std::string text{};  ///< of a string, and of a number as it was written
  std::vector<Json> elements{};
  std::vector<std::pair<std::string, Json>> members{};
};

/// A value of a request that may be there or not. Reading it as of another type than it has is refused as the service
/// refuses it, and the first refusal of a request is the one that counts.
class RequestValue {
 public:
  RequestValue(const Json* json, std::optional<Refusal>& refusal) : json_(json), refusal_(&refusal) {}

  bool given() const { return json_ != nullptr; }
  RequestValue operator[](std::string_view name) const;
  std::optional<std::string> string() const;
  std::optional<std::int64_t> integer() const;
  std::optional<bool> boolean() const;
  /// Empty if it is not given; `given` tells.
  std::vector<RequestValue> list() const;
  std::vector<std::string> strings() const;

 private:
  /// Whether it is there, and of this kind.
  bool is(Json::Kind kind) const;

  const Json* json_;
  std::optional<Refusal>* refusal_;
};

/// A body, and what is wrong with how it was written.
class RequestTree {
 public:
  explicit RequestTree(std::string_view body);
  RequestTree(const RequestTree&) = delete;
  RequestTree& operator=(const RequestTree&) = delete;

  RequestValue operator[](std::string_view name) const { return RequestValue(&json_, refusal_)[name]; }
  /// After all was read.
  const std::optional<Refusal>& refusal() const { return refusal_; }

 private:
  Json json_;
  mutable std::optional<Refusal> refusal_;
};

}  // namespace partita::inline epoch1::embedded
