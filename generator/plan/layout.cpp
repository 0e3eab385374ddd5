#include "plan/layout.hpp"

#include "plan/literals.hpp"

#include <algorithm>

namespace partita::plan {
namespace {

// Packs the parts into lines that start at `column`, the first of them after what `text` ends with; false if a line
// gets too long.
bool pack(std::string& text, std::size_t column, const std::vector<std::string>& parts, std::string_view tail) {
  bool fits = true;
  std::size_t at = column;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const bool last = i + 1 == parts.size();
    const std::size_t width = parts[i].size() + (last ? tail.size() : 1);
    if (i != 0) {
      if (at + 1 + width <= column_limit) {
        text += ' ';
        ++at;
      } else {
        text.append("\n").append(column, ' ');
        at = column;
      }
    }
    text += parts[i];
    if (!last) text += ',';
    at += width;
    fits = fits && at <= column_limit;
  }
  text += tail;
  return fits;
}

}  // namespace

std::string bracketed(std::size_t indent, std::string_view head, const std::vector<std::string>& parts,
                      std::string_view tail) {
  std::string aligned(head);
  if (pack(aligned, indent + head.size(), parts, tail) || parts.empty()) return aligned;
  std::string broken(head);
  broken.append("\n").append(indent + 4, ' ');
  pack(broken, indent + 4, parts, tail);
  return broken;
}

std::string braced(std::size_t indent, std::string_view head, const std::vector<std::string>& parts,
                   std::string_view tail) {
  std::string aligned(head);
  const bool fits = pack(aligned, indent + head.size(), parts, tail);
  std::string broken(head);
  broken.append("\n").append(indent + 4, ' ');
  pack(broken, indent + 4, parts, tail);
  const auto lines = [](const std::string& text) { return std::count(text.begin(), text.end(), '\n'); };
  return parts.empty() || (fits && lines(aligned) <= lines(broken)) ? aligned : broken;
}

std::string nested(std::size_t indent, std::string_view head, const std::string& first, std::string_view inner,
                   const std::vector<std::string>& parts, std::string_view tail) {
  std::string call(inner);
  for (std::size_t i = 0; i < parts.size(); ++i) call.append(i == 0 ? "" : ", ").append(parts[i]);
  call += ")";
  const std::string whole = braced(indent, head, {first, call}, tail);
  const bool fits = indent + 4 + call.size() + tail.size() <= column_limit;
  if (fits && std::count(whole.begin(), whole.end(), '\n') < 2) return whole;
  // Two lines that part the inner call's arguments are better than three that keep them together.
  std::string parted = std::string(head) + first + ", " + std::string(inner);
  if (pack(parted, indent + parted.size(), parts, ")" + std::string(tail)) &&
      std::count(parted.begin(), parted.end(), '\n') < 2) {
    return parted;
  }
  if (fits) return whole;
  const std::size_t column = indent + head.size();
  const std::string aligned = std::string(head) + first + ",\n" + std::string(column, ' ') +
                              braced(column, inner, parts, ")" + std::string(tail));
  const std::string margin = "\n" + std::string(indent + 4, ' ');
  const std::string lowered =
      std::string(head) + margin + first + "," + margin + braced(indent + 4, inner, parts, ")" + std::string(tail));
  const auto lines = [](const std::string& text) { return std::count(text.begin(), text.end(), '\n'); };
  return lines(aligned) < lines(lowered) ? aligned : lowered;
}

std::string variable(std::size_t indent, std::string_view type, std::string_view name,
                     const std::vector<std::string>& parts) {
  const std::string head = std::string(type) + " " + std::string(name) + "{";
  if (indent + head.size() <= column_limit) return braced(indent, head, parts, "};");
  return std::string(type) + "\n" + std::string(indent + 4, ' ') +
         braced(indent + 4, std::string(name) + "{", parts, "};");
}

std::string assignment(std::size_t indent, std::string_view left, std::string_view right) {
  const bool fits = indent + left.size() + 3 + right.size() + 1 <= column_limit;
  return std::string(left) + " =" + (fits ? " " : "\n" + std::string(indent + 4, ' ')) + std::string(right) + ";";
}

std::string literals(std::size_t indent, std::string_view head, const std::vector<std::string>& pieces,
                     std::string_view tail) {
  std::size_t column = indent + head.size();
  const bool fits = std::all_of(pieces.begin(), pieces.end(), [&](const std::string& piece) {
    return column + piece.size() + (&piece == &pieces.back() ? tail.size() : 0) <= column_limit;
  });
  std::string text(head);
  if (!fits) {
    if (text.ends_with(' ')) text.pop_back();
    column = indent + 4;
    text.append("\n").append(column, ' ');
  }
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    if (i != 0) text.append("\n").append(column, ' ');
    text += pieces[i];
  }
  return text += tail;
}

std::string base_clause(std::size_t width, std::string_view base, const std::vector<std::string>& arguments) {
  const std::string head = ": public " + std::string(base) + "<";
  std::string line = " " + bracketed(width + 1, head, arguments, "> {");
  if (line.find('\n') == std::string::npos && width + line.size() <= column_limit)
    return line.substr(0, line.size() - 2);
  line = "\n    " + bracketed(4, head, arguments, "> {");
  return line.substr(0, line.size() - 2);
}

std::string function(std::size_t indent, std::string_view type, std::string_view name,
                     const std::vector<std::string>& parameters, std::string_view tail) {
  const std::string head = std::string(name) + "(";
  const std::string closing = ")" + std::string(tail);
  const std::size_t head_width = indent + type.size() + 1 + head.size();
  if (head_width + (parameters.empty() ? closing.size() : 0) <= column_limit) {
    return bracketed(indent, std::string(type) + " " + head, parameters, closing);
  }
  return std::string(type) + "\n" + std::string(indent, ' ') + bracketed(indent, head, parameters, closing);
}

std::string inline_function(std::size_t indent, std::string_view type, std::string_view name,
                            const std::vector<std::string>& parameters, std::string_view tail,
                            std::string_view statement) {
  const std::string body = " { " + std::string(statement) + " }";
  std::string line = function(indent, type, name, parameters, std::string(tail) + body);
  if (line.find('\n') == std::string::npos && indent + line.size() <= column_limit) return line;
  return function(indent, type, name, parameters, std::string(tail) + " {") + "\n" + std::string(indent + 2, ' ') +
         std::string(statement) + "\n" + std::string(indent, ' ') + "}";
}

std::string constructor(std::string_view name, const std::vector<std::string>& parameters,
                        std::string_view initialiser) {
  const std::string head = std::string(name) + "(";
  std::string line = bracketed(0, head, parameters, ") : " + std::string(initialiser) + " {");
  if (line.find('\n') == std::string::npos && line.size() <= column_limit) return line;
  return bracketed(0, head, parameters, ")") + "\n    : " + std::string(initialiser) + " {";
}

std::string enumeration(std::string_view head, const std::vector<std::string>& enumerators) {
  std::string line = std::string(head) + " {";
  for (std::size_t i = 0; i < enumerators.size(); ++i) line.append(i == 0 ? " " : ", ").append(enumerators[i]);
  line += " };";
  if (line.size() <= column_limit) return line;
  std::string lines = std::string(head) + " {\n";
  for (const std::string& enumerator : enumerators) lines.append("  ").append(enumerator).append(",\n");
  return lines + "};";
}

std::string assertion(std::size_t indent, const std::string& condition, const std::string& message) {
  constexpr std::string_view head = "static_assert(";
  const std::string literal = string_literal(message);
  constexpr std::size_t continued = 4;
  if (indent + continued + literal.size() + 2 <= column_limit) return braced(indent, head, {condition, literal}, ");");
  const std::size_t column = indent + head.size();
  std::string text = std::string(head) + condition + ",";
  std::string_view rest(literal);
  rest = rest.substr(1, rest.size() - 2);
  while (true) {
    text.append("\n").append(column, ' ');
    const std::size_t room = column_limit - column - 2;
    if (rest.size() + 2 <= room) break;
    const std::size_t end = rest.substr(0, room).rfind(' ') + 1;
    text.append("\"").append(rest.substr(0, end)).append("\"");
    rest.remove_prefix(end);
  }
  return text.append("\"").append(rest).append("\");");
}

std::string comment(std::size_t indent, std::string_view marker, std::string_view text) {
  std::string lines(marker);
  std::size_t at = indent + marker.size();
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    if (at + 1 + end > column_limit && at > indent + marker.size()) {
      lines.append("\n").append(indent, ' ').append(marker);
      at = indent + marker.size();
    }
    lines.append(" ").append(text.substr(0, end));
    at += 1 + end;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

}  // namespace partita::plan
