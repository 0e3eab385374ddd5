#include "task.hpp"

#include "ledger.partita.hpp"

#include <partita/batch.hpp>
#include <partita/transaction.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <thread>
#include <utility>

namespace faults {
namespace {

using namespace ledger;

const partita::ReadOptions consistently = partita::ReadOptions().consistent();

// Puts that were acknowledged are there, removes too.
class Notes : public Task {
 public:
  Notes(const partita::Client& wire, const partita::Client& direct, std::string prefix)
      : wire_(wire), direct_(direct), prefix_(std::move(prefix)) {}

  void step(Calls& calls, std::vector<std::string>& problems) override {
    std::string id = prefix_ + std::to_string(next_++);
    const auto failed = calls.run("put", [&](const auto& options) { return wire_.put({id, "text"}, options); });
    written_.emplace_back(std::move(id), !failed);
    read_back(calls, problems);
    if (written_.size() < kept) return;
    const auto [oldest, sure] = std::move(written_.front());
    written_.pop_front();
    if (sure) expect_stored(oldest, problems);
    const auto stays = calls.run("remove", [&](const auto& options) { return wire_.remove(oldest, options); });
    if (!stays && *must(direct_.get(oldest, consistently))) problems.push_back("the remove of " + oldest + " is lost");
    if (stays) must(direct_.remove(oldest));
  }

  void check(std::vector<std::string>& problems) override {
    for (const auto& [id, sure] : written_) {
      if (sure) expect_stored(id, problems);
    }
  }

 private:
  static constexpr std::size_t kept = 40;

  void read_back(Calls& calls, std::vector<std::string>& problems) {
    const auto& [id, sure] = written_[calls.below(written_.size())];
    bool there = true;
    const auto failed = calls.run("get", [&](const auto& options) {
      auto got =
          wire_.get(id, partita::ReadOptions(consistently).timeout(std::chrono::nanoseconds(options.timeout_ns())));
      there = !got || got->has_value();
      return got;
    });
    if (!failed && sure && !there) problems.push_back("a read does not find " + id);
  }

  void expect_stored(const std::string& id, std::vector<std::string>& problems) {
    if (!*must(direct_.get(id, consistently))) problems.push_back("the put of " + id + " is lost");
  }

  NoteRepository wire_;
  NoteRepository direct_;
  std::string prefix_;
  std::uint64_t next_ = 0;
  std::deque<std::pair<std::string, bool>> written_;  // the bool: acknowledged
};

// What a batch does not call left is written; what it reads is what was asked for. Each round has keys of its own: a
// put that timed out may still arrive, and would write over the one of the next round.
class Batches : public Task {
 public:
  Batches(const partita::Client& wire, const partita::Client& direct, std::string prefix)
      : wire_(wire), direct_(direct), prefix_(std::move(prefix)) {}

  void step(Calls& calls, std::vector<std::string>& problems) override {
    ++round_;
    keys_.clear();
    for (int i = 0; i < 30; ++i) keys_.push_back(prefix_ + std::to_string(round_) + "-" + std::to_string(i));
    std::vector<Note> notes;
    for (const std::string& key : keys_) notes.push_back({key, std::to_string(round_)});
    std::vector<bool> left(keys_.size());
    calls.run("put_many", [&](const auto& options) {
      auto done = wire_.put_many(notes, options);
      for (const std::size_t i : done.left) left[i] = true;
      return done;
    });
    calls.run("get_many", [&](const auto& options) {
      auto got = wire_.get_many(keys_, options);
      if (got) compare(*got, left, problems);
      return got;
    });
    compare(*must(direct_.get_many(keys_, consistently)), left, problems);
    if (const auto removed = direct_.remove_many(keys_); !removed) give_up(*removed.error);
  }

  void check(std::vector<std::string>&) override {}

 private:
  void compare(const std::vector<std::optional<Note>>& got, const std::vector<bool>& left,
               std::vector<std::string>& problems) const {
    if (got.size() != keys_.size()) problems.push_back("a batch answers for another number of keys");
    for (std::size_t i = 0; i < got.size() && i < keys_.size(); ++i) {
      if (got[i] && got[i]->id != keys_[i]) problems.push_back("a batch answers " + got[i]->id + " for " + keys_[i]);
      if (left[i] || (got[i] && got[i]->text == std::to_string(round_))) continue;
      problems.push_back("the batch's put of " + keys_[i] + " is lost: stored is " +
                         (got[i] ? "'" + got[i]->text + "'" : std::string("nothing")));
    }
  }

  NoteRepository wire_;
  NoteRepository direct_;
  std::string prefix_;
  std::vector<std::string> keys_;
  std::uint64_t round_ = 0;
};

// Additions are made once or not at all, and whoever is told neither is told so.
class Additions : public Task {
 public:
  Additions(const partita::Client& wire, const partita::Client& direct, std::string id, bool exactly_once)
      : wire_(wire), direct_(direct), id_(std::move(id)), exactly_once_(exactly_once) {
    must(direct_.put({.id = id_}));
  }

  void step(Calls& calls, std::vector<std::string>&) override {
    if (exactly_once_) {
      tally_.count(calls.run("add exactly once", [&](const auto& options) {
        return wire_.update(id_).add_to_count(1).exactly_once().execute(options);
      }));
    } else {
      tally_.count(
          calls.run("add", [&](const auto& options) { return wire_.update(id_).add_to_count(1).execute(options); }));
    }
  }

  void check(std::vector<std::string>& problems) override {
    const std::int64_t stored = (*must(direct_.get(id_, consistently)))->count;
    if (tally_.allows(stored)) return;
    problems.push_back(id_ + " counts " + std::to_string(stored) + ", and was told of " + tally_.text());
  }

 private:
  CounterRepository wire_;
  CounterRepository direct_;
  std::string id_;
  bool exactly_once_;
  Tally tally_;
};

// A transaction happens once, as a whole.
class Transfers : public Task {
 public:
  Transfers(const partita::Client& wire, const partita::Client& direct, const std::string& prefix)
      : client_(wire), wire_(wire), direct_(direct), from_(prefix + "from"), to_(prefix + "to") {
    must(direct_.put({.id = from_}));
    must(direct_.put({.id = to_}));
  }

  void step(Calls& calls, std::vector<std::string>&) override {
    tally_.count(calls.run("transaction", [&](const auto& options) {
      return partita::WriteTransaction(client_)
          .update(wire_.update(from_).add_to_count(-1))
          .update(wire_.update(to_).add_to_count(1))
          .execute(options);
    }));
  }

  void check(std::vector<std::string>& problems) override {
    const std::vector<std::string> keys{from_, to_};
    std::int64_t taken = 0;
    std::int64_t given = 0;
    // A batch is no snapshot, and a transaction whose outcome is unknown may happen between its two reads.
    for (int attempt = 0; attempt < 10; ++attempt) {
      const auto both = must(direct_.get_many(keys, consistently));
      taken = -(*both)[0]->count;
      given = (*both)[1]->count;
      if (taken == given && tally_.allows(given)) return;
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    problems.push_back(to_ + " was given " + std::to_string(given) + ", " + std::to_string(taken) +
                       " was taken, and it was told of " + tally_.text());
  }

 private:
  partita::Client client_;
  CounterRepository wire_;
  CounterRepository direct_;
  std::string from_;
  std::string to_;
  Tally tally_;
};

// An edit by version happens once.
class Edits : public Task {
 public:
  Edits(const partita::Client& wire, const partita::Client& direct, std::string id)
      : wire_(wire), direct_(direct), id_(std::move(id)) {
    static_cast<void>(direct_.remove(id_, partita::any_version));
    must(direct_.create({.id = id_}));
  }

  void step(Calls& calls, std::vector<std::string>&) override {
    const std::int64_t version = (*must(direct_.get(id_, consistently)))->version;
    tally_.count(calls.run("edit", [&](const auto& options) {
      return wire_.update(id_, partita::expect{version}).add_to_edits(1).execute(options);
    }));
  }

  void check(std::vector<std::string>& problems) override {
    const std::int64_t stored = (*must(direct_.get(id_, consistently)))->edits;
    if (tally_.allows(stored)) return;
    problems.push_back(id_ + " has " + std::to_string(stored) + " edits, and was told of " + tally_.text());
  }

 private:
  PageRepository wire_;
  PageRepository direct_;
  std::string id_;
  Tally tally_;
};

// The cache serves nothing older than a write of its client.
class Settings : public Task {
 public:
  Settings(const partita::Client& wire, const partita::Client& direct, std::string id)
      : wire_(wire), id_(std::move(id)) {
    must(SettingRepository{direct}.put({.id = id_}));
  }

  void step(Calls& calls, std::vector<std::string>& problems) override {
    if (calls.below(4) == 0) {
      ++tried_;
      // So that an attempt that arrives late changes nothing.
      const auto failed = calls.run("put cached", [&](const auto& options) {
        return wire_.put({id_, tried_}, partita::WriteOptions<Setting>(options).if_(SettingFields::value < tried_));
      });
      if (!failed) sure_ = tried_;
    }
    std::int64_t value = sure_;
    calls.run("get cached", [&](const auto& options) {
      partita::ReadOptions read;
      read.timeout(std::chrono::nanoseconds(options.timeout_ns()));
      auto got = wire_.get(id_, read);
      if (got) value = *got ? (*got)->value : -1;
      return got;
    });
    if (value < sure_ || value > tried_) {
      problems.push_back("the cache serves " + std::to_string(value) + " of " + id_ + ", which is " +
                         std::to_string(sure_) + " to " + std::to_string(tried_));
    }
    sure_ = std::max(sure_, value);
  }

  void check(std::vector<std::string>&) override {}

 private:
  SettingRepository wire_;
  std::string id_;
  std::int64_t sure_ = 0;
  std::int64_t tried_ = 0;
};

// A cached query serves nothing older than a write of its client either.
class Choices : public Task {
 public:
  Choices(const partita::Client& wire, const partita::Client& direct, std::string owner)
      : wire_(wire), owner_(std::move(owner)) {
    for (std::size_t i = 0; i < count; ++i) {
      must(ChoiceRepository{direct}.put({.owner = owner_, .number = static_cast<std::int32_t>(i)}));
    }
  }

  void step(Calls& calls, std::vector<std::string>& problems) override {
    const std::size_t i = calls.below(4 * count);
    if (i < count) write(calls, i);
    calls.run("query cached", [&](const auto& options) {
      auto got = wire_.by_owner(owner_).cached(std::chrono::minutes(1)).all(options);
      if (got) compare(*got, problems);
      return got;
    });
  }

  void check(std::vector<std::string>&) override {}

 private:
  static constexpr std::size_t count = 3;

  void write(Calls& calls, std::size_t i) {
    const std::int64_t value = ++tried_[i];
    // So that an attempt that arrives late changes nothing.
    const auto failed = calls.run("put queried", [&](const auto& options) {
      return wire_.put({owner_, static_cast<std::int32_t>(i), value},
                       partita::WriteOptions<Choice>(options).if_(ChoiceFields::value < value));
    });
    if (!failed) sure_[i] = value;
  }

  void compare(const std::vector<Choice>& got, std::vector<std::string>& problems) {
    if (got.size() != count) problems.push_back("a cached query finds another number of items of " + owner_);
    for (std::size_t i = 0; i < got.size() && i < count; ++i) {
      if (got[i].value < sure_[i] || got[i].value > tried_[i]) {
        problems.push_back("a cached query serves " + std::to_string(got[i].value) + " of " + owner_ + ", which is " +
                           std::to_string(sure_[i]) + " to " + std::to_string(tried_[i]));
      }
      sure_[i] = std::max(sure_[i], got[i].value);
    }
  }

  ChoiceRepository wire_;
  std::string owner_;
  std::array<std::int64_t, count> sure_{};
  std::array<std::int64_t, count> tried_{};
};

// What nobody changes is served as it is, from whichever cache.
class Constants : public Task {
 public:
  static constexpr int count = 200;

  explicit Constants(const partita::Client& wire) : wire_(wire) {}

  static Setting constant(int number) { return {.id = "constant-" + std::to_string(number), .value = number}; }

  void step(Calls& calls, std::vector<std::string>& problems) override {
    for (int i = 0; i < 5; ++i) read(calls, problems);
  }

  void check(std::vector<std::string>&) override {}

 private:
  void read(Calls& calls, std::vector<std::string>& problems) {
    const Setting wanted = constant(static_cast<int>(calls.below(count)));
    calls.run("get constant", [&](const auto& options) {
      partita::ReadOptions read;
      read.timeout(std::chrono::nanoseconds(options.timeout_ns()));
      auto got = wire_.get(wanted.id, read);
      if (got && (!*got || (*got)->id != wanted.id || (*got)->value != wanted.value)) {
        problems.push_back(wanted.id + " is served as something else");
      }
      return got;
    });
  }

  SettingRepository wire_;
};

}  // namespace

void give_up(const partita::Error& error) {
  std::fprintf(stderr, "the test server failed: %s\n", error.to_string().c_str());
  std::_Exit(3);
}

void create_tables(const partita::Client& direct) {
  must(NoteRepository{direct}.create_table());
  must(CounterRepository{direct}.create_table());
  must(PageRepository{direct}.create_table());
  must(SettingRepository{direct}.create_table());
  must(ChoiceRepository{direct}.create_table());
  for (int i = 0; i < Constants::count; ++i) must(SettingRepository{direct}.put(Constants::constant(i)));
}

std::vector<std::unique_ptr<Task>> make_tasks(const partita::Client& wire, const partita::Client& direct,
                                              std::size_t worker) {
  const std::string prefix = std::to_string(worker) + "-";
  std::vector<std::unique_ptr<Task>> tasks;
  tasks.push_back(std::make_unique<Notes>(wire, direct, prefix + "note-"));
  tasks.push_back(std::make_unique<Batches>(wire, direct, prefix + "batch-"));
  tasks.push_back(std::make_unique<Additions>(wire, direct, prefix + "counter", false));
  tasks.push_back(std::make_unique<Additions>(wire, direct, prefix + "exact", true));
  tasks.push_back(std::make_unique<Transfers>(wire, direct, prefix));
  tasks.push_back(std::make_unique<Edits>(wire, direct, prefix + "page"));
  tasks.push_back(std::make_unique<Settings>(wire, direct, prefix + "setting"));
  tasks.push_back(std::make_unique<Choices>(wire, direct, prefix + "choice"));
  tasks.push_back(std::make_unique<Constants>(wire));
  return tasks;
}

}  // namespace faults
