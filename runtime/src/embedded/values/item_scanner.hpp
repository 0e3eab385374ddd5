// Reads the items, keys and values of requests: checks them as the service does, and writes them as they are stored.
//
// The stored form is the service's JSON, written in one way: no white space, no needless escapes, names and members of
// sets in ascending order, numbers in normal form. So what is stored can be copied into an answer as it is.
#pragma once

#include "embedded/request_reader.hpp"
#include "embedded/values/item_members.hpp"

#include <cstddef>
#include <string>

namespace partita::inline epoch1::embedded {

/// An item, or anything else that maps names to values: a key, the values of expressions.
struct ScannedItem {
  ScannedItem() = default;
  ScannedItem(const ScannedItem&) = delete;
  ScannedItem& operator=(const ScannedItem&) = delete;

  std::string text{};     ///< stored form
  std::size_t size = 0;   ///< names and values, as the service counts
  ItemMembers members{};  ///< of `text`
  std::string refused{};  ///< after a refusal: the attribute that it is about; empty: none
};

/// Reads the object that is ahead, without a tree, in the place of what `item` held. `in` must outlive `item`, and says
/// whether it was refused.
void scan_item(RequestReader& in, ScannedItem& item);

}  // namespace partita::inline epoch1::embedded
