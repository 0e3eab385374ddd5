// One generated operation: a request that was encoded when the call was made, and the way to decode its reply.
//
// For generated code; users meet the blocking methods of a repository, which build a Call and run it.
#pragma once

#include <partita/call_options.hpp>
#include <partita/client.hpp>
#include <partita/entity_codec.hpp>
#include <partita/expired_item.hpp>
#include <partita/expression.hpp>
#include <partita/recorded_read.hpp>
#include <partita/recorded_write.hpp>
#include <partita/result.hpp>
#include <partita/tenant.hpp>
#include <partita/transport.hpp>
#include <partita/wire/codec.hpp>
#include <partita/write_rules.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace partita::inline epoch1 {

namespace detail {

/// Sends one encoded request and reads what every reply has. Not a template: the loops and checks exist once.
class Exchange {
 public:
  /// `table` is the name as declared; the body begins with the one that the client makes of it.
  Exchange(const Client& client, std::string_view operation, std::string_view table, RetryClass retry)
      : client_(client), operation_(operation), table_(table), retry_(retry) {
    begin();
  }

  /// The request so far, which is `{"TableName":"..."` when nothing was added yet.
  wire::Writer& body() { return body_; }
  /// Forgets what was added.
  void begin();
  const Client& client() const { return client_; }
  /// What repeating the request could do, where only its whole body tells.
  void set_retry(RetryClass retry) { retry_ = retry; }
  /// The name that the request has. Valid until something is added.
  std::string_view table() const { return body_.view().substr(table_begin, table_size_); }

  /// Asks for these attributes alone, and for `also` if it has a name.
  void project(std::span<const AttributeName> attributes, const AttributeName& also = {});
  /// Says that the request is a small one that nothing follows.
  void stand_alone(bool on) { may_hedge_ = on; }
  /// Whose items the reply holds: one of another tenant is an error.
  void of_tenant(const AnyTenant& tenant) { tenant_ = tenant; }
  /// For a table whose key says nothing of the tenant: an item that stands in the way may be another tenant's. An error
  /// brings it along only if it has this value.
  void show_only(const AttributeName& name, const Value& value);
  /// Whose request it is, for metrics, and the index that it reads.
  void of_entity(std::string_view entity, std::string_view index = {}) {
    entity_ = entity;
    index_ = index;
  }
  std::string_view entity() const { return entity_; }
  /// The attributes that an error must not show, by their stored names.
  void hide(std::span<const std::string_view> attributes) { hidden_ = attributes; }

  /// What could make the request fail before it is sent.
  std::optional<Error> refusal() const;

  /// Sends the body. A value that could not be encoded is an error before anything is sent. `member` names the part of
  /// the reply that `read` is called for, with the reader before its value.
  std::optional<Error> send(const CallOptions& options, std::string_view member = {},
                            void (*read)(wire::Reader&, void*) = nullptr, void* target = nullptr);

  /// Reads an answer that was kept, as `send` reads the one that it gets. Costs nothing.
  std::optional<Error> take(std::string_view answer, std::string_view member, void (*read)(wire::Reader&, void*),
                            void* target);

  const Cost& cost() const { return cost_; }
  /// An error of kind `decode` about the reply.
  Error unreadable(const std::string& message) const;
  /// The element `index` of the reply's list `member`, as JSON; empty if there is none.
  std::string element(std::string_view member, std::size_t index) const;
  /// The service's answer, as it came.
  std::string_view answer() const { return reply_.body.view(); }
  /// Where the last key of a page stands in the reply, as JSON; empty if there is none.
  std::string_view last_key() const { return last_key_; }

 protected:
  const AnyTenant& tenant() const { return tenant_; }
  /// Whoever records the write in place of sending it; null: it is sent.
  WriteRecorder* recorder() const {
    Recorder* const recorder = client_.recorder();
    return recorder == nullptr ? nullptr : recorder->writes();
  }
  /// The request as a transaction has it, of which the item or key is that part of the body.
  RecordedWrite recorded(std::size_t item_begin, std::size_t item_end) const;

 private:
  static constexpr std::string_view opening = R"({"TableName":")";
  static constexpr std::size_t table_begin = opening.size();

  std::optional<Error> read_reply(std::string_view member, void (*read)(wire::Reader&, void*), void* target);

  Client client_;
  std::string_view operation_;
  std::string_view table_;
  std::string_view entity_;
  std::string_view index_;
  std::size_t table_size_ = 0;
  RetryClass retry_;
  bool may_hedge_ = false;
  wire::Writer body_;
  Reply reply_;
  Cost cost_;
  std::string_view last_key_;
  AnyTenant tenant_;
  std::span<const std::string_view> hidden_;
  std::string_view shown_name_;
  std::string shown_json_;
  std::optional<Error> refused_;
};

/// The request for one item by its key.
class ItemRead : public Exchange {
 public:
  ItemRead(const Client& client, const WriteRules& rules);

  /// Where the key goes.
  wire::Writer& key();
  /// Asks for these attributes alone, and for `also` if it has a name. The key must be there.
  void project(std::span<const AttributeName> attributes, const AttributeName& also = {});
  /// Where else the item may lie: the partition keys, as JSON, that it had with other numbers of write shards. Asked
  /// one after another, as long as there is no item: nothing moves one.
  void or_in(std::vector<std::string> older) { older_ = std::move(older); }

 protected:
  const std::vector<std::string>& older() const { return older_; }
  const WriteRules& rules() const { return rules_; }
  /// What was written to `key()`, as JSON. Nothing is written to it afterwards.
  std::string_view key_text();
  /// Has the complete request ask for the item under another partition key.
  void ask_in(const std::string& partition);
  /// Writes what follows the key.
  void finish(const ReadOptions& options);
  /// Whoever records it in place of sending it; null: it is sent.
  ReadRecorder* read_recorder() const;
  /// Becomes an action of a transaction, which `read` will be given its `codec`.
  std::optional<Error> record(const AttributeName& ttl, const void* codec,
                              void (*read)(wire::Reader&, const void*, void*));

 private:
  void end_key();

  const WriteRules& rules_;
  std::size_t key_begin_ = 0;
  std::size_t key_end_ = 0;  // 0: nothing follows it yet
  std::vector<std::string> older_;
};

/// The item that an error brought along, sensitive attributes and all.
inline std::string_view whole_item(const Error& error) {
  const Error::Details& details = error.details();
  return details.whole_item.empty() ? details.item : details.whole_item;
}

/// Sends the request; the reply's member, if it is there, is an item. With `skips_expired`, one that is past its time
/// to live is none.
template <class T>
Result<std::optional<T>> run_for_item(Exchange& exchange, const CallOptions& options, std::string_view member,
                                      const EntityCodec<T>& codec, bool skips_expired = false) {
  struct Target {
    const EntityCodec<T>& codec;
    const Client& client;
    bool skips_expired;
    std::optional<T> item;
  } target{codec, exchange.client(), skips_expired, std::nullopt};
  const auto read = [](wire::Reader& in, void* to) {
    auto* found = static_cast<Target*>(to);
    if (found->skips_expired && skip_expired(in, found->codec.ttl, found->client)) return;
    found->codec.read_item(in, found->item.emplace());
  };
  if (auto error = exchange.send(options, member, read, &target)) {
    return Result<std::optional<T>>(*std::move(error)).with_cost(exchange.cost());
  }
  return Result<std::optional<T>>(std::move(target.item)).with_cost(exchange.cost());
}

}  // namespace detail

/// An operation that returns nothing but success.
template <class T>
class Call;

template <>
class Call<void> : public detail::Exchange {
 public:
  using Exchange::Exchange;

  Result<void> run(const CallOptions& options) {
    return run(options, [](const Error&) { return false; });
  }

  /// Runs a conditional write. `ours` tells from the error's item whether the condition failed on what an earlier
  /// attempt of this very call stored; then the call succeeded.
  template <class Ours>
  Result<void> run(const CallOptions& options, Ours ours) {
    std::optional<Error> error = send(options);
    const bool succeeded =
        error && error->kind() == ErrorKind::condition_failed && error->maybe_applied() && ours(*error);
    if (error && !succeeded) return Result<void>(*std::move(error)).with_cost(cost());
    return Result<void>().with_cost(cost());
  }
};

/// An operation that returns an item, or none: one past its time to live is none, deleted or not.
template <class T>
class Call<std::optional<T>> : public detail::ItemRead {
 public:
  using ItemRead::ItemRead;

  Result<std::optional<T>> run(const ReadOptions& options, const EntityCodec<T>& codec) {
    if (read_recorder() != nullptr) {
      auto error = record(codec.ttl, &codec, [](wire::Reader& in, const void* how, void* item) {
        static_cast<const EntityCodec<T>*>(how)->read_item(in, static_cast<std::optional<T>*>(item)->emplace());
      });
      return error ? Result<std::optional<T>>(*std::move(error)) : Result<std::optional<T>>(std::nullopt);
    }
    finish(options);
    ReadOptions call = options;
    call.fix_deadline(client());
    auto found = detail::run_for_item<T>(*this, call, "Item", codec, true);
    Cost cost = found.cost();
    for (const std::string& each : older()) {
      if (!found || *found) break;
      ask_in(each);
      found = detail::run_for_item<T>(*this, call, "Item", codec, true);
      cost += found.cost();
    }
    return std::move(found).with_cost(cost);
  }
};

/// The item that was written, or why it can't be stored.
inline Result<std::string> written_item(const wire::Writer& out) {
  if (out.failed()) return out.error();
  return std::string(out.view());
}

/// Encodes an item as the service's JSON object.
template <class Codec, class T>
Result<std::string> write_item(const T& item) {
  wire::Writer out;
  Codec::write(out, item);
  return written_item(out);
}

/// Decodes an item from the service's JSON object.
template <class T>
Result<T> read_item(std::string_view json, const EntityCodec<T>& codec, const detail::AnyTenant& tenant = {}) {
  wire::TextReader in{json};
  in.reader().tenant = tenant.get();
  T item{};
  codec.read_item(in.reader(), item);
  in.reader().end();
  if (!in.reader().ok()) return in.reader().error();
  return item;
}

/// Decodes the item that a failed condition brought along; nullopt if there was none.
template <class T>
Result<std::optional<T>> existing_item(const Error& error, const EntityCodec<T>& codec,
                                       const detail::AnyTenant& tenant = {}) {
  const std::string_view stored = detail::whole_item(error);
  if (stored.empty()) return std::optional<T>();
  Result<T> item = read_item(stored, codec, tenant);
  if (!item) return item.error();
  return std::optional<T>(*std::move(item));
}

}  // namespace partita::inline epoch1
