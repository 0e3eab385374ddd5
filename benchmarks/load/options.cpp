#include "options.hpp"

#include <cstdio>
#include <cstdlib>
#include <map>
#include <string_view>

namespace load {
namespace {

constexpr const char* help =
    R"(usage: benchmark_load [OPTION VALUE]...

Drives a repository at a given rate, whatever it can take: each request has a time at which it should start, and its
latency counts from then on, so that a stall is seen by all who would have come meanwhile.

  --url URL         the endpoint, or 'memory:' or 'file:' and a path for the embedded engine;
                    default: PARTITA_DYNOXIDE_URL, which scripts/with-servers sets
  --workload A..F   YCSB's: A 50 % reads, 50 % updates; B 95 % reads, 5 % updates (default); C reads;
                    D 95 % reads of the latest, 5 % inserts; E 95 % short ranges, 5 % inserts;
                    F 50 % reads, 50 % reads with a write of what was read
  --rate N          requests a second (500)
  --seconds N       how long (30)
  --threads N       how many requests may be under way at once (16)
  --records N       items before it starts, of 1 KB each (10000); keys are drawn by zipf 0.99
  --cache-mb N      items served from the client's cache for a minute: how much it may hold (0: none)
)";

const std::map<char, Mix> mixes{
    {'A', {.read = 50, .update = 50}},
    {'B', {.read = 95, .update = 5}},
    {'C', {.read = 100}},
    {'D', {.read = 95, .insert = 5, .latest = true}},
    {'E', {.insert = 5, .scan = 95}},
    {'F', {.read = 50, .read_modify_write = 50}},
};

[[noreturn]] void refuse(const std::string& what) {
  std::fprintf(stderr, "benchmark_load: %s\n\n%s", what.c_str(), help);
  std::exit(2);
}

}  // namespace

Options parse(int count, char** arguments) {
  Options options;
  if (const char* const url = std::getenv("PARTITA_DYNOXIDE_URL")) options.url = url;
  for (int i = 1; i < count; i += 2) {
    const std::string_view name = arguments[i];
    if (name == "--help") {
      std::fputs(help, stdout);
      std::exit(0);
    }
    if (i + 1 == count) refuse("'" + std::string(name) + "' takes a value");
    const std::string value = arguments[i + 1];
    const double number = std::atof(value.c_str());
    if (name == "--url") {
      options.url = value;
    } else if (name == "--workload") {
      options.workload = value.empty() ? '?' : value[0];
    } else if (name == "--rate" && number > 0) {
      options.rate = number;
    } else if (name == "--seconds" && number >= 1) {
      options.seconds = static_cast<int>(number);
    } else if (name == "--threads" && number >= 1) {
      options.threads = static_cast<std::size_t>(number);
    } else if (name == "--records" && number >= 1) {
      options.records = static_cast<std::size_t>(number);
    } else if (name == "--cache-mb" && number >= 0) {
      options.cache_mb = static_cast<std::size_t>(number);
    } else {
      refuse("'" + std::string(name) + " " + value + "' is not understood");
    }
  }
  const auto mix = mixes.find(options.workload);
  if (mix == mixes.end()) refuse("there are workloads A to F");
  options.mix = mix->second;
  if (options.url.empty()) refuse("no --url, and PARTITA_DYNOXIDE_URL is not set");
  return options;
}

}  // namespace load
