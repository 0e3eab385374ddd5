#include "embedded/error_answer.hpp"

#include "embedded/store/store_failures.hpp"
#include "embedded/values/value_text.hpp"

#include <string_view>

namespace partita::inline epoch1::embedded {

namespace {

// Where the service's framework refuses, and where DynamoDB does.
std::string_view prefix_of(std::string_view type) {
  if (type == "ValidationException") return "com.amazon.coral.validate#";
  if (type == "SerializationException" || type == "UnknownOperationException" || type == "ExpiredTokenException") {
    return "com.amazon.coral.service#";
  }
  return "com.amazonaws.dynamodb.v20120810#";
}

}  // namespace

int status_of(const Refusal& refusal) {
  return refusal.type == nothing_applied || refusal.type == may_be_kept ? 500 : 400;
}

std::string error_body(const Refusal& refusal) {
  // https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html#API_TransactWriteItems_Errors
  const std::string_view message = refusal.type == "TransactionCanceledException" ? "Message" : "message";
  std::string body = R"({"__type":")";
  body.append(prefix_of(refusal.type)).append(refusal.type).append(R"(",")").append(message).append(R"(":)");
  append_json_string(refusal.message, body);
  if (!refusal.members.empty()) body.append(",").append(refusal.members);
  return body + "}";
}

}  // namespace partita::inline epoch1::embedded
