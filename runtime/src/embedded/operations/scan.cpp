// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Scan.html
#include "embedded/operations/item_operations.hpp"
#include "embedded/operations/page.hpp"

#include <utility>

namespace partita::inline epoch1::embedded {

namespace {

constexpr std::string_view parameters[] = {"Segment",
                                           "TotalSegments",
                                           "TableName",
                                           "IndexName",
                                           "FilterExpression",
                                           "ProjectionExpression",
                                           "ExpressionAttributeNames",
                                           "ExpressionAttributeValues",
                                           "ConsistentRead",
                                           "ExclusiveStartKey",
                                           "Limit",
                                           "Select",
                                           "ReturnConsumedCapacity",
                                           "AttributesToGet",
                                           "ConditionalOperator",
                                           "ScanFilter"};

std::optional<Refusal> refuse_segments(const ItemRequest& request) {
  std::string message;
  if (request.segment && !request.segments) {
    message =
        "The TotalSegments parameter is required but was not present in the request when Segment parameter is present";
  } else if (request.segments && !request.segment) {
    message =
        "The Segment parameter is required but was not present in the request when parameter TotalSegments is present";
  } else if (request.segment && *request.segment >= *request.segments) {
    message = "The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: " +
              std::to_string(*request.segment) +
              " is not less than TotalSegments: " + std::to_string(*request.segments);
  }
  if (message.empty()) return std::nullopt;
  return Refusal{"ValidationException", std::move(message)};
}

}  // namespace

Checked<void> scan(Engine& engine, const OperationInput& input, std::string& answer) {
  RequestReader in(input.body);
  ItemRequest request;
  request.read(in, parameters);
  in.end();
  if (!in.ok()) return tl::unexpected(in.refusal());
  if (auto refusal = request.refuse()) return tl::unexpected(*std::move(refusal));
  if (auto refusal = refuse_segments(request)) return tl::unexpected(*std::move(refusal));
  Checked<PageRead> page = read_page(request, false);
  if (!page) return tl::unexpected(std::move(page.error()));

  if (request.index) {
    if (auto shown = engine.index_delay().show_due(engine.store()); !shown) return shown;
  }
  const auto reader = engine.store().begin_read();
  if (auto refusal = locate(*page, engine, *reader)) return tl::unexpected(*std::move(refusal));
  Segment part;
  if (request.segment) {
    part = segment(static_cast<std::uint32_t>(*request.segment), static_cast<std::uint32_t>(*request.segments));
  }
  std::optional<ScanPlace> behind;
  if (request.start.given) {
    Checked<ItemKey> start = start_of(*page);
    if (!start) return tl::unexpected(std::move(start.error()));
    if (!part.holds(start->partition)) {
      return invalid(
          "The provided starting key is invalid: Invalid ExclusiveStartKey. Please use ExclusiveStartKey with correct "
          "Segment. TotalSegments: " +
          std::to_string(*request.segments) + " Segment: " + std::to_string(*request.segment));
    }
    behind = ScanPlace{std::move(start->partition), std::move(start->sort)};
  }
  const auto rows = reader->scan(page->space(), part, behind);
  return answer_page(*page, *reader, *rows, answer);
}

}  // namespace partita::inline epoch1::embedded
