// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeLimits.html
#include "embedded/operations/table_operations.hpp"
#include "embedded/request_tree.hpp"

namespace partita::inline epoch1::embedded {

// The service's own defaults; the engine has none.
Checked<void> describe_limits(Engine&, const OperationInput& input, std::string& answer) {
  const RequestTree request(input.body);
  if (request.refusal()) return tl::unexpected(*request.refusal());
  answer += R"({"AccountMaxReadCapacityUnits":80000,"AccountMaxWriteCapacityUnits":80000,)"
            R"("TableMaxReadCapacityUnits":40000,"TableMaxWriteCapacityUnits":40000})";
  return {};
}

}  // namespace partita::inline epoch1::embedded
