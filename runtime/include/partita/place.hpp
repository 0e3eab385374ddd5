// How types know an attribute: by its number in the entity, as a bit.
#pragma once

#include <cstdint>

namespace partita::inline epoch1 {

/// Attributes of one entity, a bit each. An entity can have more of them than there are bits: keys are numbered first,
/// and of the attributes that have none, what the types of conditions would show at compile time shows when a query
/// runs.
using AttributeBits = std::uint64_t;

/// Where a field is: the number of its attribute, and flags if it lies inside of that attribute.
using Place = unsigned;

/// Of an attribute that has no bit.
inline constexpr Place unnumbered = 64;

namespace detail {
inline constexpr Place place_inside = 0x100;    // no attribute, but a part of one
inline constexpr Place place_required = 0x200;  // an item that lacks it can't be read
inline constexpr Place place_fixed = 0x400;     // an element of an array, of which there are exactly so many
}  // namespace detail

/// A part of the attribute: one that may be absent, one that may not, and an element of an array.
constexpr Place inside(Place at) {
  return (at & 0xFF) | detail::place_inside;
}
constexpr Place required_inside(Place at) {
  return inside(at) | detail::place_required;
}
constexpr Place fixed_inside(Place at) {
  return inside(at) | detail::place_fixed;
}

/// The bit of the attribute that it is, or is a part of.
constexpr AttributeBits bit_of(Place at) {
  return (at & 0xFF) < unnumbered ? AttributeBits{1} << (at & 0xFF) : 0;
}
/// The same of an attribute as a whole; of its parts none: no key is made of them.
constexpr AttributeBits key_bit_of(Place at) {
  return at < unnumbered ? bit_of(at) : 0;
}

}  // namespace partita::inline epoch1
