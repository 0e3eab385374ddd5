// Why the service throttled a request.
#pragma once

#include <partita/error.hpp>
#include <partita/throttling.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace partita::inline epoch1::http {

/// The reasons in the body of a refusal, under either spelling of their name; empty if it has none. A reason that is
/// not known has the limit `unknown`, and a resource that is no ARN of a table an empty `table`.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ThrottlingReason.html
std::vector<ThrottlingReason> throttling_reasons(std::string_view body);

/// For people: `reads of index 'by_role' of table 'contacts': one partition's limit, a hot key (<code>)`.
std::string describe(const ThrottlingReason& reason);

/// Has the error's message say its reasons; those that name no table are of `table`.
void append_reasons(Error::Details& details, std::string_view table);

}  // namespace partita::inline epoch1::http
