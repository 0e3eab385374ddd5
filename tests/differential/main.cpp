// Does the same random operations on both test servers and says where they differ: in what an operation returns, in its
// kind of error, or in what the tables hold at the end. usage: PROGRAM SEED OPERATIONS, by scripts/with-servers
#include "contents.hpp"
#include "operations.hpp"

#include <partita/client_options.hpp>
#include <partita/table.hpp>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace {

using namespace differential;

partita::Client open(const char* variable, const std::string& prefix) {
  const char* const url = std::getenv(variable);
  if (url == nullptr) {
    std::fprintf(stderr, "%s is not set: run this by scripts/with-servers\n", variable);
    std::exit(2);
  }
  partita::ClientOptions options;
  options.table_prefix = prefix;
  options.clock = [] { return std::chrono::system_clock::time_point{std::chrono::seconds{now_seconds}}; };
  auto client = partita::Client::open(url, options);
  if (!client) {
    std::fprintf(stderr, "%s\n", client.error().to_string().c_str());
    std::exit(3);
  }
  return *client;
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

int main(int count, char** arguments) {
  if (count != 3) {
    std::fprintf(stderr, "usage: %s SEED OPERATIONS\n", arguments[0]);
    return 2;
  }
  const std::string seed = arguments[1];
  const int rounds = std::atoi(arguments[2]);
  const std::vector<partita::Client> clients{open("PARTITA_DYNAMODB_LOCAL_URL", "differential-" + seed + "-"),
                                             open("PARTITA_DYNOXIDE_URL", "differential-" + seed + "-")};
  Operations all = operations();
  for (std::size_t i = all.list.size() / 10; i > 0; --i) {  // one operation in about ten
    all.add("transaction",
            [&](const partita::Client& client, Rng& rng) { return transaction(all.actions, client, rng); });
    all.add("batch", [&](const partita::Client& client, Rng& rng) { return batch(all.batch_entries, client, rng); });
  }
  for (const partita::Client& client : clients) {
    for (const auto& create : all.create_tables) {
      if (const auto created = create(client); !created) {
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
    for (const partita::Client& client : clients) {
      Rng same(values);
      outcomes.push_back(operation.run(client, same));
    }
    if (outcomes[0] != outcomes[1] || outcomes[0].starts_with("broken")) {
      std::printf("seed %s, operation %d: %s\nDynamoDB Local:\n%s\ndynoxide:\n%s\nlast error: %s\n", arguments[1],
                  round, operation.name.c_str(), outcomes[0].c_str(), outcomes[1].c_str(), last_error().c_str());
      return 1;
    }
    ++kinds[outcomes[0].starts_with("error ") ? outcomes[0].substr(6, outcomes[0].find(' ', 6) - 6) : "success"];
  }
  std::size_t bytes = 0;
  for (const std::string& table : all.tables) {
    const std::string left = contents(clients[0], table);
    const std::string right = contents(clients[1], table);
    bytes += left.size();
    if (left != right) {
      std::printf("seed %s: table '%s' differs\nDynamoDB Local:\n%s\ndynoxide:\n%s\n", arguments[1], table.c_str(),
                  left.c_str(), right.c_str());
      return 1;
    }
    for (const partita::Client& client : clients) static_cast<void>(partita::delete_table(client, table));
  }
  std::printf("seed %s: %d operations alike (", seed.c_str(), rounds);
  const char* separator = "";
  for (const auto& [kind, times] : kinds) {
    std::printf("%s%d %s", separator, times, kind.c_str());
    separator = ", ";
  }
  std::printf("), %zu bytes of items alike\n", bytes);
  return 0;
}
