// What the engine says when it refuses a request: what the service would have said.
#pragma once

#include <tl/expected.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace partita::inline epoch1::embedded {

struct Refusal {
  std::string type;       ///< the exception without its prefix: `ValidationException`
  std::string message;    ///< the service's own text
  std::string members{};  ///< further members of the answer, as JSON: `"Item":{...}`
};

/// What a function that can refuse returns.
template <class T>
using Checked = tl::expected<T, Refusal>;

inline tl::unexpected<Refusal> refuse(std::string_view type, std::string message) {
  return tl::unexpected<Refusal>(Refusal{std::string(type), std::move(message)});
}
inline tl::unexpected<Refusal> invalid(std::string message) {
  return refuse("ValidationException", std::move(message));
}

}  // namespace partita::inline epoch1::embedded
