// Jobs come and go, and change tags and slugs. Each tag finds its jobs, each slug is taken once, and the table holds
// nothing that belongs to no job.
#include "scenario.hpp"
#include "workshop.partita.hpp"

#include <partita/table.hpp>
#include <partita/transport.hpp>

#include <nlohmann/json.hpp>

#include <set>

namespace interrupted {
namespace {

using workshop::Job;
using workshop::JobRepository;

const std::vector<std::string> tags{"red", "green", "blue", "grey", "gold"};

// How many items a table holds, whosever they are.
std::size_t items_in(const partita::Client& client, const std::string& table) {
  const std::string body = R"({"TableName":")" + table + R"(","ConsistentRead":true})";
  partita::Reply reply;
  client.transport().send({.operation = "Scan", .table = table, .body = body}, reply);
  if (reply.error) give_up(*reply.error);
  return nlohmann::json::parse(reply.body.view()).at("Items").size();
}

Job random_job(std::mt19937_64& random) {
  Job job{.owner = "o-" + std::to_string(below(random, 2)), .id = std::to_string(below(random, 4))};
  for (const std::string& tag : tags) {
    if (below(random, 2) == 0) job.tags.insert(tag);
  }
  job.slug = "slug-" + std::to_string(below(random, 12));
  return job;
}

class Lookups : public Scenario {
 public:
  std::string name() const override { return "lookups"; }

  void set_up(const partita::Client& client) const override { must(JobRepository{client}.create_table()); }

  void work(const partita::Client& client, std::uint64_t run) const override {
    const JobRepository jobs{client};
    std::mt19937_64 random(run);
    while (true) {
      const Job job = random_job(random);
      partita::Result<void> done;
      switch (below(random, 6)) {
        case 0:
          done = jobs.create(job);
          break;
        case 1:
          done = jobs.put(job);
          break;
        case 2:
          done = jobs.remove(job.owner, job.id);
          break;
        case 3:
          done = jobs.update(job.owner, job.id).set_slug(job.slug).execute();
          break;
        case 4:
          done = jobs.update(job.owner, job.id).set_visits(1).add_to_tags({"gold"}).execute();
          break;
        default:
          done = jobs.update(job.owner, job.id).set_visits(2).delete_from_tags(job.tags).execute();
          break;
      }
      if (!done && done.error().kind() != partita::ErrorKind::condition_failed) give_up(done.error());
    }
  }

  std::vector<std::string> check(const partita::Client& client) const override {
    std::vector<std::string> problems;
    const JobRepository jobs{client};
    const auto all = jobs.scan().consistent().all();
    std::set<std::string> expected;
    std::set<std::string> slugs;
    for (const Job& each : *must(all)) {
      for (const std::string& tag : each.tags) expected.insert(tag + " " + each.owner + " " + each.id);
      if (!slugs.insert(each.slug).second) problems.push_back("two jobs have slug " + each.slug);
    }
    std::set<std::string> found;
    for (const std::string& tag : tags) {
      for (const std::string owner : {"o-0", "o-1"}) {
        const auto tagged = jobs.by_tag(owner, tag).consistent().all();
        for (const Job& each : *must(tagged)) found.insert(tag + " " + each.owner + " " + each.id);
        if (tagged.cost().strays != 0) problems.push_back("lookup items of " + tag + " lead to no job");
      }
    }
    if (found != expected) problems.emplace_back("tags find other jobs than have them");
    const std::size_t items = items_in(client, "interrupted-jobs");
    const std::size_t expected_items = all->size() + expected.size() + slugs.size();
    if (items != expected_items) {
      problems.push_back("the table holds " + std::to_string(items) + " items, the jobs make " +
                         std::to_string(expected_items));
    }
    return problems;
  }

  void tear_down(const partita::Client& client) const override {
    static_cast<void>(partita::delete_table(client, "interrupted-jobs"));
  }
};

}  // namespace

std::unique_ptr<Scenario> lookups() {
  return std::make_unique<Lookups>();
}

}  // namespace interrupted
