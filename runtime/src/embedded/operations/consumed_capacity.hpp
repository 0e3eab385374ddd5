// The units that operations consume, by the service's rules.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
#pragma once

#include "embedded/operations/answer_object.hpp"
#include "embedded/operations/item_request.hpp"
#include "embedded/tables/table.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace partita::inline epoch1::embedded {

/// Of one table and its indexes; those of a transaction count twice.
struct Units {
  double table = 0;
  std::vector<double> indexes{};  ///< by the position of the index in its table; empty: none

  void add(const Table& of, const Index& index, double count);
  void add(const Units& other);
  double total() const;
};

/// One unit for each KB that is begun, and one at least.
double write_units(std::size_t size);
/// One unit for each 4 KB that is begun, and one at least; half of that if the read may be stale.
double read_units(std::size_t size, bool consistent);

/// `{"TableName":"t","CapacityUnits":1.0}`, with all parts if `detail` says so.
void append_capacity(const Table& table, const Units& units, CapacityDetail detail, std::string& out);
/// The same of a transaction, which says what its units are: `ReadCapacityUnits` or `WriteCapacityUnits`.
void append_capacity(const Table& table, const Units& units, CapacityDetail detail, std::string_view kind,
                     std::string& out);

/// What requests of several tables consumed.
class UnitsByTable {
 public:
  void add(const std::shared_ptr<const Table>& table, const Units& units);
  /// A member of an answer, if the caller asked for it: a list of the above.
  void append(CapacityDetail detail, std::string_view kind, AnswerObject& answer) const;

 private:
  struct Entry {
    std::shared_ptr<const Table> table;
    Units units;
  };
  std::map<std::string, Entry> tables_;
};

}  // namespace partita::inline epoch1::embedded
