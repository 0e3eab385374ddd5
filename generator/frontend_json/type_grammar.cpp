#include "frontend_json/type_grammar.hpp"

#include "diagnostics/suggestion.hpp"
#include "model/limits.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace partita::frontend_json {
namespace {

using diagnostics::Id;
using model::Type;
using model::TypeKind;

struct Builtin {
  std::string_view name;
  TypeKind kind;
  std::string_view cpp;
};

constexpr auto builtins = std::to_array<Builtin>({
    {"bool", TypeKind::boolean, "bool"},
    {"int8", TypeKind::int8, "std::int8_t"},
    {"int16", TypeKind::int16, "std::int16_t"},
    {"int32", TypeKind::int32, "std::int32_t"},
    {"int64", TypeKind::int64, "std::int64_t"},
    {"uint8", TypeKind::uint8, "std::uint8_t"},
    {"uint16", TypeKind::uint16, "std::uint16_t"},
    {"uint32", TypeKind::uint32, "std::uint32_t"},
    {"uint64", TypeKind::uint64, "std::uint64_t"},
    {"float", TypeKind::float32, "float"},
    {"double", TypeKind::float64, "double"},
    {"decimal", TypeKind::decimal, "partita::decimal"},
    {"string", TypeKind::string, "std::string"},
    {"bytes", TypeKind::bytes, "std::vector<std::byte>"},
});

constexpr auto generics = std::to_array<std::string_view>({"timestamp", "list", "array", "set", "map"});

bool is_set_element(TypeKind kind) {
  return kind == TypeKind::string || kind == TypeKind::bytes || (kind >= TypeKind::int8 && kind <= TypeKind::decimal);
}

Type make_type(TypeKind kind, std::string cpp) {
  Type type;
  type.kind = kind;
  type.cpp = std::move(cpp);
  return type;
}

// As a type's own header declares it, not as it is stored.
const std::string& spelling(const Type& type) {
  return type.converted.empty() ? type.cpp : type.converted;
}

class TypeParser {
 public:
  TypeParser(const Value& value, const NamedTypes& named, diagnostics::Sink& sink)
      : value_(value), text_(value.text), named_(named), sink_(sink) {}

  std::optional<Type> parse() {
    std::optional<Type> type = parse_one(0);
    if (!type) return std::nullopt;
    skip_blanks();
    if (at_ != text_.size()) {
      fail(Id::malformed_type, at_, text_.size(),
           "unexpected '" + std::string(text_.substr(at_)) + "' behind the type");
      return std::nullopt;
    }
    return type;
  }

 private:
  diagnostics::Diagnostic& fail(Id id, std::size_t begin, std::size_t end, std::string message) {
    return sink_.report(id, value_.content(begin, end), std::move(message));
  }

  void skip_blanks() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
  }

  // Letters, digits and underscores; bytes outside ASCII too, so that a misspelt name is quoted whole.
  std::string_view word() {
    skip_blanks();
    const std::size_t begin = at_;
    while (at_ < text_.size() && std::string_view(" <>,").find(text_[at_]) == std::string_view::npos) ++at_;
    return text_.substr(begin, at_ - begin);
  }

  bool take(char c, std::string_view where) {
    skip_blanks();
    if (at_ < text_.size() && text_[at_] == c) {
      ++at_;
      return true;
    }
    std::string message = "expected '" + std::string(1, c) + "' " + std::string(where);
    if (at_ < text_.size()) message += ", got '" + std::string(1, text_[at_]) + "'";
    fail(Id::malformed_type, at_, std::min(at_ + 1, text_.size()), std::move(message));
    return false;
  }

  bool next_is(char c) {
    skip_blanks();
    return at_ < text_.size() && text_[at_] == c;
  }

  std::optional<Type> parse_one(int depth) {
    const std::string_view name = word();
    const std::size_t end = at_;
    const std::size_t begin = end - name.size();
    if (name.empty()) {
      fail(Id::malformed_type, begin, std::min(begin + 1, text_.size()),
           "expected a type, such as 'string' or 'list<int64>'");
      return std::nullopt;
    }
    if (depth > model::limits::nesting) {
      fail(Id::malformed_type, begin, end, "the type is nested more than 32 levels deep, which DynamoDB can't store");
      return std::nullopt;
    }
    if (const auto found = named_.find(name); found != named_.end()) return no_arguments(name, found->second);
    const auto builtin = std::find_if(builtins.begin(), builtins.end(), [&](const auto& b) { return b.name == name; });
    if (builtin != builtins.end()) {
      return no_arguments(name, make_type(builtin->kind, std::string(builtin->cpp)));
    }
    if (name == "timestamp") return parse_timestamp();
    if (name == "list") return parse_container(TypeKind::list, "std::vector<", name, depth);
    if (name == "map") return parse_container(TypeKind::map, "std::map<std::string, ", name, depth);
    if (name == "set") return parse_set(depth);
    if (name == "array") return parse_array(depth);
    unknown(name, begin);
    return std::nullopt;
  }

  std::optional<Type> no_arguments(std::string_view name, Type type) {
    if (!next_is('<')) return type;
    fail(Id::malformed_type, at_, at_ + 1, "'" + std::string(name) + "' takes no arguments");
    return std::nullopt;
  }

  std::optional<Type> parse_timestamp() {
    if (!next_is('<')) return make_type(TypeKind::timestamp, "partita::timestamp");
    ++at_;
    const std::string_view precision = word();
    const std::size_t begin = at_ - precision.size();
    if (precision != "s" && precision != "iso") {
      fail(Id::malformed_type, begin, std::max(at_, std::min(begin + 1, text_.size())),
           "a timestamp is 'timestamp' (milliseconds), 'timestamp<s>' (seconds) or 'timestamp<iso>' (text)");
      return std::nullopt;
    }
    if (!take('>', "behind the argument of 'timestamp'")) return std::nullopt;
    if (precision == "s") return make_type(TypeKind::timestamp_seconds, "partita::seconds_timestamp");
    return make_type(TypeKind::timestamp_iso, "partita::iso_timestamp");
  }

  std::optional<Type> parse_container(TypeKind kind, std::string_view cpp, std::string_view name, int depth) {
    const std::string quoted = "'" + std::string(name) + "'";
    if (!take('<', "and an element type behind " + quoted)) return std::nullopt;
    std::optional<Type> element = parse_one(depth + 1);
    if (!element || !take('>', "behind the element type of " + quoted)) return std::nullopt;
    Type type = make_type(kind, std::string(cpp) + spelling(*element) + ">");
    type.element.push_back(std::move(*element));
    return type;
  }

  std::optional<Type> parse_set(int depth) {
    skip_blanks();
    const std::size_t begin = std::min(at_ + 1, text_.size());
    std::optional<Type> type = parse_container(TypeKind::set, "std::set<", "set", depth);
    if (!type) return std::nullopt;
    if (!is_set_element(type->element.front().kind)) {
      const std::string element(text_.substr(begin, at_ - 1 - begin));
      fail(Id::unsupported_type, begin, at_ - 1,
           "a set in DynamoDB holds strings, numbers or binaries, not '" + element + "'; use 'list<" + element + ">'");
      return std::nullopt;
    }
    return type;
  }

  std::optional<Type> parse_array(int depth) {
    if (!take('<', "and an element type behind 'array'")) return std::nullopt;
    std::optional<Type> element = parse_one(depth + 1);
    if (!element || !take(',', "and a length behind the element type of 'array'")) return std::nullopt;
    const std::string_view digits = word();
    const std::size_t begin = at_ - digits.size();
    std::size_t extent = 0;
    const bool is_number = !digits.empty() && digits.find_first_not_of("0123456789") == std::string_view::npos;
    if (is_number) {
      for (const char digit : digits) {
        extent = std::min(extent * 10 + static_cast<std::size_t>(digit - '0'), model::limits::item_bytes + 1);
      }
    }
    if (extent == 0 || extent > model::limits::item_bytes) {
      fail(Id::malformed_type, begin, std::max(at_, std::min(begin + 1, text_.size())),
           "the length of an array is a number from 1 to 409600");
      return std::nullopt;
    }
    if (!take('>', "behind the length of 'array'")) return std::nullopt;
    Type type = make_type(TypeKind::array, "std::array<" + spelling(*element) + ", " + std::to_string(extent) + ">");
    type.extent = extent;
    type.element.push_back(std::move(*element));
    return type;
  }

  void unknown(std::string_view name, std::size_t begin) {
    std::vector<std::string> known;
    for (const Builtin& builtin : builtins) known.emplace_back(builtin.name);
    for (const std::string_view generic : generics) known.emplace_back(generic);
    for (const auto& [declared, type] : named_) known.push_back(declared);
    const std::optional<std::string> meant = diagnostics::closest(name, known);
    std::string message = "unknown type '" + std::string(name) + "'; ";
    message += meant ? "did you mean '" + *meant + "'?" : "correct it, or declare it under 'types'";
    auto& report = fail(Id::unknown_type, begin, begin + name.size(), std::move(message));
    if (!meant) {
      report.notes.push_back({report.span,
                              "the types are bool, int8 to int64, uint8 to uint64, float, double, decimal, string, "
                              "bytes, timestamp, list<T>, array<T, N>, set<T>, map<T>, and those under 'types'",
                              std::nullopt});
    } else if (!value_.has_escapes) {
      report.fix = diagnostics::FixIt{report.span, *meant};
    }
  }

  const Value& value_;
  std::string_view text_;
  const NamedTypes& named_;
  diagnostics::Sink& sink_;
  std::size_t at_ = 0;
};

}  // namespace

bool is_builtin_type(std::string_view name) {
  return std::find(generics.begin(), generics.end(), name) != generics.end() ||
         std::any_of(builtins.begin(), builtins.end(), [&](const Builtin& builtin) { return builtin.name == name; });
}

std::optional<Type> parse_type(const Value& text, const NamedTypes& named, diagnostics::Sink& sink) {
  return TypeParser(text, named, sink).parse();
}

}  // namespace partita::frontend_json
