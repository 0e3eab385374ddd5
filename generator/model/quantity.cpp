#include "model/quantity.hpp"

#include "model/limits.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <span>

namespace partita::model {
namespace {

/// A unit, what one of it is worth, and what people write instead.
struct Unit {
  std::string_view text;
  std::uint64_t worth = 1;
  std::array<std::string_view, 5> misspelt{};
};

constexpr std::uint64_t minute = 60;
constexpr std::uint64_t hour = 60 * minute;
constexpr std::uint64_t day = 24 * hour;

constexpr std::array<Unit, 4> rate_units{{
    {"/s", 1, {"/sec", "/second", "/S", "ps", "Hz"}},
    {"/min", minute, {"/m", "/minute", "/mins", "/M", "/Min"}},
    {"/h", hour, {"/hr", "/hour", "/H", "/hours"}},
    {"/d", day, {"/day", "/D", "/days"}},
}};
constexpr std::array<Unit, 4> duration_units{{
    {"s", 1, {"sec", "second", "seconds", "S"}},
    {"m", minute, {"min", "minute", "minutes", "M"}},
    {"h", hour, {"hr", "hour", "hours", "H"}},
    {"d", day, {"day", "days", "D"}},
}};
constexpr std::array<Unit, 2> size_units{{
    {"B", 1, {"b", "byte", "bytes", "Byte", "Bytes"}},
    {"KB", limits::kilobyte, {"kb", "Kb", "kB", "K", "KiB"}},
}};

/// What one kind of quantity is called, and its units.
struct Kind {
  std::string_view name;
  std::string_view example;
  std::string_view units_text;
  std::span<const Unit> units;
  bool fractions = false;
};

constexpr Kind rate{"rate", "100/s", "'/s', '/min', '/h' or '/d'", rate_units, true};
constexpr Kind duration{"duration", "5m", "'s', 'm', 'h' or 'd'", duration_units};
constexpr Kind size{"size", "2KB", "'B' or 'KB'", size_units};

// So that no product with a unit overflows, and that a double holds it exactly.
constexpr std::size_t most_digits = 9;

constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

struct Quantity {
  std::string_view number;
  std::uint64_t worth = 1;
};

std::size_t end_of_number(std::string_view text, bool fractions) {
  const auto digits_from = [&](std::size_t at) {
    while (at < text.size() && is_digit(text[at])) ++at;
    return at;
  };
  const std::size_t whole = digits_from(0);
  if (!fractions || whole == 0 || whole == text.size() || text[whole] != '.') return whole;
  const std::size_t end = digits_from(whole + 1);
  return end == whole + 1 ? whole : end;
}

QuantityError unknown_unit(std::string_view unit, std::size_t begin, std::size_t end, const Kind& kind) {
  QuantityError error{{}, begin, end, std::nullopt};
  if (unit.empty()) {
    error.message =
        "the " + std::string(kind.name) + " has no unit; write " + std::string(kind.units_text) + " behind the number";
    return error;
  }
  error.message = "unexpected '" + std::string(unit) + "' in a " + std::string(kind.name) + "; expected " +
                  std::string(kind.units_text);
  for (const Unit& known : kind.units) {
    if (std::find(known.misspelt.begin(), known.misspelt.end(), unit) == known.misspelt.end()) continue;
    error.message += "; did you mean '" + std::string(known.text) + "'?";
    error.replacement = known.text;
  }
  return error;
}

tl::expected<Quantity, QuantityError> split(std::string_view text, const Kind& kind) {
  const std::string name(kind.name);
  const auto fail = [](std::string message, std::size_t begin, std::size_t end) {
    return tl::unexpected(QuantityError{std::move(message), begin, end, std::nullopt});
  };
  const std::size_t end = end_of_number(text, kind.fractions);
  if (end == 0) {
    return fail("a " + name + " begins with a number, as in '" + std::string(kind.example) + "'", 0,
                text.empty() ? 0 : 1);
  }
  const std::string_view number = text.substr(0, end);
  const std::string_view unit = text.substr(end);
  const auto found =
      std::find_if(kind.units.begin(), kind.units.end(), [&](const Unit& known) { return known.text == unit; });
  if (found == kind.units.end()) return tl::unexpected(unknown_unit(unit, end, text.size(), kind));
  if (number.find_first_not_of("0.") == std::string_view::npos) {
    return fail("a " + name + " is more than 0; leave it out where it is not known", 0, end);
  }
  if (number.size() > most_digits) {
    return fail("the number has more than " + std::to_string(most_digits) + " digits; use a larger unit", 0, end);
  }
  return Quantity{number, found->worth};
}

tl::expected<std::uint64_t, QuantityError> whole_number(std::string_view text, const Kind& kind) {
  const tl::expected<Quantity, QuantityError> quantity = split(text, kind);
  if (!quantity) return tl::unexpected(quantity.error());
  std::uint64_t number = 0;
  std::from_chars(quantity->number.data(), quantity->number.data() + quantity->number.size(), number);
  return number * quantity->worth;
}

}  // namespace

tl::expected<double, QuantityError> parse_rate(std::string_view text) {
  const tl::expected<Quantity, QuantityError> quantity = split(text, rate);
  if (!quantity) return tl::unexpected(quantity.error());
  double number = 0;
  std::from_chars(quantity->number.data(), quantity->number.data() + quantity->number.size(), number);
  return number / static_cast<double>(quantity->worth);
}

tl::expected<std::chrono::seconds, QuantityError> parse_duration(std::string_view text) {
  return whole_number(text, duration).map([](std::uint64_t count) { return std::chrono::seconds(count); });
}

tl::expected<std::uint64_t, QuantityError> parse_size(std::string_view text) {
  return whole_number(text, size);
}

}  // namespace partita::model
