// Types of a user's own, and how they are stored.
#pragma once

#include <partita/converter.hpp>
#include <partita/result.hpp>

#include <cstdint>
#include <string>
#include <utility>

namespace lab {

/// An amount of cents, never less than none.
class Money {
 public:
  Money() = default;
  explicit Money(std::int64_t cents) : cents_(cents) {}

  std::int64_t cents() const { return cents_; }
  friend auto operator<=>(const Money&, const Money&) = default;

 private:
  std::int64_t cents_ = 0;
};

/// What an article is known by. Converts to text, and must all the same be stored by its converter.
class Sku {
 public:
  Sku() = default;
  explicit Sku(std::string text) : text_(std::move(text)) {}

  const std::string& text() const { return text_; }
  operator std::string_view() const { return "not what is stored"; }  // NOLINT(google-explicit-constructor)
  friend bool operator==(const Sku& a, const Sku& b) { return a.text_ == b.text_; }

 private:
  std::string text_;
};

}  // namespace lab

template <>
struct partita::converter<lab::Money> {
  using stored_type = std::int64_t;
  static std::int64_t to_stored(const lab::Money& money) { return money.cents(); }
  static partita::Result<lab::Money> from_stored(std::int64_t cents) {
    if (cents < 0) return partita::Error(partita::ErrorKind::decode, "nobody owes a price");
    return lab::Money(cents);
  }
};

template <>
struct partita::converter<lab::Sku> {
  using stored_type = std::string;
  static std::string to_stored(const lab::Sku& sku) { return "SKU-" + sku.text(); }
  static partita::Result<lab::Sku> from_stored(const std::string& text) {
    if (!text.starts_with("SKU-")) return partita::Error(partita::ErrorKind::decode, "it does not begin with SKU-");
    return lab::Sku(text.substr(4));
  }
};
