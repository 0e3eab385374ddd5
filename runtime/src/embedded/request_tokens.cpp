#include "embedded/request_tokens.hpp"

namespace partita::inline epoch1::embedded {

namespace {

constexpr std::chrono::minutes window{10};

}  // namespace

RequestTokens::Known RequestTokens::find(std::string_view token, std::string_view request, Time now) {
  const std::scoped_lock lock(mutex_);
  forget(now);
  const auto found = tokens_.find(token);
  if (found == tokens_.end()) return Known::no;
  return found->second.request == digest(request) ? Known::applied : Known::of_other_request;
}

void RequestTokens::add(std::string_view token, std::string_view request, Time now) {
  const std::scoped_lock lock(mutex_);
  tokens_.insert_or_assign(std::string(token), Entry{digest(request), now + window});
  order_.emplace_back(now + window, token);
}

void RequestTokens::forget(Time now) {
  for (; !order_.empty() && order_.front().first <= now; order_.pop_front()) {
    const auto found = tokens_.find(order_.front().second);
    if (found != tokens_.end() && found->second.until <= now) tokens_.erase(found);
  }
}

http::Digest RequestTokens::digest(std::string_view request) {
  http::Digest result{};
  (void)sha_.hash(request, result);  // without OpenSSL all requests are the same one
  return result;
}

}  // namespace partita::inline epoch1::embedded
