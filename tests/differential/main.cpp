// Does the same random operations on all backends and says where they differ: in what an operation returns, in its kind
// of error, or in what the tables hold at the end. usage: PROGRAM SEED OPERATIONS, by scripts/with-servers
#include "contents.hpp"
#include "operations.hpp"
#include "servers/backends.hpp"

#include <partita/client_options.hpp>
#include <partita/table.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <map>
#include <string>
#include <vector>

namespace {

using namespace differential;

struct Opened {
  std::string name;
  partita::Client client;
};

Opened open(const partita::test::Backend& backend, const std::string& prefix) {
  partita::ClientOptions options;
  options.table_prefix = prefix;
  options.clock = [] { return std::chrono::system_clock::time_point{std::chrono::seconds{now_seconds}}; };
  auto client = partita::Client::open(backend.url(), options);
  if (!client) {
    std::fprintf(stderr, "%s: %s\n", backend.name.c_str(), client.error().to_string().c_str());
    std::exit(3);
  }
  return {backend.name, *client};
}

// All but those of which a read by an index shows only later what was written: they agree with nobody.
std::vector<Opened> open_all(const std::string& prefix) {
  std::vector<Opened> list;
  for (const partita::test::Backend& each : partita::test::backends()) {
    if (!each.late_indexes) list.push_back(open(each, prefix));
  }
  return list;
}

// What each of them says, those that say the same together.
std::string by_backend(const std::vector<Opened>& opened, const std::vector<std::string>& texts) {
  std::map<std::string, std::string> names;
  for (std::size_t i = 0; i < opened.size(); ++i)
    names[texts[i]] += (names[texts[i]].empty() ? "" : ", ") + opened[i].name;
  std::string text;
  for (const auto& [said, by] : names) text += by + ":\n" + said + "\n";
  return text;
}

bool all_same(const std::vector<std::string>& texts) {
  return std::equal(texts.begin() + 1, texts.end(), texts.begin());
}

// Up to five actions, of any entities of the model. DynamoDB Local of 2020 takes ten at most.
std::string transaction(const std::vector<Action>& actions, const partita::Client& client, Rng& rng) {
  partita::WriteTransaction transaction(client);
  for (std::size_t count = 1 + rng.below(5); count > 0; --count)
    actions[rng.below(actions.size())](transaction, client, rng);
  return shown(transaction.execute());
}

// A batch over several entities.
std::string batch(const std::vector<BatchEntry>& entries, const partita::Client& client, Rng& rng) {
  partita::WriteBatch batch(client);
  for (std::size_t count = 1 + rng.below(8); count > 0; --count) entries[rng.below(entries.size())](batch, client, rng);
  return shown(batch.execute());
}

}  // namespace

int main(int count, char** arguments) try {
  if (count != 3) {
    std::fprintf(stderr, "usage: %s SEED OPERATIONS\n", arguments[0]);
    return 2;
  }
  const std::string seed = arguments[1];
  const int rounds = std::atoi(arguments[2]);
  const std::vector<Opened> opened = open_all("differential-" + seed + "-");
  Operations all = operations();
  for (std::size_t i = all.list.size() / 10; i > 0; --i) {  // one operation in about ten
    all.add("transaction",
            [&](const partita::Client& client, Rng& rng) { return transaction(all.actions, client, rng); });
    all.add("batch", [&](const partita::Client& client, Rng& rng) { return batch(all.batch_entries, client, rng); });
  }
  for (const Opened& each : opened) {
    for (const auto& create : all.create_tables) {
      if (const auto created = create(each.client); !created) {
        std::fprintf(stderr, "%s\n", created.error().to_string().c_str());
        return 3;
      }
    }
  }

  Rng rng(std::strtoull(arguments[1], nullptr, 10));
  std::map<std::string, int> kinds;
  for (int round = 0; round < rounds; ++round) {
    const Operation& operation = all.list[rng.below(all.list.size())];
    const std::uint64_t values = rng.seed();
    std::vector<std::string> outcomes;
    for (const Opened& each : opened) {
      Rng same(values);
      outcomes.push_back(operation.run(each.client, same));
    }
    if (!all_same(outcomes) || outcomes[0].starts_with("broken")) {
      std::printf("seed %s, operation %d: %s\n%slast error: %s\n", arguments[1], round, operation.name.c_str(),
                  by_backend(opened, outcomes).c_str(), last_error().c_str());
      return 1;
    }
    ++kinds[outcomes[0].starts_with("error ") ? outcomes[0].substr(6, outcomes[0].find(' ', 6) - 6) : "success"];
  }
  std::size_t bytes = 0;
  for (const std::string& table : all.tables) {
    std::vector<std::string> held;
    for (const Opened& each : opened) held.push_back(contents(each.client, table));
    bytes += held[0].size();
    if (!all_same(held)) {
      std::printf("seed %s: table '%s' differs\n%s", arguments[1], table.c_str(), by_backend(opened, held).c_str());
      return 1;
    }
    for (const Opened& each : opened) static_cast<void>(partita::delete_table(each.client, table));
  }
  std::printf("seed %s: %d operations alike on %zu backends (", seed.c_str(), rounds, opened.size());
  const char* separator = "";
  for (const auto& [kind, times] : kinds) {
    std::printf("%s%d %s", separator, times, kind.c_str());
    separator = ", ";
  }
  std::printf("), %zu bytes of items alike\n", bytes);
  return 0;
} catch (const std::exception& failure) {
  std::fprintf(stderr, "%s\n", failure.what());
  return 3;
}
