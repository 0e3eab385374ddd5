#include <partita/stream.hpp>

#include <partita/companions.hpp>
#include <partita/wire/reader.hpp>

#include <cmath>
#include <cstdint>
#include <utility>

namespace partita::inline epoch1::detail {

namespace {

Error undecodable(const std::string& message) {
  return {ErrorKind::decode, message};
}

// A member that a stream has as a string, or as a number: Lambda and GetRecords differ.
std::string text_or_number(wire::Reader& in) {
  const std::string_view value = in.skip_value();
  if (!value.starts_with('"')) return std::string(value);
  wire::TextReader text{value};
  return text.reader().read_plain_string();
}

std::optional<StreamEvent> event_named(std::string_view name) {
  if (name == "INSERT") return StreamEvent::insert;
  if (name == "MODIFY") return StreamEvent::modify;
  if (name == "REMOVE") return StreamEvent::remove;
  return std::nullopt;
}

// {"type":"Service","principalId":"dynamodb.amazonaws.com"}, capitalised by GetRecords; null for other changes.
bool is_by_service(std::string_view json) {
  if (!json.starts_with('{')) return false;
  wire::TextReader text{json};
  wire::Reader& in = text.reader();
  bool is_service = false;
  bool is_dynamodb = false;
  std::string_view name;
  in.begin_object();
  while (in.next_key(name)) {
    if (name == "type" || name == "Type") {
      is_service = text_or_number(in) == "Service";
    } else if (name == "principalId" || name == "PrincipalId") {
      is_dynamodb = text_or_number(in) == "dynamodb.amazonaws.com";
    } else {
      in.skip_value();
    }
  }
  return in.ok() && is_service && is_dynamodb;
}

// Seconds since the epoch, in any notation of a number.
timestamp read_time(wire::Reader& in) {
  constexpr double latest = 253'402'300'799'999;  // the end of the year 9999
  const double milliseconds = std::round(in.read_double() * 1000);
  if (milliseconds >= 0 && milliseconds <= latest) {
    return timestamp::from_milliseconds(static_cast<std::int64_t>(milliseconds));
  }
  if (in.ok()) in.fail("'ApproximateCreationDateTime' is no time of this or the next millennia");
  return {};
}

void read_change(wire::Reader& in, RawStreamRecord& record) {
  std::string_view name;
  in.begin_object();
  while (in.next_key(name)) {
    if (name == "Keys") {
      record.keys = in.skip_value();
    } else if (name == "NewImage") {
      record.new_image = in.skip_value();
    } else if (name == "OldImage") {
      record.old_image = in.skip_value();
    } else if (name == "SequenceNumber") {
      record.sequence_number = text_or_number(in);
    } else if (name == "SizeBytes") {
      record.size_bytes = static_cast<std::uint64_t>(in.read_int64());
    } else if (name == "StreamViewType") {
      record.view_type = text_or_number(in);
    } else if (name == "ApproximateCreationDateTime") {
      record.changed_at = read_time(in);
    } else {
      in.skip_value();
    }
  }
}

}  // namespace

Result<RawStreamRecord> read_raw_record(std::string_view json) {
  RawStreamRecord record;
  std::optional<StreamEvent> event;
  bool has_change = false;
  wire::TextReader text{json};
  wire::Reader& in = text.reader();
  std::string_view name;
  in.begin_object();
  while (in.next_key(name)) {
    if (name == "eventName") {
      event = event_named(text_or_number(in));
    } else if (name == "eventID") {
      record.id = text_or_number(in);
    } else if (name == "eventSourceARN") {
      record.source_arn = text_or_number(in);
    } else if (name == "userIdentity") {
      record.expired = is_by_service(in.skip_value());
    } else if (name == "dynamodb") {
      read_change(in, record);
      has_change = true;
    } else {
      in.skip_value();
    }
  }
  in.end();
  if (!in.ok()) return undecodable("the stream record is no JSON: " + in.error().message());
  if (!event) return undecodable("the stream record has no 'eventName' that is INSERT, MODIFY or REMOVE");
  if (!has_change || record.keys.empty()) return undecodable("the stream record has no 'dynamodb' with 'Keys'");
  record.event = *event;
  record.expired = record.expired && *event == StreamEvent::remove;
  return record;
}

Result<std::vector<std::string>> split_records(std::string_view json) {
  std::optional<std::vector<std::string>> records;
  wire::TextReader text{json};
  wire::Reader& in = text.reader();
  std::string_view name;
  in.begin_object();
  while (in.next_key(name)) {
    if (name != "Records") {
      in.skip_value();
      continue;
    }
    records.emplace();
    in.begin_array();
    while (in.next_element()) records->emplace_back(in.skip_value());
  }
  in.end();
  if (!in.ok()) return undecodable("the stream's records are no JSON: " + in.error().message());
  if (!records) return undecodable("the JSON has no member 'Records'");
  return *std::move(records);
}

bool is_of(std::string_view item, const WriteRules& rules) {
  wire::TextReader text{item};
  wire::Reader& in = text.reader();
  if (!rules.type_name.name.empty()) {
    const auto type = in.peek_string(rules.type_name.name);
    return type && *type == rules.type;
  }
  // Lookup and constraint items are no items of the entity.
  bool is_companion = false;
  std::string_view name;
  in.begin_object();
  while (in.next_key(name)) {
    is_companion = is_companion || name == companion_owner;
    in.skip_value();
  }
  return !is_companion;
}

Error unreadable_image(const RawStreamRecord& record, std::string_view image, const WriteRules& rules,
                       const Error& error) {
  const std::string entity = std::string(rules.entity) + ": ";
  const bool is_named = error.message().starts_with(entity);  // what is wrong with an attribute says whose it is
  return undecodable(std::string(image) + " of stream record '" + record.sequence_number +
                     "': " + (is_named ? "" : entity) + error.message());
}

std::optional<Error> read_image(std::string_view json, const void* codec,
                                void (*read)(wire::Reader& in, const void* codec, void* item), void* item) {
  wire::TextReader text{json};
  wire::Reader& in = text.reader();
  in.any_tenant = true;
  read(in, codec, item);
  in.end();
  if (in.ok()) return std::nullopt;
  return in.error();
}

}  // namespace partita::inline epoch1::detail
