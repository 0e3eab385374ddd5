// The operations on tables; each is defined in the file that has its name.
#pragma once

#include "embedded/operations/operations.hpp"

namespace partita::inline epoch1::embedded {

RunOperation create_table;
RunOperation delete_table;
RunOperation describe_limits;
RunOperation describe_table;
RunOperation describe_time_to_live;
RunOperation list_tables;
RunOperation list_tags_of_resource;
RunOperation tag_resource;
RunOperation untag_resource;
RunOperation update_table;
RunOperation update_time_to_live;

}  // namespace partita::inline epoch1::embedded
