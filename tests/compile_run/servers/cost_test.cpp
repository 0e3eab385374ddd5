// Units by table and index, as the servers say them when they are asked for INDEXES.
// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ConsumedCapacity.html
#include "servers.hpp"

#include "lab/measurement.partita.hpp"
#include "session.partita.hpp"

#include <partita/cost.hpp>
#include <partita/transaction.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace partita::test {
namespace {

using Lines = std::vector<std::string>;

const std::vector<std::byte> device{std::byte{1}};

lab::Measurement measurement(std::int64_t sequence, const std::string& note = "n") {
  return {.device = device,
          .sequence = sequence,
          .value = static_cast<double>(sequence),
          .day = 7,
          .amount = *decimal::parse("1.5"),
          .note = note};
}

// `index read write` of each, sorted; the table is `-`. Fails the test if their sums are not those of the call.
Lines units(const Cost& cost) {
  Lines lines;
  double read = 0;
  double written = 0;
  for (const IndexUnits& each : cost.by_index) {
    CHECK((each.table == "measurements" || each.table == "sessions"));
    lines.push_back((each.index.empty() ? "-" : each.index) + " " + std::to_string(each.read_units).substr(0, 3) + " " +
                    std::to_string(each.write_units).substr(0, 3));
    read += each.read_units;
    written += each.write_units;
  }
  CHECK(read == cost.read_units);
  CHECK(written == cost.write_units);
  std::sort(lines.begin(), lines.end());
  return lines;
}

TEST_CASE("a write says its units by table and index", "[cost]") {
  const Table<lab::MeasurementRepository> measurements(GENERATE(from_range(witnesses("consumed-capacity"))),
                                                       "measurements");
  const auto created = measurements->create(measurement(1));
  REQUIRE_OK(created);
  CHECK(units(created.cost()) == Lines{"- 0.0 1.0", "by_day 0.0 1.0", "by_value 0.0 1.0"});
  CHECK(created.cost().write_units == 3);

  // An index key that changes is an entry removed and an entry added: two writes.
  // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/LSI.html#LSI.ThroughputConsiderations.Writes
  const auto moved = measurements->update(device, 1).set_value(2).execute();
  REQUIRE_OK(moved);
  CHECK(units(moved.cost()).front() == "- 0.0 1.0");
  CHECK(std::ranges::count(units(moved.cost()), "by_value 0.0 2.0") == 1);

  const auto removed = measurements->remove(device, 1);
  REQUIRE_OK(removed);
  CHECK(units(removed.cost()) == Lines{"- 0.0 1.0", "by_day 0.0 1.0", "by_value 0.0 1.0"});

  const std::vector<lab::Measurement> many{measurement(2), measurement(3), measurement(4)};
  const BatchResult put = measurements->put_many(many);
  CHECK(put);
  CHECK(units(put.cost) == Lines{"- 0.0 3.0", "by_day 0.0 3.0", "by_value 0.0 3.0"});
}

TEST_CASE("an item that a sparse index does not hold costs nothing there", "[cost]") {
  const Table<lab::SessionRepository> sessions(GENERATE(from_range(witnesses("consumed-capacity"))), "sessions");
  lab::Session session{.tenant_id = "t", .session_id = "s", .capsule_id = "c"};
  session.expires_at = timestamp::from_seconds(4'102'444'800);
  const auto put = sessions->put(session);
  REQUIRE_OK(put);
  CHECK(units(put.cost()) == Lines{"- 0.0 1.0", "by_capsule 0.0 1.0"});
}

TEST_CASE("a query says the units of the index that it reads", "[cost]") {
  const Table<lab::MeasurementRepository> measurements(GENERATE(from_range(witnesses("consumed-capacity"))),
                                                       "measurements");
  for (std::int64_t i = 0; i < 3; ++i) REQUIRE_OK(measurements->put(measurement(i, std::string(3000, 'x'))));

  // The sizes of all items together, rounded up to 4 KB: three units, half of them if not consistent.
  const auto of_table = measurements->by_device(device).consistent().all();
  REQUIRE_OK(of_table);
  CHECK(units(of_table.cost()) == Lines{"- 3.0 0.0"});
  const auto of_local = measurements->by_value(device).consistent().all();
  REQUIRE_OK(of_local);
  CHECK(units(of_local.cost()) == Lines{"by_value 3.0 0.0"});
  catch_up();
  const auto of_global = measurements->by_day(7).all();
  REQUIRE_OK(of_global);
  CHECK(units(of_global.cost()) == Lines{"by_day 1.5 0.0"});
  const auto counted = measurements->by_day(7).count();
  REQUIRE_OK(counted);
  CHECK(units(counted.cost()) == units(of_global.cost()));

  double read = 0;
  double written = 0;
  for (const OperationCost& each : measurements.client().costs()) {
    if (each.index != "by_day") continue;
    CHECK(each.entity == "Measurement");
    read += each.read_units;
    written += each.write_units;
  }
  CHECK(read == 3);
  CHECK(written > 0);
}

// What the servers say of transactions is none of the service's sums (`consumed-capacity-transaction`): here they must
// only add up.
TEST_CASE("a transaction says its units by table and index", "[cost]") {
  const Table<lab::MeasurementRepository> measurements(GENERATE(from_range(backend_ids())), "measurements");
  const lab::MeasurementRepository repository{measurements.client()};
  WriteTransaction transaction{measurements.client()};
  transaction.create(repository, measurement(1)).create(repository, measurement(2));
  const auto done = transaction.execute();
  REQUIRE_OK(done);
  const Lines lines = units(done.cost());
  REQUIRE(lines.size() == 3);
  CHECK(lines[0].starts_with("- "));
  CHECK(lines[1].starts_with("by_day "));
  CHECK(lines[2].starts_with("by_value "));
}

}  // namespace
}  // namespace partita::test
