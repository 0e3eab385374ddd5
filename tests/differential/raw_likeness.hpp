// How far the engine answers as a server does.
#pragma once

#include "raw_deviations.hpp"

#include <initializer_list>

namespace differential {

RawAnswer without(RawAnswer answer, std::initializer_list<const char*> members);

/// Whether the engine answers as one of the servers, but for these members.
bool same_but_for(const RawExchange& exchange, std::initializer_list<const char*> members);

/// Whether the engine has the items of the server but for those that begin otherwise. A page of the server's may hold
/// fewer that do, and neither a count nor a projection says which they are.
bool leaves_out_other_beginnings(const RawExchange& exchange, const RawAnswer& server);

/// Whether each attribute of the one has what it has in the other, less what no path leads to.
bool are_parts(const Json& parts, const Json& attributes);

}  // namespace differential
