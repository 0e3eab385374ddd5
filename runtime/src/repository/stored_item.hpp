// An item as the service stores it, attribute by attribute, without a codec.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace partita::inline epoch1::detail {

class StoredItem {
 public:
  /// nullopt: the text is no item.
  static std::optional<StoredItem> parse(std::string_view json);

  /// The JSON of an attribute's value; empty: the item has none.
  std::string_view value(std::string_view name) const;
  void set(std::string_view name, std::string json);
  void erase(std::string_view name);
  std::size_t size() const { return attributes_.size(); }
  std::string json() const;
  /// The key that it has, as a request has it; `sort_key` may be empty.
  std::string key(std::string_view partition_key, std::string_view sort_key) const;

 private:
  std::map<std::string, std::string, std::less<>> attributes_;
};

/// A string, number or binary.
struct Scalar {
  char tag = 'S';
  std::string payload;  ///< of a number: in its shortest form
};

/// The elements of a list or set, or the value itself. What is no scalar is left out.
std::vector<Scalar> scalars_of(std::string_view value);

/// The value itself; nullopt: it is no scalar.
std::optional<Scalar> scalar_of(std::string_view value);

/// A scalar as this program writes it, whoever wrote it; anything else as it is.
std::string canonical(std::string_view value);

/// Whether both are the same attribute value; the order of a set does not matter.
bool same_value(std::string_view one, std::string_view other);

// What updates do to values. An empty `value` stands for no attribute; so does an empty result.

/// The elements of a list, as JSON each.
std::vector<std::string> elements_of(std::string_view list);
std::string list_of(const std::vector<std::string>& elements);
std::string list_of_both(std::string_view first, std::string_view second);
std::string set_of_both(std::string_view value, std::string_view more);
std::string set_without(std::string_view value, std::string_view less);
/// nullopt: one of them is no integer of 64 bits, or the sum is none.
std::optional<std::string> sum_of(std::string_view value, std::string_view step);

}  // namespace partita::inline epoch1::detail
