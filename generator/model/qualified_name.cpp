#include "model/qualified_name.hpp"

#include <cstddef>

namespace partita::model {

std::string qualified_name(const std::vector<std::string>& namespaces, std::string_view name) {
  std::string result;
  for (const std::string& part : namespaces) result += part + "::";
  return result.append(name);
}

std::string_view unqualified_name(std::string_view qualified) {
  const std::size_t colon = qualified.rfind(':');
  return colon == std::string_view::npos ? qualified : qualified.substr(colon + 1);
}

}  // namespace partita::model
