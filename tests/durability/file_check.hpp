// The file as a client sees it, and whether it holds what its writers were told.
#pragma once

#include "workload.hpp"

#include <partita/client.hpp>
#include <partita/transport.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace durability {

/// Ends the program.
[[noreturn]] void fail(const std::string& what);

/// `durable` as in EmbeddedOptions.
partita::Client open_file(const std::string& path, bool durable);
void make_tables(const std::string& path);
partita::Reply send(const partita::Client& client, const std::string& operation, const Json& body);
/// Whether the answer is what is due: a success, or the refusal that was asked for.
bool is_due(const Step& step, const partita::Reply& reply);

/// What a writer may have left.
struct Left {
  Writer writer;
  std::vector<Tables> either;  ///< what was acknowledged, and if something was under way then: that with it
};
/// The index in `either` of what each of them left. Fails unless all that is there was left by one of them, and each
/// index has the entries of its table's items, and no others, each in its place.
std::vector<std::size_t> check_tables(const partita::Client& client, const std::vector<Left>& all);
/// The same of the file, which nobody has open, and which SQLite must find in order.
std::vector<std::size_t> check_file(const std::string& path, bool durable, const std::vector<Left>& all);

}  // namespace durability
