#include <partita/call.hpp>

#include "item_text.hpp"
#include "request_text.hpp"

#include <utility>

namespace partita::inline epoch1::detail {

ItemRead::ItemRead(const Client& client, const WriteRules& rules)
    : Exchange(client, "GetItem", rules.table, RetryClass::idempotent), rules_(rules) {
  of_entity(rules.entity);
  hide(rules.hidden);
}

wire::Writer& ItemRead::key() {
  body().raw(R"(,"Key":)");
  key_begin_ = body().view().size();
  return body();
}

void ItemRead::end_key() {
  if (key_end_ == 0) key_end_ = body().view().size();
}

std::string_view ItemRead::key_text() {
  end_key();
  return body().view().substr(key_begin_, key_end_ - key_begin_);
}

void ItemRead::project(std::span<const AttributeName> attributes, const AttributeName& also) {
  end_key();
  Exchange::project(attributes, also);
}

void ItemRead::finish(const ReadOptions& options) {
  end_key();
  if (options.is_consistent()) body().raw(R"(,"ConsistentRead":true)");
  body().raw(R"(,"ReturnConsumedCapacity":"TOTAL"})");  // no index has a part in it
}

void ItemRead::ask_in(const std::string& partition) {
  const std::string text(body().view());
  const std::string key = text.substr(key_begin_, key_end_ - key_begin_);
  body().clear();
  body().raw(with_member(text, "Key", with_member(key, rules_.partition_key.name, partition)));
}

ReadRecorder* ItemRead::read_recorder() const {
  Recorder* const recorder = client().recorder();
  return recorder == nullptr ? nullptr : recorder->reads();
}

std::optional<Error> ItemRead::record(const AttributeName& ttl, const void* codec,
                                      void (*read)(wire::Reader&, const void*, void*)) {
  if (auto refused = refusal()) return refused;
  end_key();
  RecordedRead recorded;
  recorded.table = table();
  recorded.body = std::string(body().view()) + "}";
  recorded.key = body().view().substr(key_begin_, key_end_ - key_begin_);
  recorded.rules = &rules_;
  recorded.ttl = ttl;
  recorded.tenant = tenant();
  recorded.codec = codec;
  recorded.read = read;
  // Wherever it lies, all places are read at one moment.
  read_recorder()->record(recorded);
  for (const std::string& partition : older_) {
    RecordedRead elsewhere = recorded;
    elsewhere.key = with_member(recorded.key, rules_.partition_key.name, partition);
    elsewhere.body = with_member(recorded.body, "Key", elsewhere.key);
    elsewhere.of_previous = true;
    read_recorder()->record(std::move(elsewhere));
  }
  return std::nullopt;
}

}  // namespace partita::inline epoch1::detail
