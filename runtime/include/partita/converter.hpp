// How a type of your own is stored: a specialisation of partita::converter makes attributes of it.
//
//   template <>
//   struct partita::converter<Money> {
//     using stored_type = std::int64_t;
//     static std::int64_t to_stored(const Money& money) { return money.cents(); }
//     static partita::Result<Money> from_stored(std::int64_t cents) { return Money::of_cents(cents); }
//   };
//
// * Write it before the first struct that has such a member: a key asks for it at once.
// * `stored_type` is any type that an attribute can have, but no optional and no type with a converter of its own. If a
//   key can have it, a key can have your type: keys are sorted as the stored values are.
// * `to_stored` takes a `const T&` and cannot fail. `from_stored` takes the stored type (by value or const reference)
//   and returns `partita::Result<T>` (<partita/result.hpp>): its error is the `decode` error of the item, in which
//   Partita names the attribute.
// * Both must be safe to call from several threads, and must undo each other: an item that is read and written again
//   is the same item.
#pragma once

namespace partita {

/// Only specialisations have members; the beginning of this file shows one.
template <class T>
struct converter;

}  // namespace partita
