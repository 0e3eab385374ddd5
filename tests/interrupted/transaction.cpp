// Money moves from account to account, and each move is on record, or neither is.
#include "scenario.hpp"
#include "workshop.partita.hpp"

#include <partita/table.hpp>
#include <partita/transaction.hpp>

#include <map>

namespace interrupted {
namespace {

using workshop::AccountRepository;
using workshop::TransferRepository;

constexpr int accounts_count = 8;
constexpr std::int64_t opening = 1000;

class Transaction : public Scenario {
 public:
  std::string name() const override { return "transaction"; }

  void set_up(const partita::Client& client) const override {
    const AccountRepository accounts{client};
    must(accounts.create_table());
    must(TransferRepository{client}.create_table());
    for (int i = 0; i < accounts_count; ++i) must(accounts.create({.id = std::to_string(i), .balance = opening}));
  }

  void work(const partita::Client& client, std::uint64_t run) const override {
    const AccountRepository accounts{client};
    const TransferRepository transfers{client};
    std::mt19937_64 random(run);
    for (std::uint64_t count = 0;; ++count) {
      const std::size_t from = below(random, accounts_count);
      const std::size_t to = (from + 1 + below(random, accounts_count - 1)) % accounts_count;
      const auto amount = static_cast<std::int64_t>(1 + below(random, 9));
      must(partita::WriteTransaction(client)
               .update(accounts.update(std::to_string(from)).add_to_balance(-amount))
               .update(accounts.update(std::to_string(to)).add_to_balance(amount))
               .create(transfers, workshop::Transfer{.id = std::to_string(run) + "-" + std::to_string(count),
                                                     .from = std::to_string(from),
                                                     .to = std::to_string(to),
                                                     .amount = amount})
               .execute());
    }
  }

  std::vector<std::string> check(const partita::Client& client) const override {
    std::map<std::string, std::int64_t> expected;
    for (int i = 0; i < accounts_count; ++i) expected[std::to_string(i)] = opening;
    const auto transfers = TransferRepository{client}.scan().consistent().all();
    for (const workshop::Transfer& each : *must(transfers)) {
      expected[each.from] -= each.amount;
      expected[each.to] += each.amount;
    }
    std::vector<std::string> problems;
    const auto accounts = AccountRepository{client}.scan().consistent().all();
    for (const workshop::Account& each : *must(accounts)) {
      if (each.balance != expected[each.id]) {
        problems.push_back("account " + each.id + " has " + std::to_string(each.balance) + ", its transfers make " +
                           std::to_string(expected[each.id]));
      }
    }
    return problems;
  }

  void tear_down(const partita::Client& client) const override {
    static_cast<void>(partita::delete_table(client, "interrupted-accounts"));
    static_cast<void>(partita::delete_table(client, "interrupted-transfers"));
  }
};

}  // namespace

std::unique_ptr<Scenario> transaction() {
  return std::make_unique<Transaction>();
}

}  // namespace interrupted
