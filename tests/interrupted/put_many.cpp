// A batch is no transaction: a program that is killed leaves some items written and others not. But each is whole, and
// the same call made again writes what is missing.
#include "scenario.hpp"
#include "workshop.partita.hpp"

#include <partita/batch.hpp>
#include <partita/table.hpp>

namespace interrupted {
namespace {

using workshop::Note;
using workshop::NoteRepository;

std::vector<Note> notes_of(std::int64_t round) {
  std::vector<Note> notes;
  for (int i = 0; i < 90; ++i) {
    notes.push_back({.id = "n-" + std::to_string(i), .round = round, .text = "round " + std::to_string(round)});
  }
  return notes;
}

class PutMany : public Scenario {
 public:
  std::string name() const override { return "put_many"; }

  void set_up(const partita::Client& client) const override { must(NoteRepository{client}.create_table()); }

  void work(const partita::Client& client, std::uint64_t run) const override {
    const NoteRepository notes{client};
    for (auto round = static_cast<std::int64_t>(run * 1000);; ++round) {
      const auto written = notes.put_many(notes_of(round));
      if (!written) give_up(*written.error);
    }
  }

  std::vector<std::string> check(const partita::Client& client) const override {
    std::vector<std::string> problems;
    const NoteRepository notes{client};
    const auto all = notes.scan().consistent().all();
    std::int64_t latest = 0;
    for (const Note& each : *must(all)) {
      latest = std::max(latest, each.round);
      if (each.text != "round " + std::to_string(each.round)) problems.push_back(each.id + " is not whole");
    }
    const auto again = notes.put_many(notes_of(latest));
    if (!again) give_up(*again.error);
    for (const Note& each : *must(notes.scan().consistent().all())) {
      if (each.round != latest) problems.push_back(each.id + " was not written by the call made again");
    }
    return problems;
  }

  void tear_down(const partita::Client& client) const override {
    static_cast<void>(partita::delete_table(client, "interrupted-notes"));
  }
};

}  // namespace

std::unique_ptr<Scenario> put_many() {
  return std::make_unique<PutMany>();
}

}  // namespace interrupted
