#include "config/read_token.hpp"

#include "text.hpp"

#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <cstring>
#include <memory>

namespace partita::inline epoch1::config {
namespace {

constexpr std::size_t largest_token = std::size_t{64} << 10;

}  // namespace

Result<std::string> read_token(const Setting& path) {
  const auto close = [](std::FILE* stream) { std::fclose(stream); };
  const auto cannot = [&path] {
    return Error(ErrorKind::credentials,
                 path.where + ": cannot read the token in '" + path.value + "': " + std::strerror(errno));
  };
  errno = 0;
  const std::unique_ptr<std::FILE, decltype(close)> stream(std::fopen(path.value.c_str(), "rb"), close);
  if (!stream) return cannot();
  std::string token(largest_token + 1, '\0');
  token.resize(std::fread(token.data(), 1, token.size(), stream.get()));
  if (std::ferror(stream.get()) != 0) return cannot();
  return check_token(token, path.where + ": '" + path.value + "'");
}

Result<std::string> check_token(std::string_view token, const std::string& where) {
  if (token.size() > largest_token) return Error(ErrorKind::credentials, where + " holds no token: it is too large");
  token = text::trim(token);
  if (token.empty()) return Error(ErrorKind::credentials, where + " holds no token: it is empty");
  if (text::has_control(token)) {
    return Error(ErrorKind::credentials,
                 where + " holds no token: there is a control character, such as a line end, in it");
  }
  return std::string(token);
}

}  // namespace partita::inline epoch1::config
