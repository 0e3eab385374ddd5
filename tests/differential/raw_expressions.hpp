// Random expressions of every kind, with the placeholders that they need.
#pragma once

#include "raw_tables.hpp"

#include <string>

namespace differential {

/// Collects the placeholders of the expressions of one request. Mostly valid: keys are not updated, paths do not
/// overlap by much, operands suit their functions.
class RawExpressions {
 public:
  explicit RawExpressions(Rng& rng) : rng_(rng) {}

  std::string condition(int depth = 0);
  std::string update();
  std::string projection();
  /// Of a table or an index; `sort` without a name: there is none.
  std::string key_condition(const KeyPart& partition, const KeyPart& sort);

  /// Adds ExpressionAttributeNames and ExpressionAttributeValues, where there are any.
  void add_placeholders(Json& body) const;

 private:
  std::string name(const std::string& attribute);
  std::string value(Json value);
  std::string path(const std::string& attribute);
  std::string any_path();
  std::string operand(const std::string& attribute);
  std::string comparison();
  std::string call();
  std::string set_action(const std::string& attribute);

  Rng& rng_;
  Json names_ = Json::object();
  Json values_ = Json::object();
};

}  // namespace differential
