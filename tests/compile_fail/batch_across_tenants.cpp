// error: a batch compares no tenants: pass partita::unconditionally, or write the items one by one
#include "document.partita.hpp"

#include <string>
#include <vector>

bool remove_all(const lab::TokenRepository& tokens, const std::vector<std::string>& keys) {
  return static_cast<bool>(tokens.remove_many(keys));
}
