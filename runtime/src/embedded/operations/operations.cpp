#include "embedded/operations/operations.hpp"

#include "embedded/operations/item_operations.hpp"
#include "embedded/operations/table_operations.hpp"

namespace partita::inline epoch1::embedded {

std::span<const Operation> operations() {
  static constexpr Operation all[] = {
      {"GetItem", get_item},
      {"PutItem", put_item},
      {"UpdateItem", update_item},
      {"Query", query},
      {"BatchGetItem", batch_get_item, batch_get_item_in_part},
      {"BatchWriteItem", batch_write_item, batch_write_item_in_part},
      {"TransactWriteItems", transact_write_items},
      {"TransactGetItems", transact_get_items},
      {"DeleteItem", delete_item},
      {"Scan", scan},
      {"CreateTable", create_table},
      {"DescribeTable", describe_table},
      {"UpdateTable", update_table},
      {"DeleteTable", delete_table},
      {"ListTables", list_tables},
      {"UpdateTimeToLive", update_time_to_live},
      {"DescribeTimeToLive", describe_time_to_live},
      {"TagResource", tag_resource},
      {"UntagResource", untag_resource},
      {"ListTagsOfResource", list_tags_of_resource},
      {"DescribeLimits", describe_limits},
  };
  return all;
}

}  // namespace partita::inline epoch1::embedded
