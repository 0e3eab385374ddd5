#include "plan/scope.hpp"

namespace partita::plan {
namespace {

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

}  // namespace

Scope::Scope(const std::vector<std::string>& namespaces) {
  for (const std::string& part : namespaces) name_.append(name_.empty() ? "" : "::").append(part);
}

std::string Scope::spell(std::string_view type) const {
  const std::string prefix = name_.empty() ? "" : name_ + "::";
  std::string spelled;
  for (std::size_t at = 0; at < type.size();) {
    const bool starts_name = is_word(type[at]) && (at == 0 || (!is_word(type[at - 1]) && type[at - 1] != ':'));
    if (starts_name && type.substr(at).starts_with(prefix)) {
      std::size_t end = at + prefix.size();
      while (end < type.size() && is_word(type[end])) ++end;
      const bool is_hidden = hidden_.contains(type.substr(at + prefix.size(), end - at - prefix.size()));
      if (is_hidden && prefix.empty()) spelled += "::";
      if (!is_hidden) at += prefix.size();
      spelled.append(type.substr(at, end - at));
      at = end;
    } else {
      spelled += type[at++];
    }
  }
  return spelled;
}

}  // namespace partita::plan
