#include "http/raw_xml.hpp"

#include <array>
#include <cstddef>
#include <utility>

namespace partita::inline epoch1::http {
namespace {

constexpr std::array<std::pair<std::string_view, char>, 5> entities{
    {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}}};

// Others stay as they are: tokens and messages need none.
std::string resolved(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    std::size_t taken = 1;
    char c = text.front();
    for (const auto& [entity, meaning] : entities) {
      if (text.starts_with(entity)) c = meaning, taken = entity.size();
    }
    out += c;
    text.remove_prefix(taken);
  }
  return out;
}

}  // namespace

std::optional<std::string> xml_text(std::string_view xml, std::string_view name) {
  const std::string begin = "<" + std::string(name) + ">";
  const std::string end = "</" + std::string(name) + ">";
  const std::size_t open = xml.find(begin);
  if (open == std::string_view::npos) return std::nullopt;
  const std::string_view rest = xml.substr(open + begin.size());
  const std::size_t close = rest.find('<');
  if (close == std::string_view::npos || !rest.substr(close).starts_with(end)) return std::nullopt;
  return resolved(rest.substr(0, close));
}

}  // namespace partita::inline epoch1::http
