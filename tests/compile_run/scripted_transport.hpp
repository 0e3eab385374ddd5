// A transport that answers by script and keeps what it was sent.
#pragma once

#include <partita/transport.hpp>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace partita::test {

class ScriptedTransport : public Transport {
 public:
  struct Sent {
    std::string operation;
    std::string table;
    std::string body;
    RetryClass retry;
  };

  /// The answers, in the order of the requests; the last one again and again. Without any, nothing is found.
  void answers(std::vector<std::string> bodies) { bodies_ = std::move(bodies); }
  void fails(Error error, bool ambiguous_attempt = false) {
    errors_.push_back(std::move(error));
    ambiguous_ = ambiguous_attempt;
  }

  const std::vector<Sent>& sent() const { return sent_; }
  const Sent& last() const { return sent_.back(); }

  void send(const Request& request, Reply& reply, Completion* done) noexcept override {
    sent_.push_back(
        {std::string(request.operation), std::string(request.table), std::string(request.body), request.retry});
    reply.facts.attempts = 1;
    if (!errors_.empty()) {
      reply.error = errors_.front();
      reply.facts.ambiguous_attempt = ambiguous_;
    } else {
      reply.body.assign(answer_to(request));
    }
    if (done != nullptr) done->complete();
  }

 private:
  std::string answer_to(const Request& request) {
    if (bodies_.empty()) return request.operation == "Query" ? R"({"Items":[],"Count":0,"ScannedCount":0})" : "{}";
    return bodies_[std::min(next_++, bodies_.size() - 1)];
  }

  std::vector<Sent> sent_;
  std::vector<std::string> bodies_;
  std::vector<Error> errors_;
  bool ambiguous_ = false;
  std::size_t next_ = 0;
};

}  // namespace partita::test
