// What YCSB stores: https://github.com/brianfrankcooper/YCSB/wiki/Core-Workloads, 10 fields of 100 bytes.
#pragma once

#include <partita/annotations.hpp>

#include <cstdint>
#include <string>

namespace load {

/// A hundred neighbours share a partition key value, so that short ranges can be read.
struct Record {
  using partita_entity = partita::entity<"load-records", partita::cached<"1m">>;

  partita::partition_key<std::string> group{};
  partita::sort_key<std::int64_t> number{};
  std::string field0{};
  std::string field1{};
  std::string field2{};
  std::string field3{};
  std::string field4{};
  std::string field5{};
  std::string field6{};
  std::string field7{};
  std::string field8{};
  std::string field9{};
};

}  // namespace load
