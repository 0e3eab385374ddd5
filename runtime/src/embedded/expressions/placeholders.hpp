// What one request gives in place of `#n` and `:v`: its ExpressionAttributeNames and ExpressionAttributeValues.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ExpressionAttributeNames.html
#pragma once

#include "embedded/refusal.hpp"
#include "embedded/request_reader.hpp"
#include "embedded/values/value.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace partita::inline epoch1::embedded {

/// Read once, then asked by all expressions of the request. They refer to the names and values it holds, so it must
/// outlive them unchanged.
class Placeholders {
 public:
  Placeholders() = default;
  Placeholders(const Placeholders&) = delete;
  Placeholders& operator=(const Placeholders&) = delete;

  /// The object that is ahead, in the place of one read before; null is the same as none. `in` says whether it was
  /// refused.
  void read_names(RequestReader& in);
  void read_values(RequestReader& in);

  /// Null if it is not defined. Each one asked for counts as used.
  const std::string* name(std::string_view placeholder);
  const Value* value(std::string_view placeholder);

  /// To be asked when all expressions are bound.
  std::optional<Refusal> refuse_unused() const;

 private:
  template <class T>
  struct Entry {
    std::string placeholder;
    T content;
    bool used = false;
  };
  template <class T>
  using Entries = std::vector<Entry<T>>;  // by placeholder, ascending
  template <class T>
  static const T* find(Entries<T>& entries, std::string_view placeholder);
  template <class T>
  static std::string unused_of(const Entries<T>& entries);

  Entries<std::string> names_;
  Entries<Value> values_;
};

}  // namespace partita::inline epoch1::embedded
