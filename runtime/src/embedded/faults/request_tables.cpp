#include "embedded/faults/request_tables.hpp"

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

}  // namespace partita::inline epoch1::embedded
