#include "calls.hpp"

#include <algorithm>

namespace faults {

void Totals::count(const char* operation, std::string_view outcome, std::chrono::nanoseconds over_limit) {
  ++outcomes_[operation][std::string(outcome)];
  const auto tenth = std::chrono::nanoseconds(over_limit).count() / 100'000;
  ++overruns_[std::min<std::size_t>(static_cast<std::size_t>(std::max<std::int64_t>(tenth, 0)), tenths)];
}

void Totals::add(const Totals& other) {
  for (const auto& [operation, outcomes] : other.outcomes_) {
    for (const auto& [outcome, count] : outcomes) outcomes_[operation][outcome] += count;
  }
  for (std::size_t i = 0; i < overruns_.size(); ++i) overruns_[i] += other.overruns_[i];
}

std::uint64_t Totals::calls() const {
  std::uint64_t sum = 0;
  for (const std::uint64_t count : overruns_) sum += count;
  return sum;
}

double Totals::overrun_ms(double share) const {
  const double wanted = share * static_cast<double>(calls());
  double seen = 0;
  for (std::size_t i = 0; i < overruns_.size(); ++i) {
    seen += static_cast<double>(overruns_[i]);
    if (seen >= wanted) return static_cast<double>(i) / 10;
  }
  return static_cast<double>(tenths) / 10;
}

}  // namespace faults
