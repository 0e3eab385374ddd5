#include "embedded/store/store.hpp"

namespace partita::inline epoch1::embedded {

std::string after(std::string_view sort) {
  std::string next(sort);
  next += '\0';
  return next;
}

std::optional<std::string> after_all_with(std::string_view prefix) {
  const std::size_t last = prefix.find_last_not_of('\xFF');
  if (last == std::string_view::npos) return std::nullopt;
  std::string next(prefix.substr(0, last + 1));
  next.back() = static_cast<char>(static_cast<unsigned char>(next.back()) + 1);
  return next;
}

}  // namespace partita::inline epoch1::embedded
