// The ClientRequestTokens of transactions that were applied: a repeated one is not applied again.
#pragma once

#include "http/sha256.hpp"

#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace partita::inline epoch1::embedded {

/// Remembers tokens for ten minutes, in the memory of the process. Thread-safe.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
class RequestTokens {
 public:
  using Time = std::chrono::system_clock::time_point;

  enum class Known : std::uint8_t { no, applied, of_other_request };

  Known find(std::string_view token, std::string_view request, Time now);
  void add(std::string_view token, std::string_view request, Time now);

 private:
  struct Entry {
    http::Digest request;
    Time until;
  };
  void forget(Time now);
  http::Digest digest(std::string_view request);

  std::mutex mutex_;
  http::Sha256 sha_;
  std::map<std::string, Entry, std::less<>> tokens_;
  std::deque<std::pair<Time, std::string>> order_;  // by time
};

}  // namespace partita::inline epoch1::embedded
