// What the tables of all servers hold, and how it is brought back into line where one server took what another refused.
#pragma once

#include "raw_answers.hpp"

#include <stdexcept>
#include <string>
#include <vector>

namespace differential {

/// A server does not do what it has to do for any comparison.
struct ServerFailed : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// What one server holds: whole items.
using RawItems = std::vector<Json>;

/// Creates the tables everywhere, those that are there being deleted first. Throws ServerFailed.
void make_tables(const std::vector<RawServer>& servers, const std::vector<RawTable>& tables);

/// The items that a request about single items, or about whole tables, may have written; sorted.
RawItems written_items(const RawServer& server, const RawRequest& request, const std::vector<RawTable>& tables);

/// All items of the table, in order. Throws ServerFailed, as all functions here do that read.
RawItems items_of(const RawServer& server, const RawTable& table);
/// All entries of the index, as a scan shows them, in order.
RawItems entries_of(const RawServer& server, const RawTable& table, const RawIndex& index);

/// Makes the other servers hold what the first one holds. What one of them does not take is deleted everywhere.
/// False: they still differ, so that the tables have to be made anew.
bool align(const std::vector<RawServer>& servers, const RawTable& table);

/// Deletes the tables of these names everywhere where the servers do not describe them alike, by keys, indexes and
/// items. Waits until indexes are filled. True: there was such a table.
bool align_changing(const std::vector<RawServer>& servers, const std::vector<std::string>& names);

}  // namespace differential
