// Files that hold a token and are replaced by whoever wrote them.
#pragma once

#include "config/ini_file.hpp"

#include <partita/result.hpp>

#include <string>
#include <string_view>

namespace partita::inline epoch1::config {

/// The token in the file that `path` names, without white space around it. Fails with kind `credentials`, without
/// quoting it, if it is empty, larger than 64 KB or holds a control character.
Result<std::string> read_token(const Setting& path);

/// The same checks on a token that is at hand; `where` begins the errors.
Result<std::string> check_token(std::string_view token, const std::string& where);

}  // namespace partita::inline epoch1::config
