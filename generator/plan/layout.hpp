// Breaks generated lines as clang-format does with the project's style: 120 columns, parameters packed.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace partita::plan {

inline constexpr std::size_t column_limit = 120;

/// `head` up to and with its opening bracket, the parts with commas between them, and `tail` from the closing bracket
/// on. The first line starts at column `indent`, but the text does not hold that indentation: the template does.
std::string bracketed(std::size_t indent, std::string_view head, const std::vector<std::string>& parts,
                      std::string_view tail);

/// The same for a call or a braced list, where fewer lines win over alignment.
std::string braced(std::size_t indent, std::string_view head, const std::vector<std::string>& parts,
                   std::string_view tail);

/// A call whose last argument is itself a call, `inner`, whose own arguments part where nothing else fits.
std::string nested(std::size_t indent, std::string_view head, const std::string& first, std::string_view inner,
                   const std::vector<std::string>& parts, std::string_view tail);

/// `type name{parts};`, with the name on a line of its own if need be.
std::string variable(std::size_t indent, std::string_view type, std::string_view name,
                     const std::vector<std::string>& parts);

/// `left = right;`, with the right side on a line of its own if need be.
std::string assignment(std::size_t indent, std::string_view left, std::string_view right);

/// Adjacent string literals, one a line, behind `head`; below it, 4 columns in, if they are too long for that.
std::string literals(std::size_t indent, std::string_view head, const std::vector<std::string>& pieces,
                     std::string_view tail);

/// ` : public base<arguments>`, what follows the name of a class that is `width` columns long with its `class`.
std::string base_clause(std::size_t width, std::string_view base, const std::vector<std::string>& arguments);

/// A function up to and with the tail: `Result<void> put(const T& item) const;`. A return type that leaves no room for
/// the name stands on a line of its own.
std::string function(std::size_t indent, std::string_view type, std::string_view name,
                     const std::vector<std::string>& parameters, std::string_view tail);

/// A function with a body of one statement, on one line if it fits. `tail` ends before the brace.
std::string inline_function(std::size_t indent, std::string_view type, std::string_view name,
                            const std::vector<std::string>& parameters, std::string_view tail,
                            std::string_view statement);

/// The definition of a constructor with one initialiser, up to and with the brace.
std::string constructor(std::string_view name, const std::vector<std::string>& parameters,
                        std::string_view initialiser);

/// `enum class Name : base {...};`, on one line if it fits.
std::string enumeration(std::string_view head, const std::vector<std::string>& enumerators);

/// A static_assert, its message in pieces where it is too long for a line.
std::string assertion(std::size_t indent, const std::string& condition, const std::string& message);

/// A comment of one paragraph, each line of it behind `marker` (`//` or `///`).
std::string comment(std::size_t indent, std::string_view marker, std::string_view text);

}  // namespace partita::plan
