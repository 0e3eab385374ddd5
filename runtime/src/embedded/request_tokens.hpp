// The ClientRequestTokens of transactions that were applied: a repeated one is not applied again, be it by another
// process of the same file.
#pragma once

#include "embedded/store/store.hpp"
#include "http/sha256.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace partita::inline epoch1::embedded {

/// Keeps tokens for ten minutes, in the store, by the very transactions that they are of. Used by the thread that has
/// the writer, of which there is one.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
class RequestTokens {
 public:
  using Time = std::chrono::system_clock::time_point;

  enum class Known : std::uint8_t { no, applied, of_other_request };

  Known find(Writer& writer, std::string_view token, std::string_view request, Time now);
  /// Of a request that is to be applied when `writer` commits.
  void add(Writer& writer, std::string_view token, std::string_view request, Time now);

 private:
  std::string digest(std::string_view request);

  http::Sha256 sha_;
};

}  // namespace partita::inline epoch1::embedded
