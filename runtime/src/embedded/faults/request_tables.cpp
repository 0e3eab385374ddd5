#include "embedded/faults/request_tables.hpp"

#include "embedded/faults/fault_kinds.hpp"
#include "embedded/request_reader.hpp"
#include "embedded/tables/description.hpp"

namespace partita::inline epoch1::embedded {
namespace {

// `{"Put":{"TableName":"t",...}}`
std::string table_of_action(RequestReader& in) {
  std::string table;
  std::string_view member;
  in.begin_object();
  while (in.next_key(member)) {
    in.begin_object();
    while (in.next_key(member)) {
      if (member == "TableName") {
        table = table_of_arn(in.string());
      } else {
        in.skip_value();
      }
    }
  }
  return table;
}

std::size_t count_elements(RequestReader& in) {
  std::size_t count = 0;
  in.begin_array();
  for (; in.next_element(); ++count) in.skip_value();
  return count;
}

// `[...]` of writes, `{"Keys":[...],...}` of reads.
std::size_t count_entries_of_table(RequestReader& in, bool reads) {
  if (!reads) return count_elements(in);
  std::size_t count = 0;
  std::string_view member;
  in.begin_object();
  while (in.next_key(member)) {
    if (member == "Keys" && !in.next_is_null()) {
      count += count_elements(in);
    } else {
      in.skip_value();
    }
  }
  return count;
}

}  // namespace

std::vector<std::string> tables_of(std::string_view body) {
  RequestReader in(body);
  std::vector<std::string> tables;
  std::string_view member;
  in.begin_object();
  while (in.next_key(member)) {
    if (in.next_is_null()) {
      in.skip_value();
    } else if (member == "TableName" || member == "ResourceArn") {
      tables.emplace_back(table_of_arn(in.string()));
    } else if (member == "RequestItems") {
      in.begin_object();
      while (in.next_key(member)) {
        tables.emplace_back(table_of_arn(member));
        in.skip_value();
      }
    } else if (member == "TransactItems") {
      in.begin_array();
      while (in.next_element()) tables.push_back(table_of_action(in));
    } else {
      in.skip_value();
    }
  }
  if (!in.ok()) tables.clear();
  return tables;
}

std::size_t count_entries(const EmbeddedFault& fault, std::string_view operation, std::string_view body) {
  RequestReader in(body);
  std::size_t count = 0;
  std::string_view member;
  in.begin_object();
  while (in.next_key(member)) {
    if (member != "RequestItems" || in.next_is_null()) {
      in.skip_value();
      continue;
    }
    in.begin_object();
    while (in.next_key(member)) {
      const bool counts = is_for(fault, table_of_arn(member));
      const std::size_t entries = count_entries_of_table(in, operation == "BatchGetItem");
      if (counts) count += entries;
    }
  }
  return in.ok() ? count : 0;
}

}  // namespace partita::inline epoch1::embedded
