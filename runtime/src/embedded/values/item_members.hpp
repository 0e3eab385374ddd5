// The attributes of an item in its stored form, found without a tree.
#pragma once

#include <partita/wire/tag.hpp>

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace partita::inline epoch1::embedded {

class ItemMembers {
 public:
  struct Member {
    std::string_view name;
    std::string_view json;  ///< of the value: `{"S":"x"}`
  };

  ItemMembers() = default;
  /// `text` must outlive this.
  explicit ItemMembers(std::string_view text);
  ItemMembers(ItemMembers&&) noexcept = default;
  ItemMembers& operator=(ItemMembers&&) noexcept = default;
  ItemMembers(const ItemMembers&) = delete;
  ItemMembers& operator=(const ItemMembers&) = delete;
  ~ItemMembers() = default;

  /// JSON of the value; empty: there is no such attribute.
  std::string_view find(std::string_view name) const;
  const std::vector<Member>& list() const { return list_; }

 private:
  friend class ItemScanner;

  std::vector<Member> list_;       // by name, ascending
  std::deque<std::string> names_;  // of those whose JSON is another than they are
};

/// The type of a value in its stored form.
wire::Tag tag_of(std::string_view json);

}  // namespace partita::inline epoch1::embedded
