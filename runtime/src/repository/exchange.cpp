#include <partita/call.hpp>

#include "capacity.hpp"
#include "deadline.hpp"
#include "http/operation.hpp"
#include "item_text.hpp"
#include "place.hpp"
#include "request_text.hpp"

#include <algorithm>
#include <string>

namespace partita::inline epoch1::detail {

namespace {

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
constexpr std::size_t max_table_name = 255;

}  // namespace

void Exchange::begin() {
  body_.clear();
  body_.raw(opening);
  body_.raw(client_.table_prefix());
  body_.string(table_);
  table_size_ = body_.view().size() - table_begin;
  body_.raw('"');
}

void Exchange::project(std::span<const AttributeName> attributes, const AttributeName& also) {
  ExpressionParts parts;
  const std::span<const AttributeName> more(&also, also.name.empty() ? 0 : 1);
  write_member(body_, "ProjectionExpression", parts.list(attributes, more));
  parts.write(body_);
}

void Exchange::show_only(const AttributeName& name, const Value& value) {
  shown_name_ = name.name;
  shown_json_ = value.json();
  refused_ = value.error();
}

std::optional<Error> Exchange::refusal() const {
  if (body_.failed()) return with_place(body_.error(), operation_, table());
  if (refused_) return with_place(*refused_, operation_, table());
  if (table_size_ > max_table_name) {
    return with_place(Error(ErrorKind::invalid_argument,
                            "the table's name has " + std::to_string(table_size_) + " characters; DynamoDB allows " +
                                std::to_string(max_table_name) + ", so give a shorter ClientOptions::table_prefix"),
                      operation_, table());
  }
  return std::nullopt;
}

RecordedWrite Exchange::recorded(std::size_t item_begin, std::size_t item_end) const {
  RecordedWrite write;
  write.operation = operation_;
  write.table = table();
  // An action has no capacity of its own.
  std::string_view body = body_.view();
  body.remove_suffix(capacity_ending.size());
  write.body = std::string(body) + "}";
  write.item = body.substr(item_begin, item_end - item_begin);
  write.shown = {hidden_, shown_name_, shown_json_};
  return write;
}

std::optional<Error> Exchange::send(const CallOptions& options, std::string_view member,
                                    void (*read)(wire::Reader&, void*), void* target) {
  cost_ = {};
  last_key_ = {};
  if (auto refused = refusal()) return refused;
  if (client_.recorder() != nullptr) {
    return with_place(Error(ErrorKind::invalid_argument, "a transaction has no such action"), operation_, table());
  }

  Request request{operation_, table(), body_.view(), retry_, context_of(client_, options), entity_, index_, hidden_};
  request.may_hedge = may_hedge_ || operation_ == "GetItem";
  reply_.reset();
  client_.transport().send(request, reply_);

  cost_.requests = static_cast<std::uint32_t>(reply_.facts.attempts);
  std::optional<Error> error;
  if (reply_.error) {
    Error::Details details = reply_.error->details();
    show_item(details, {hidden_, shown_name_, shown_json_});
    details.maybe_applied = details.maybe_applied || (reply_.facts.ambiguous_attempt && !http::only_reads(operation_));
    error = with_place(Error(std::move(details)), operation_, table());
  } else {
    error = read_reply(member, read, target);
  }
  if (reply_.facts.hedges > 0) count_hedges(reply_.facts.hedges, cost_);
  count_cost(client_, request, reply_, cost_);
  return error;
}

std::optional<Error> Exchange::take(std::string_view answer, std::string_view member,
                                    void (*read)(wire::Reader&, void*), void* target) {
  cost_ = {};
  last_key_ = {};
  reply_.reset();
  reply_.body.assign(answer);
  return read_reply(member, read, target);
}

std::optional<Error> Exchange::read_reply(std::string_view member, void (*read)(wire::Reader&, void*), void* target) {
  wire::Reader in(reply_.body);
  in.tenant = tenant_.get();
  bool found = false;
  std::string_view key;
  in.begin_object();
  while (in.next_key(key)) {
    if (!member.empty() && key == member) {
      read(in, target);
      found = true;
      if (member == "Item" || member == "Attributes") cost_.items_evaluated = cost_.items_returned = 1;
    } else if (key == "ConsumedCapacity") {
      read_capacity(in, http::only_reads(operation_), cost_);
    } else if (key == "Count") {
      cost_.items_returned = static_cast<std::uint64_t>(in.read_int64());
    } else if (key == "ScannedCount") {
      cost_.items_evaluated = static_cast<std::uint64_t>(in.read_int64());
    } else if (key == "LastEvaluatedKey") {
      last_key_ = in.skip_value();
    } else {
      in.skip_value();
    }
  }
  in.end();
  // A missing item is an answer; a page without its items is none.
  if (in.ok() && !found && !member.empty() && member != "Item" && member != "Attributes") {
    in.fail("the reply has no member '" + std::string(member) + "'");
  }
  if (in.ok()) return std::nullopt;
  return unreadable(in.error().message());
}

std::string Exchange::element(std::string_view member, std::size_t index) const {
  wire::Reader in(reply_.body);
  std::string_view key;
  in.begin_object();
  while (in.next_key(key)) {
    if (key != member) {
      in.skip_value();
      continue;
    }
    in.begin_array();
    for (std::size_t i = 0; in.next_element(); ++i) {
      const std::string_view text = in.skip_value();
      if (i == index) return std::string(text);
    }
    return {};
  }
  return {};
}

bool skip_expired(wire::Reader& in, const AttributeName& ttl, const Client& client) {
  if (ttl.name.empty() || !in.peek_expired(ttl.name, client.now().seconds())) return false;
  in.skip_value();
  return true;
}

Error Exchange::unreadable(const std::string& message) const {
  Error::Details details;
  details.kind = ErrorKind::decode;
  details.message = message;
  details.operation = operation_;
  details.table = table();
  details.request_id = reply_.facts.request_id;
  details.status = reply_.facts.status;
  details.attempts = reply_.facts.attempts;
  details.maybe_applied = !http::only_reads(operation_);  // the service said yes, whatever else it said
  return Error(std::move(details));
}

}  // namespace partita::inline epoch1::detail
