// Records of a table's DynamoDB stream, decoded to the entities of the table.
//
//   auto records = partita::read_stream_records<crm::Contact, crm::Account>(event);   // what Lambda or GetRecords gave
//   if (!records) return report(records.error());
//   for (const auto& record : *records) {
//     if (const auto* contact = record.new_item<crm::Contact>()) index(*contact);
//   }
#pragma once

#include <partita/entity_codec.hpp>
#include <partita/error.hpp>
#include <partita/result.hpp>
#include <partita/timestamp.hpp>
#include <partita/write_rules.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace partita::inline epoch1 {

/// How the images of an entity are read. One static constant an entity, in generated code.
template <class T>
struct StreamCodec {
  EntityCodec<T> codec;
  const WriteRules& rules;
};

/// `T` is an entity that code was generated for.
template <class T>
concept streamed_entity = requires(const T* entity) { stream_codec(entity); };

enum class StreamEvent : std::uint8_t {
  insert,
  modify,
  remove,  ///< by a request, or because the item's time to live is over
};

/// An item of none of the entities that were asked for, as DynamoDB's JSON.
struct UnknownItem {
  std::string json;
};

/// What a record says beside its images. Members that the service left out are empty.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_Record.html
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_StreamRecord.html
struct StreamRecordFacts {
  StreamEvent event = StreamEvent::insert;
  std::string id{};               ///< `eventID`, by which a record that comes twice is known
  std::string source_arn{};       ///< `eventSourceARN`: of the stream; Lambda sets it
  std::string keys{};             ///< of the item, as DynamoDB's JSON
  std::string sequence_number{};  ///< decimal digits; their order is that of the changes of one item
  std::uint64_t size_bytes = 0;
  std::string view_type{};                ///< `NEW_AND_OLD_IMAGES`, `KEYS_ONLY`, ...
  std::optional<timestamp> changed_at{};  ///< to the second
  /// Removed by the service, as its time to live was over.
  /// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/time-to-live-ttl-streams.html
  bool expired = false;
};

/// A change of one item. An image is absent where the stream does not have it: it depends on the event and on the
/// stream's view type.
template <streamed_entity... Entities>
struct StreamRecord : StreamRecordFacts {
  using Item = std::variant<UnknownItem, Entities...>;

  std::optional<Item> new_image{};
  std::optional<Item> old_image{};

  /// The image, if it is there and of that entity; else null.
  template <class T>
  const T* new_item() const {
    return new_image ? std::get_if<T>(&*new_image) : nullptr;
  }
  template <class T>
  const T* old_item() const {
    return old_image ? std::get_if<T>(&*old_image) : nullptr;
  }
};

namespace detail {

struct RawStreamRecord : StreamRecordFacts {
  std::optional<std::string> new_image{};
  std::optional<std::string> old_image{};
};

Result<RawStreamRecord> read_raw_record(std::string_view json);
/// The elements of `Records`, or what is wrong with the JSON.
Result<std::vector<std::string>> split_records(std::string_view json);
/// Whether an item is of the entity with these rules: by its discriminator, or because the entity has none.
bool is_of(std::string_view item, const WriteRules& rules);
Error unreadable_image(const RawStreamRecord& record, std::string_view image, const WriteRules& rules,
                       const Error& error);
std::optional<Error> read_image(std::string_view json, const void* codec,
                                void (*read)(wire::Reader& in, const void* codec, void* item), void* item);

template <class... Entities>
class ImageReader {
 public:
  using Item = typename StreamRecord<Entities...>::Item;

  ImageReader(const RawStreamRecord& record, std::string_view name) : record_(record), name_(name) {}

  std::optional<Error> read(const std::optional<std::string>& json, std::optional<Item>& image) {
    if (!json) return std::nullopt;
    if (!(read_as<Entities>(*json, image) || ...)) image.emplace(UnknownItem{*json});
    return std::move(error_);
  }

 private:
  template <class T>
  bool read_as(const std::string& json, std::optional<Item>& image) {
    const StreamCodec<T>& how = stream_codec(static_cast<const T*>(nullptr));
    if (!is_of(json, how.rules)) return false;
    const auto read = [](wire::Reader& in, const void* codec, void* item) {
      static_cast<const EntityCodec<T>*>(codec)->read_item(in, *static_cast<T*>(item));
    };
    T item{};
    const auto error = read_image(json, &how.codec, read, &item);
    if (error) error_ = unreadable_image(record_, name_, how.rules, *error);
    if (!error) image.emplace(std::move(item));
    return true;
  }

  const RawStreamRecord& record_;
  std::string_view name_;
  std::optional<Error> error_;
};

}  // namespace detail

/// Reads one record. Items of the table are told apart by their discriminators; an entity without one takes every item
/// that no entity before it in the list took. What no entity takes, such as an entity that is not in the list, or an
/// item that a lookup or a unique constraint keeps, is an UnknownItem. Items of every tenant are read. Fails with
/// `decode` if the JSON is no record, or an image is not what its entity says: then the message names the entity, the
/// attribute, and the type that was found.
template <streamed_entity... Entities>
Result<StreamRecord<Entities...>> read_stream_record(std::string_view json) {
  static_assert(sizeof...(Entities) > 0, "name the entities of the table: read_stream_record<crm::Contact>(json)");
  Result<detail::RawStreamRecord> raw = detail::read_raw_record(json);
  if (!raw) return raw.error();
  StreamRecord<Entities...> record;
  static_cast<StreamRecordFacts&>(record) = *raw;
  if (auto error = detail::ImageReader<Entities...>(*raw, "NewImage").read(raw->new_image, record.new_image)) {
    return *std::move(error);
  }
  if (auto error = detail::ImageReader<Entities...>(*raw, "OldImage").read(raw->old_image, record.old_image)) {
    return *std::move(error);
  }
  return record;
}

/// Reads `{"Records": [...]}`, which a Lambda function is given and GetRecords returns. One record that can't be read
/// fails all: a caller that wants to leave one out reads them one by one.
template <streamed_entity... Entities>
Result<std::vector<StreamRecord<Entities...>>> read_stream_records(std::string_view json) {
  Result<std::vector<std::string>> parts = detail::split_records(json);
  if (!parts) return parts.error();
  std::vector<StreamRecord<Entities...>> records;
  for (const std::string& each : *parts) {
    Result<StreamRecord<Entities...>> record = read_stream_record<Entities...>(each);
    if (!record) return record.error();
    records.push_back(*std::move(record));
  }
  return records;
}

}  // namespace partita::inline epoch1
