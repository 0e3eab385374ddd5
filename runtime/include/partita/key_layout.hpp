// Which key or index serves a condition, decided when the program compiles.
#pragma once

#include <partita/place.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <initializer_list>

namespace partita::inline epoch1 {

/// What a query class reads: its key, and what an entry holds, by the numbers of attributes. One constant each, in
/// generated code.
class KeyLayout {
 public:
  /// `given` are those that the repository itself binds; `held` is empty where entries are whole items.
  constexpr KeyLayout(std::initializer_list<Place> partition, std::initializer_list<Place> sort,
                      std::initializer_list<Place> given = {}, std::initializer_list<Place> held = {})
      : partition_(bits(partition)),
        given_(bits(given)),
        held_(held.size() == 0 ? ~AttributeBits{0} : bits(held)),
        sort_count_(sort.size()),
        is_numbered_(all_numbered(partition) && all_numbered(sort)) {
    std::size_t i = 0;
    for (const Place each : sort) sort_[i++] = bit_of(each);
  }

  constexpr AttributeBits key() const {
    AttributeBits all = partition_;
    for (const AttributeBits each : sort_) all |= each;
    return all;
  }
  constexpr AttributeBits held() const { return held_; }

  /// How well it serves a condition: whole items first, then by how many attributes of the key the condition gives, a
  /// range counting half; negative: not at all. All of the partition key must be compared by `==`, and what the key
  /// condition leaves is a filter, which may name no attribute of the key and knows only what is held.
  constexpr int score(AttributeBits mentioned, AttributeBits equal, AttributeBits ranged) const {
    constexpr int unserved = -1;
    if (!is_numbered_ || (partition_ & ~given_ & ~equal) != 0) return unserved;
    constexpr int of_whole_items = 100;
    AttributeBits used = partition_ & ~given_;
    int score = held_ == ~AttributeBits{0} ? of_whole_items : 0;
    for (AttributeBits left = used; left != 0; left &= left - 1) score += 2;
    for (std::size_t i = 0; i < sort_count_; ++i) {
      if ((given_ & sort_[i]) != 0) continue;
      if (((equal | ranged) & sort_[i]) == 0) break;
      used |= sort_[i];
      score += (equal & sort_[i]) != 0 ? 2 : 1;
      if ((ranged & sort_[i]) != 0) break;
    }
    return (mentioned & key() & ~used) != 0 || (mentioned & ~held_) != 0 ? unserved : score;
  }

 private:
  static constexpr AttributeBits bits(std::initializer_list<Place> places) {
    AttributeBits all = 0;
    for (const Place each : places) all |= bit_of(each);
    return all;
  }
  static constexpr bool all_numbered(std::initializer_list<Place> places) {
    for (const Place each : places) {
      if (bit_of(each) == 0) return false;
    }
    return true;
  }

  AttributeBits partition_;
  AttributeBits given_;
  AttributeBits held_;
  std::array<AttributeBits, 4> sort_{};
  std::size_t sort_count_;
  bool is_numbered_;
};

namespace detail {

template <std::size_t N, class First, class... Rest>
struct NthType : NthType<N - 1, Rest...> {};
template <class First, class... Rest>
struct NthType<0, First, Rest...> {
  using Type = First;
};

}  // namespace detail

/// Of several query classes the one that serves a condition best; of equals, the first.
template <AttributeBits Mentioned, AttributeBits Equal, AttributeBits Ranged, class... Queries>
class ChosenQuery {
  static constexpr std::size_t choose() {
    std::size_t best = sizeof...(Queries);
    int best_score = -1;
    std::size_t position = 0;
    for (const int score : {Queries::layout.score(Mentioned, Equal, Ranged)...}) {
      if (score > best_score) {
        best = position;
        best_score = score;
      }
      ++position;
    }
    return best;
  }

 public:
  static constexpr bool is_served = choose() < sizeof...(Queries);
  /// If none serves it, just the first: the caller asserts.
  using Type = typename detail::NthType<is_served ? choose() : 0, Queries...>::Type;

  /// The first attribute of `keys`, by which an index could be keyed to serve the condition; unnumbered: it is served,
  /// or compares none of these by `==`.
  static constexpr Place proposal(AttributeBits keys) {
    return is_served || (Equal & keys) == 0 ? unnumbered : static_cast<Place>(std::countr_zero(Equal & keys));
  }
};

}  // namespace partita::inline epoch1
