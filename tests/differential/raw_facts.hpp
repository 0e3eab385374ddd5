// What a request asks for, read as closely as the deviations of servers need it.
#pragma once

#include "raw_tables.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace differential {

/// The body of a request, and the tables that it may be about.
struct RawFacts {
  const Json& body;
  const std::vector<RawTable>& tables;

  /// Whether a member of this name has the value, at any depth.
  bool has(const char* name, const Json& value) const;
  bool names_table_by_arn() const;
  /// Of the values of attributes, at any depth.
  bool has_string_longer_than(std::size_t bytes) const;
  /// Whether its start key has a part of more bytes than a key may have: 2048 and 1024.
  bool starts_at_long_key() const;
  /// Whether its start key has a binary whose text is no base64.
  bool starts_at_no_base64() const;
  /// Whether it scans a segment that does not hold the partition of its start key.
  bool starts_in_other_segment() const;
  /// Whether its start key lies in another partition than the query, or the query has a range that it may lie outside.
  bool may_start_outside() const;
  /// Whether a batch names one key twice, each time written in another way.
  bool writes_a_key_in_two_ways() const;
  /// Whether it asks a global index for an attribute that `refusal` names, or for all, and the index lacks it.
  bool asks_for_unprojected(const std::string& refusal) const;

  /// Whether it has a parameter that `refusal` names with a value beside those that it names.
  bool has_value_beside_enumeration(const std::string& refusal) const;

  /// What a sort key has to begin with.
  struct Beginning {
    std::string attribute;
    std::string text;
  };
  /// Of a string's begins_with in the condition on keys.
  std::optional<Beginning> beginning() const;

 private:
  struct Keys {
    KeyPart partition;
    KeyPart sort;
  };

  const RawTable* table() const;
  const RawIndex* index() const;
  Keys keys() const;
  Json member(const char* name) const;
  std::string text(const char* name) const;
  std::string attribute(const std::string& name) const;
};

}  // namespace differential
