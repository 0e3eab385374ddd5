#include <partita/result.hpp>

#include <cstdio>
#include <cstdlib>

namespace partita::inline epoch1::detail {

void stop_on_unchecked(const Error& error) {
  const std::string text = error.to_string();
  std::fprintf(stderr, "partita: the value of a failed result was used: %s\n", text.c_str());
  std::abort();
}

}  // namespace partita::inline epoch1::detail
