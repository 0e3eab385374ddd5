#include "embedded/faults/fault_rules.hpp"

#include "embedded/faults/fault_kinds.hpp"
#include "embedded/faults/request_tables.hpp"
#include "waiting.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>

namespace partita::inline epoch1::embedded {
namespace {

using std::chrono::nanoseconds;

// Rows of other seeds and other rules share no stretch that a program would live to see.
std::uint64_t row_of(std::uint64_t seed, std::uint64_t rule) {
  return (seed + 1) * 0xD1342543DE82EF95U ^ (rule + 1) * 0xDA942042E4DD58B5U;
}

bool is_for_request(const EmbeddedFault& fault, std::string_view operation, const std::vector<std::string>& tables) {
  if (!can_have(operation, fault.kind)) return false;
  const auto& named = fault.operations;
  if (!named.empty() && std::find(named.begin(), named.end(), operation) == named.end()) return false;
  return fault.tables.empty() ||
         std::any_of(tables.begin(), tables.end(), [&](const std::string& table) { return is_for(fault, table); });
}

}  // namespace

FaultRules::FaultRules(const std::vector<EmbeddedFault>& faults, std::uint64_t seed)
    : name_tables_(std::any_of(faults.begin(), faults.end(), [](const auto& each) { return !each.tables.empty(); })) {
  for (const EmbeddedFault& each : faults) rules_.emplace_back(each, row_of(seed, rules_.size()));
}

double FaultRules::Rule::chance(std::uint64_t number, std::uint64_t which) const {
  constexpr std::uint64_t chances = 3;  // of one attempt
  return scattered(row + golden_step * (chances * number + which + 1));
}

std::optional<std::uint64_t> FaultRules::Rule::strike() {
  const std::uint64_t number = heard.fetch_add(1, std::memory_order_relaxed);
  if (chance(number, 0) >= fault.share) return std::nullopt;
  if (fault.count == 0) return number;
  if (struck.load(std::memory_order_relaxed) >= fault.count) return std::nullopt;  // and never counts on to 0
  if (struck.fetch_add(1, std::memory_order_relaxed) >= fault.count) return std::nullopt;
  return number;
}

// exp(N(ln median, sigma)), by the method of Box and Muller.
nanoseconds FaultRules::Rule::latency(std::uint64_t number) const {
  const auto median = std::chrono::duration<double, std::nano>(std::min(fault.median, century)).count();
  if (fault.p99.count() == 0) return nanoseconds(static_cast<nanoseconds::rep>(median));
  constexpr double normal_p99 = 2.3263478740408408;  // of N(0, 1)
  const auto p99 = std::chrono::duration<double, std::nano>(std::min(fault.p99, century)).count();
  const double sigma = std::log(p99 / median) / normal_p99;
  const double radius = std::sqrt(-2 * std::log(1 - chance(number, 1)));
  const double drawn = median * std::exp(sigma * radius * std::cos(2 * std::numbers::pi * chance(number, 2)));
  constexpr auto longest = static_cast<double>(nanoseconds(century).count());
  return nanoseconds(static_cast<nanoseconds::rep>(std::min(drawn, longest)));
}

Fate FaultRules::next(const Request& request) {
  const std::vector<std::string> tables = name_tables_ ? tables_of(request.body) : std::vector<std::string>();
  Fate fate;
  for (Rule& rule : rules_) {
    if (!is_for_request(rule.fault, request.operation, tables)) continue;
    if (rule.fault.kind == FaultKind::unprocessed && count_entries(rule.fault, request.operation, request.body) < 2) {
      continue;
    }
    const auto number = rule.strike();
    if (!number) continue;
    if (rule.fault.kind == FaultKind::latency) {
      fate.latency = std::min<nanoseconds>(fate.latency + rule.latency(*number), century);
      continue;
    }
    fate.fault = &rule.fault;
    break;
  }
  return fate;
}

}  // namespace partita::inline epoch1::embedded
