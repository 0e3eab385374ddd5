// E1: 100,000 contacts, those of one role: scan and keep, beside the index.
// E2: 1,000 sessions of 50 KB, the 50 of one capsule: the partition and keep, beside an index of whole items, beside a
// narrow one. Requests, items and bytes are counted on dynoxide, whose pages are the service's; units are what it
// charges. Times are those of the same answers from a stub that takes 15 ms for each, and of the embedded engine in
// memory. By scripts/with-servers.
#include "access.partita.hpp"
#include "harness.hpp"
#include "recording.hpp"

#include <partita/batch.hpp>
#include <partita/client.hpp>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace {

using namespace partita::benchmarks;

constexpr std::chrono::milliseconds latency{15};

[[noreturn]] void end(const partita::Error& error) {
  std::fprintf(stderr, "%s\n", error.to_string().c_str());
  std::exit(1);
}

template <class T>
const partita::Result<T>& must(const partita::Result<T>& result) {
  if (!result) end(result.error());
  return result;
}

void must(const partita::BatchResult& result) {
  if (!result) end(*result.error);
}

/// One way to find the wanted items; says how many it found.
struct Way {
  std::string name;
  std::function<std::size_t(const partita::Client&, partita::Cost&)> find;
};

/// The same items in each.
struct Databases {
  partita::Client server;
  partita::Client engine;
};

struct Figures {
  std::size_t requests = 0;
  std::size_t items = 0;
  std::size_t bytes = 0;
  double units = 0;
  double milliseconds = 0;           ///< by the stub
  double embedded_milliseconds = 0;  ///< by the engine
};

double milliseconds_of(const std::function<void()>& run) {
  std::vector<double> rounds;
  for (int round = 0; round < 3; ++round) {
    const auto begin = std::chrono::steady_clock::now();
    run();
    rounds.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count());
  }
  return median(rounds);
}

Figures measured(const Databases& databases, const Way& way, std::size_t wanted) {
  const partita::Client& client = databases.server;
  const auto recording = std::make_shared<Recording>(client.transport());
  partita::Cost cost;
  if (way.find(client.over(recording), cost) != wanted) {
    std::fprintf(stderr, "%s: other than %zu items\n", way.name.c_str(), wanted);
    std::exit(1);
  }
  const partita::Client stub = client.over(std::make_shared<FixedLatency>(recording->replies(), latency));
  const auto time_of = [&](const partita::Client& over) {
    return milliseconds_of([&] {
      partita::Cost again;
      if (way.find(over, again) != wanted) std::abort();
    });
  };
  return {cost.requests,      static_cast<std::size_t>(cost.items_evaluated),
          recording->bytes(), cost.read_units,
          time_of(stub),      time_of(databases.engine)};
}

std::vector<Figures> compare(const char* title, const Databases& databases, std::size_t wanted,
                             const std::vector<Way>& ways) {
  std::printf("\n%s\n  %-34s %9s %9s %12s %10s %12s %14s\n", title, "", "requests", "items", "bytes", "read units",
              "at 15 ms", "embedded");
  std::vector<Figures> all;
  for (const Way& way : ways) {
    const Figures each = measured(databases, way, wanted);
    std::printf("  %-34s %9zu %9zu %12zu %10.1f %9.1f ms %11.3f ms\n", way.name.c_str(), each.requests, each.items,
                each.bytes, each.units, each.milliseconds, each.embedded_milliseconds);
    all.push_back(each);
  }
  return all;
}

void at_least(const char* id, const char* what, double measured, double limit) {
  target(id, what, measured, limit, false);
}

double ratio(std::size_t to, std::size_t of) {
  return static_cast<double>(to) / static_cast<double>(of);
}

void fill_contacts(const partita::Client& client) {
  const desk::ContactRepository repository{client};
  must(repository.create_table());
  std::vector<desk::Contact> some;
  for (int i = 0; i < 100'000; ++i) {
    const std::string number = std::to_string(i);
    some.push_back({.id = "contact-" + number,
                    .tenant_id = "tenant-" + std::to_string(i % 40),
                    .role = "role-" + std::to_string(i % 1000),
                    .department = "department-" + std::to_string(i % 7),
                    .name = "Ada Lovelace the " + number,
                    .address = std::string(100, 'a'),
                    .note = std::string(220, 'n'),
                    .created_at = 1'700'000'000'000 + i});
    if (some.size() < 2000) continue;
    must(repository.put_many(some));
    some.clear();
  }
}

void contacts(const Databases& databases) {
  fill_contacts(databases.server);
  fill_contacts(databases.engine);
  const auto scan = [](const partita::Client& over, partita::Cost& cost) {
    auto all = desk::ContactRepository{over}.scan().all();
    cost = must(all).cost();
    std::erase_if(*all, [](const desk::Contact& each) { return each.role != "role-7"; });
    return all->size();
  };
  const auto query = [](const partita::Client& over, partita::Cost& cost) {
    const auto all = desk::ContactRepository{over}.by_role("role-7").all();
    cost = must(all).cost();
    return all->size();
  };
  const auto figures = compare("E1: the 100 contacts of a role among 100,000", databases, 100,
                               {{"scan, filter in memory", scan}, {"index", query}});
  const Figures& slow = figures[0];
  const Figures& fast = figures[1];
  at_least("E1", "requests of the scan, of the index: times", ratio(slow.requests, fast.requests), 42);
  at_least("E1", "times fewer items evaluated", ratio(slow.items, fast.items), 1000);
  at_least("E1", "times fewer bytes", ratio(slow.bytes, fast.bytes), 900);
  at_least("E1", "times faster at 15 ms a request", slow.milliseconds / fast.milliseconds, 40);
  at_least("E1", "times faster on the embedded engine", slow.embedded_milliseconds / fast.embedded_milliseconds, 500);
}

void fill_sessions(const partita::Client& client) {
  const desk::SessionRepository repository{client};
  must(repository.create_table());
  for (int i = 0; i < 1000; ++i) {
    must(repository.put({.tenant_id = "t",
                         .session_id = "s-" + std::to_string(i),
                         .capsule_id = "c-" + std::to_string(i % 20),
                         .seen_at = 1'700'000'000 + i,
                         .state = std::string(51'100, 's')}));
  }
}

void sessions(const Databases& databases) {
  fill_sessions(databases.server);
  fill_sessions(databases.engine);
  const auto partition = [](const partita::Client& over, partita::Cost& cost) {
    auto all = desk::SessionRepository{over}.by_tenant_id("t").all();
    cost = must(all).cost();
    std::erase_if(*all, [](const desk::Session& each) { return each.capsule_id != "c-7"; });
    return all->size();
  };
  const auto index = [](const partita::Client& over, partita::Cost& cost) {
    const auto all = desk::SessionRepository{over}.by_capsule("c-7").all();
    cost = must(all).cost();
    return all->size();
  };
  const auto narrow = [](const partita::Client& over, partita::Cost& cost) {
    const auto all = desk::SessionRepository{over}.cards("c-7").all();
    cost = must(all).cost();
    return all->size();
  };
  const auto figures = compare("E2: the 50 sessions of a capsule among 1,000 of 50 KB", databases, 50,
                               {{"partition, filter in memory", partition},
                                {"index of whole items", index},
                                {"index with a narrow projection", narrow}});
  at_least("E2", "index of whole items: times fewer items", ratio(figures[0].items, figures[1].items), 20);
  at_least("E2", "index of whole items: times fewer bytes", ratio(figures[0].bytes, figures[1].bytes), 20);
  at_least("E2", "narrow index: times fewer bytes", ratio(figures[0].bytes, figures[2].bytes), 5000);
  at_least("E2", "narrow index: times faster at 15 ms a request", figures[0].milliseconds / figures[2].milliseconds,
           50);
}

}  // namespace

int main() {
  const char* const url = std::getenv("PARTITA_DYNOXIDE_URL");
  if (url == nullptr) {
    std::fprintf(stderr, "PARTITA_DYNOXIDE_URL is not set: run this by scripts/with-servers\n");
    return 2;
  }
  const auto server = partita::Client::open(url);
  const auto engine = partita::Client::open("memory:");
  const Databases databases{*must(server), *must(engine)};
  contacts(databases);
  sessions(databases);
  return 0;
}
