#include "raw_restated.hpp"

#include "raw_mutations.hpp"

#include <cstdint>
#include <limits>

namespace differential {

RawRequest restated_for_local(const RawRequest& request) {
  constexpr std::int64_t largest = std::numeric_limits<std::int32_t>::max();
  Json body = Json::parse(request.body, nullptr, false);
  if (!body.is_object() || !body.contains("Limit")) return request;
  Json& limit = body["Limit"];
  if (!limit.is_number_integer() || limit <= largest) return request;
  limit = largest;
  return {request.operation, body.dump(), request.mutation};
}

RawRequest restated_for_dynoxide(const RawRequest& request) {
  Json body = Json::parse(request.body, nullptr, false);
  if (!body.is_object()) return request;
  bool changed = request.mutation == member_twice;
  if (is_about_a_table(request.operation)) {
    for (const char* const unknown : {"Limit", "ConsistentRead"}) changed = body.erase(unknown) > 0 || changed;
  }
  return changed ? RawRequest{request.operation, body.dump(), request.mutation} : request;
}

}  // namespace differential
