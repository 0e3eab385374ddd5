#include "frontend_json/default_value.hpp"

#include "diagnostics/suggestion.hpp"
#include "model/limits.hpp"
#include "plan/names.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <type_traits>

namespace partita::frontend_json {
namespace {

using diagnostics::Id;
using model::TypeKind;

// Every whole number with fewer characters than this fits 64 bits.
constexpr std::size_t shortest_overflow = 19;

class DefaultReader {
 public:
  DefaultReader(const Value& value, const model::Type& type, const std::vector<model::NamedType>& types,
                diagnostics::Sink& sink)
      : value_(value), type_(type), types_(types), sink_(sink) {}

  std::optional<std::string> read() {
    if (!type_.converted.empty()) return no_default();
    switch (type_.kind) {
      case TypeKind::boolean:
        if (value_.kind != ValueKind::boolean) return fail("expected true or false for a 'bool'");
        return value_.boolean ? "true" : "false";
      case TypeKind::int8:
        return integer<std::int8_t>("int8");
      case TypeKind::int16:
        return integer<std::int16_t>("int16");
      case TypeKind::int32:
        return integer<std::int32_t>("int32");
      case TypeKind::int64:
        return integer<std::int64_t>("int64");
      case TypeKind::uint8:
        return integer<std::uint8_t>("uint8");
      case TypeKind::uint16:
        return integer<std::uint16_t>("uint16");
      case TypeKind::uint32:
        return integer<std::uint32_t>("uint32");
      case TypeKind::uint64:
        return integer<std::uint64_t>("uint64");
      case TypeKind::float32:
        return floating<float>("float", "F");
      case TypeKind::float64:
        return floating<double>("double", "");
      case TypeKind::decimal:
        return decimal();
      case TypeKind::string:
        if (value_.kind != ValueKind::string) return fail("expected a string for a 'string'");
        return cpp_string_literal(value_.text);
      case TypeKind::enumeration:
        return enumerator();
      case TypeKind::list:
      case TypeKind::set:
        if (value_.kind != ValueKind::array || !value_.items.empty()) {
          return fail("the only default of a list or set is the empty one, []");
        }
        return "{}";
      case TypeKind::map:
        if (value_.kind != ValueKind::object || !value_.members.empty()) {
          return fail("the only default of a map is the empty one, {}");
        }
        return "{}";
      default:
        return no_default();
    }
  }

 private:
  std::optional<std::string> no_default() {
    return fail("this type takes no default; make the attribute optional instead");
  }

  std::optional<std::string> fail(std::string message) {
    sink_.report(Id::invalid_default, value_.span, std::move(message));
    return std::nullopt;
  }

  template <typename Integer>
  std::optional<std::string> integer(std::string_view name) {
    const std::string quoted = "'" + std::string(name) + "'";
    if (value_.kind != ValueKind::number || value_.text.find_first_of(".eE") != std::string::npos) {
      return fail("expected a whole number for " + quoted + ", written without fraction or exponent");
    }
    Integer parsed{};
    const char* end = value_.text.data() + value_.text.size();
    if (const auto result = std::from_chars(value_.text.data(), end, parsed);
        result.ec != std::errc{} || result.ptr != end) {
      return fail(value_.text + " is out of range for " + quoted + ", which holds " +
                  std::to_string(std::numeric_limits<Integer>::min()) + " to " +
                  std::to_string(std::numeric_limits<Integer>::max()));
    }
    // C++ reads the smallest 64-bit number as the negative of one that doesn't fit, and has no literal above INT64_MAX
    // without a suffix.
    if constexpr (std::is_same_v<Integer, std::int64_t>) {
      if (parsed == std::numeric_limits<std::int64_t>::min()) return "-9223372036854775807 - 1";
    }
    if constexpr (std::is_same_v<Integer, std::uint64_t>) return std::to_string(parsed) + "U";
    return std::to_string(parsed);
  }

  template <typename Real>
  std::optional<std::string> floating(std::string_view name, std::string_view suffix) {
    if (value_.kind != ValueKind::number) return fail("expected a number for a '" + std::string(name) + "'");
    Real parsed{};
    const char* end = value_.text.data() + value_.text.size();
    const auto result = std::from_chars(value_.text.data(), end, parsed);
    const double size = std::abs(static_cast<double>(parsed));
    if (result.ec != std::errc{} || result.ptr != end || size >= model::limits::number_end ||
        (size != 0 && size < model::limits::smallest_number)) {
      return fail(value_.text + " is out of range for a '" + std::string(name) + "' in DynamoDB");
    }
    std::string text = value_.text;
    if (text.find_first_of(".eE") == std::string::npos) text += ".0";
    return text.append(suffix);
  }

  // Whole numbers convert by themselves; others are parsed, and what is checked here can't fail there.
  std::optional<std::string> decimal() {
    if (value_.kind != ValueKind::number) return fail("expected a number for a 'decimal'");
    std::string_view digits(value_.text);
    digits = digits.substr(0, digits.find_first_of("eE"));
    std::string significant;
    for (const char c : digits) {
      if (c >= '0' && c <= '9' && !(significant.empty() && c == '0')) significant += c;
    }
    while (!significant.empty() && significant.back() == '0') significant.pop_back();
    if (significant.size() > model::limits::number_digits) {
      return fail(value_.text + " has more than the 38 digits of a 'decimal'");
    }
    const std::optional<std::string> checked = floating<double>("decimal", "");
    if (!checked) return std::nullopt;
    if (value_.text.find_first_of(".eE") == std::string::npos && value_.text.size() < shortest_overflow) {
      return value_.text;
    }
    return "*partita::decimal::parse(\"" + value_.text + "\")";
  }

  std::optional<std::string> enumerator() {
    const auto type = std::find_if(types_.begin(), types_.end(),
                                   [&](const model::NamedType& named) { return named.qualified == type_.named; });
    if (type == types_.end()) return std::nullopt;
    std::vector<std::string> names;
    for (const model::Enumerator& known : type->enumerators) names.push_back(known.name.text);
    if (value_.kind != ValueKind::string) {
      return fail("expected an enumerator of '" + type->cpp_name + "': " + diagnostics::quoted_list(names));
    }
    if (std::find(names.begin(), names.end(), value_.text) != names.end()) {
      return type_.cpp + "::" + plan::cpp_identifier(value_.text);
    }
    const std::optional<std::string> meant = diagnostics::closest(value_.text, names);
    std::string message = "'" + value_.text + "' is no enumerator of '" + type->cpp_name + "'; ";
    message += meant ? "did you mean '" + *meant + "'?" : "it has " + diagnostics::quoted_list(names);
    auto& report = sink_.report(Id::invalid_default, value_.content(), std::move(message));
    if (meant) report.fix = diagnostics::FixIt{value_.content(), *meant};
    return std::nullopt;
  }

  const Value& value_;
  const model::Type& type_;
  const std::vector<model::NamedType>& types_;
  diagnostics::Sink& sink_;
};

}  // namespace

std::optional<std::string> default_text(const Value& value, const model::Type& type,
                                        const std::vector<model::NamedType>& types, diagnostics::Sink& sink) {
  return DefaultReader(value, type, types, sink).read();
}

std::string cpp_string_literal(std::string_view text) {
  std::string literal = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      literal += {'\\', c};
    } else if (c == '\n') {
      literal += "\\n";
    } else if (c == '\t') {
      literal += "\\t";
    } else if (byte < 0x20 || byte == 0x7F) {
      // Three octal digits end the escape whatever comes next; a hexadecimal one would run on.
      literal += {'\\', static_cast<char>('0' + (byte >> 6U)), static_cast<char>('0' + ((byte >> 3U) & 7U)),
                  static_cast<char>('0' + (byte & 7U))};
    } else {
      literal += c;
    }
  }
  literal += '"';
  // A plain literal would end at the first NUL.
  if (text.find('\0') != std::string_view::npos) {
    literal = "std::string(" + literal + ", " + std::to_string(text.size()) + ")";
  }
  return literal;
}

}  // namespace partita::frontend_json
