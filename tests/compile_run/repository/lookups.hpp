// Scripted repositories of entities with companions, their items, and how those are stored.
#pragma once

#include "scripted_transport.hpp"

#include "lab/lookups.partita.hpp"

#include <partita/client_options.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace partita::test {

using lab::Case;
using lab::CaseRepository;
using lab::Job;
using lab::JobFields;
using lab::JobRepository;

inline ClientOptions no_waits() {
  ClientOptions options;
  options.sleep = [](std::chrono::nanoseconds, const StopSignal& stop) { return !stop.requested(); };
  options.max_attempts = 3;
  options.clock = [] { return std::chrono::system_clock::time_point(std::chrono::seconds(1000)); };
  return options;
}

struct Jobs {
  std::shared_ptr<ScriptedTransport> transport = std::make_shared<ScriptedTransport>();
  Client client = *Client::open(transport, no_waits());
  JobRepository jobs{client};
  CaseRepository cases{client, "t"};

  void cancel(const std::string& reasons) const {
    Error::Details details;
    details.kind = ErrorKind::conflict;
    details.message = "Transaction cancelled";
    details.cancellation_reasons = reasons;
    transport->fail(Error(std::move(details)));
  }
  void answer_item(const std::string& item) const { transport->answer(R"({"Item":)" + item + "}"); }
};

inline Job job(std::set<std::string> tags) {
  return {.owner = "ann", .id = "1", .tags = std::move(tags), .slug = "s", .title = "t"};
}

inline std::string stored(const std::string& tags, const std::string& slug = "s") {
  return R"({"owner":{"S":"ann"},"sk":{"S":"JOB#1"},"id":{"S":"1"},"tags":{"SS":[)" + tags + R"(]},"slug":{"S":")" +
         slug + R"("},"title":{"S":"t"}})";
}

inline Case a_case(const std::string& id, std::vector<std::int64_t> parties) {
  Case item{.tenant_id = "t", .id = id, .opened_at = timestamp::from_seconds(1), .parties = std::move(parties)};
  item.closed_at = timestamp::from_seconds(5'000);
  return item;
}

}  // namespace partita::test
