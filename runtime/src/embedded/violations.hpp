// What a request violates of the service's model: all of it is reported at once.
#pragma once

#include "embedded/refusal.hpp"

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace partita::inline epoch1::embedded {

/// Paths are those of the service: `globalSecondaryIndexes.1.member.indexName`.
class Violations {
 public:
  /// `value` as the service shows it, in quotes but for `null`.
  void add(std::string_view value, std::string_view path, std::string_view constraint);
  void required(bool given, std::string_view path);

  // Nothing is said of what is not given.
  void one_of(const std::optional<std::string>& value, std::string_view path,
              std::initializer_list<std::string_view> values);
  void at_least(const std::optional<std::int64_t>& value, std::string_view path, std::int64_t low);
  void at_most(const std::optional<std::int64_t>& value, std::string_view path, std::int64_t high);
  /// Of a text or a list, which `value` shows.
  void at_least_long(std::size_t size, std::string_view value, std::string_view path, std::size_t low);
  void at_most_long(std::size_t size, std::string_view value, std::string_view path, std::size_t high);
  /// Of tables and indexes.
  /// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
  void name(const std::optional<std::string>& value, std::string_view path);

  std::optional<Refusal> refusal() const;

 private:
  int count_ = 0;
  std::string text_;
};

}  // namespace partita::inline epoch1::embedded
