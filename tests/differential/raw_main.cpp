// Sends the same random requests, whole and spoilt ones, to the engine in memory, in a file and served, and to both
// test servers, and compares the answers and what is stored. An answer of the engine must be that of one of the
// servers, so that of both where they agree, unless raw_deviations.cpp has it, or each tells another fault
// of the request (raw_faults.hpp); the engines must agree in every word.
//
// usage: PROGRAM REQUESTS SEED [--all], by scripts/with-servers. Stops at the first difference; with --all goes on, and
// shows the first one of each class at the end.
#include "raw_deviations.hpp"
#include "raw_faults.hpp"
#include "raw_restated.hpp"
#include "raw_state.hpp"
#include "servers/backends.hpp"

#include <partita/client_options.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using namespace differential;

constexpr int requests_between_checks = 100;

// The places of the servers: the engine in memory is the first one, its other forms are the last ones.
constexpr std::size_t local = 1;
constexpr std::size_t dynoxide = 2;
constexpr std::size_t other_engines = 3;

RawServer open(std::string_view id) {
  const partita::test::Backend& backend = partita::test::backend(id);
  partita::ClientOptions options;
  options.max_attempts = 1;
  options.request_timeout = std::chrono::minutes(10);  // a server that is slow, or held for a while, is none that fails
  options.breaker.failures = 0;                        // a server that fails at what is spoilt is asked again
  auto client = partita::Client::open(backend.url(), options);
  if (!client) {
    std::fprintf(stderr, "%s: %s\n", backend.name.c_str(), client.error().to_string().c_str());
    std::exit(3);
  }
  return {backend.name, *std::move(client)};
}

std::string outcome_of(const RawAnswer& answer) {
  return answer.ok() ? "success" : answer.code;
}

std::string shown(const RawAnswer& answer) {
  return (answer.ok() ? std::string() : answer.code + ": " + answer.message + " ") +
         answer.body.dump(-1, ' ', false, Json::error_handler_t::replace);
}

class Run {
 public:
  Run(std::vector<RawServer> servers, const std::string& prefix, bool goes_on)
      : servers_(std::move(servers)),
        tables_(item_tables(prefix)),
        changing_prefix_(prefix + "changing"),
        changing_{changing_prefix_ + "1", changing_prefix_ + "2"},
        goes_on_(goes_on) {}

  void begin() { make_tables(servers_, tables_); }

  /// False: this is a difference to stop at.
  bool one(Rng& rng) {
    const RawRequest request = random_request(rng, tables_, changing_);
    std::vector<RawAnswer> answers;
    for (std::size_t i = 0; i < servers_.size(); ++i) {
      answers.push_back(ask(servers_[i], i == local      ? restated_for_local(request)
                                         : i == dynoxide ? restated_for_dynoxide(request)
                                                         : request));
    }
    ++requests_;
    ++counts_[request.operation + " " + outcome_of(answers[0])];
    if (!request.mutation.empty()) ++spoilt_;
    const RawExchange exchange{
        request, Json::parse(request.body, nullptr, false), answers[0], answers[local], answers[dynoxide], tables_};
    const bool with_local = exchange.engine.same_as(exchange.local);
    const bool with_dynoxide = exchange.engine.same_as(exchange.dynoxide);
    const RawDeviation* deviation = nullptr;
    const auto other = std::find_if(answers.begin() + other_engines, answers.end(), [&](const RawAnswer& each) {
      return !each.same_as(answers[0]) || each.message != answers[0].message;
    });
    if (other != answers.end()) {
      const RawServer& engine = servers_[static_cast<std::size_t>(other - answers.begin())];
      differ("memory and " + engine.name, exchange, shown(*other));
    } else if (with_local || with_dynoxide) {
      ++agreements_[with_local ? (with_dynoxide ? "both" : "DynamoDB Local alone") : "dynoxide alone"];
      count_message(exchange);
    } else if (deviation = deviation_of(exchange); deviation != nullptr) {
      ++agreements_[std::string("neither: ") + deviation->name];
    }
    if (is_write(request.operation)) compare_written(exchange, deviation != nullptr && deviation->stores_otherwise);
    if (other == answers.end() && !with_local && !with_dynoxide && deviation == nullptr) judge_faults(exchange);
    if (request.body.find(changing_prefix_) != std::string::npos && align_changing(servers_, changing_)) ++alignments_;
    if (requests_ % requests_between_checks == 0) compare_all(exchange);
    return goes_on_ || classes_.empty();
  }

  int report() const {
    std::printf("%d requests, %d of them spoilt\n", requests_, spoilt_);
    for (const auto& [what, count] : counts_) std::printf("  %7d %s\n", count, what.c_str());
    std::printf("the engine answers as\n");
    for (const auto& [whom, count] : agreements_) std::printf("  %7d %s\n", count, whom.c_str());
    std::printf("alignments: %d\ntexts of errors as a server has them: %d; as neither, with the last one of each:\n",
                alignments_, same_texts_);
    for (const auto& [beginning, each] : texts_) {
      std::printf("  %7d %s\n", each.count, each.example.substr(0, 600).c_str());
    }
    for (const auto& [name, each] : classes_) {
      std::printf("\n%d times: %s\n%s\n", each.count, name.c_str(), each.example.c_str());
    }
    return classes_.empty() ? 0 : 1;
  }

 private:
  struct Difference {
    int count = 0;
    std::string example;
  };

  static bool is_write(std::string_view operation) {
    return (operation.ends_with("Item") && operation != "GetItem" && operation != "BatchGetItem") ||
           operation == "TransactWriteItems";
  }

  void differ(const std::string& what, const RawExchange& exchange, const std::string& more) {
    const std::string name = what + ": " + exchange.request.operation + ": engine " + outcome_of(exchange.engine) +
                             ", DynamoDB Local " + outcome_of(exchange.local) + ", dynoxide " +
                             outcome_of(exchange.dynoxide);
    Difference& difference = classes_[name];
    if (++difference.count > examples_each) return;
    difference.example += "request " + std::to_string(requests_) + " (" + exchange.request.mutation +
                          "): " + exchange.request.body.substr(0, 3000) + "\nengine: " + shown(exchange.engine) +
                          "\nDynamoDB Local: " + shown(exchange.local) + "\ndynoxide: " + shown(exchange.dynoxide) +
                          (more.empty() ? "" : "\n" + more) + "\n";
  }

  // The last word on answers that nothing else explains, as it asks the servers more.
  void judge_faults(const RawExchange& exchange) {
    compare_all(exchange);  // before simpler requests write, and tables are brought into line
    const auto explains = [&](const RawAnswer& answer, std::size_t server) {
      return !answer.ok() && tells_another_fault(exchange, servers_[0], servers_[server]);
    };
    if (explains(exchange.local, local) || explains(exchange.dynoxide, dynoxide)) {
      ++agreements_["neither: several faults"];
    } else {
      differ("answers", exchange, {});
    }
    for (const RawTable& each : tables_) bring_into_line(each);
    if (align_changing(servers_, changing_)) ++alignments_;
  }

  void count_message(const RawExchange& exchange) {
    if (exchange.engine.ok()) return;
    const std::string& text = exchange.engine.message;
    if (text == exchange.local.message || text == exchange.dynoxide.message) {
      ++same_texts_;
      return;
    }
    // By their beginning: names and values follow.
    Difference& difference = texts_[text.substr(0, text.find_first_of(":'"))];
    ++difference.count;
    difference.example = text + "\n  " + exchange.local.message + "\n  " + exchange.dynoxide.message;
  }

  void compare_written(const RawExchange& exchange, bool excused) {
    std::vector<RawItems> items;
    for (const RawServer& each : servers_) items.push_back(written_items(each, exchange.request, tables_));
    if (engines_differ(items)) differ("stored by engines", exchange, shown(items));
    if (items[0] == items[local] && items[0] == items[dynoxide]) return;
    if (!excused && items[0] != items[local] && items[0] != items[dynoxide]) differ("stored", exchange, shown(items));
    for (const RawTable& each : tables_) {
      if (exchange.request.body.find(each.name) != std::string::npos) bring_into_line(each);
    }
  }

  void compare_all(const RawExchange& last) {
    for (const RawTable& table : tables_) {
      std::vector<RawItems> items;
      for (const RawServer& each : servers_) items.push_back(items_of(each, table));
      if (engines_differ(items) || items[0] != items[local] || items[0] != items[dynoxide]) {
        differ("contents of " + table.name, last, shown(items));
        bring_into_line(table);
      }
      for (const RawIndex& index : table.indexes) {
        std::vector<RawItems> entries;
        for (const RawServer& each : servers_) entries.push_back(entries_of(each, table, index));
        if (engines_differ(entries) || (entries[0] != entries[local] && entries[0] != entries[dynoxide])) {
          differ("entries of " + table.name + "." + index.name, last, shown(entries));
        }
      }
    }
  }

  static bool engines_differ(const std::vector<RawItems>& items) {
    return std::any_of(items.begin() + other_engines, items.end(),
                       [&](const RawItems& each) { return each != items[0]; });
  }

  std::string shown(const std::vector<RawItems>& items) const {
    std::string text;
    for (std::size_t i = 0; i < items.size(); ++i) {
      text += "stored, " + servers_[i].name + ": " + Json(items[i]).dump().substr(0, 3000) + "\n";
    }
    return text;
  }
  static std::string shown(const RawAnswer& answer) { return ::shown(answer); }

  void bring_into_line(const RawTable& table) {
    ++alignments_;
    if (!align(servers_, table)) make_tables(servers_, {table});
  }

  static constexpr int examples_each = 3;

  std::vector<RawServer> servers_;
  std::vector<RawTable> tables_;
  std::string changing_prefix_;
  std::vector<std::string> changing_;
  bool goes_on_;
  int requests_ = 0;
  int spoilt_ = 0;
  int alignments_ = 0;
  int same_texts_ = 0;
  std::map<std::string, int> counts_;
  std::map<std::string, int> agreements_;
  std::map<std::string, Difference> classes_;
  std::map<std::string, Difference> texts_;
};

}  // namespace

int main(int count, char** arguments) try {
  if (count < 3 || count > 4 || (count == 4 && std::string_view(arguments[3]) != "--all")) {
    std::fprintf(stderr, "usage: %s REQUESTS SEED [--all]\n", arguments[0]);
    return 2;
  }
  const int requests = std::atoi(arguments[1]);
  const std::string seed = arguments[2];
  std::printf("seed %s\n", seed.c_str());
  std::vector<RawServer> servers{open("memory"), open("local"), open("dynoxide"), open("file"), open("serve")};
  Run run(std::move(servers), "raw-" + seed + "-", count == 4);
  Rng rng(std::strtoull(arguments[2], nullptr, 10));
  try {
    run.begin();
    for (int i = 0; i < requests && run.one(rng);) ++i;
  } catch (const ServerFailed& failure) {
    run.report();
    std::fprintf(stderr, "%s\n", failure.what());
    return 3;
  }
  return run.report();
} catch (const std::runtime_error& failure) {
  std::fprintf(stderr, "%s\n", failure.what());
  return 3;
}
