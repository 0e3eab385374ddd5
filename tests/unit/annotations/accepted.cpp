// Every annotation, every type that a key can have, and the proof that nothing but the plain types is left.
#include <partita/annotations.hpp>
#include <partita/converter.hpp>
#include <partita/decimal.hpp>
#include <partita/timestamp.hpp>

#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace {

enum class Status { active, gone };

struct Money {
  std::int64_t cents = 0;
};
struct Shape {};

}  // namespace

template <>
struct partita::converter<Money> {
  using stored_type = std::int64_t;
};
template <>
struct partita::converter<Shape> {
  using stored_type = std::vector<std::string>;
};

namespace {

struct Contact {
  using partita_entity = partita::entity<"contacts", partita::access_pattern<"of_account", "account_id">,
                                         partita::access_pattern<"recent", "status, created_at desc -> account_id">>;

  partita::partition_key<std::string> id{};
  partita::sort_key<std::int64_t, partita::rename<"n">> number{};
  partita::attribute<std::string, partita::gsi_partition<"by_account">> account_id{};
  partita::attribute<Status, partita::stored<"number">, partita::gsi_partition<"by_status">> status = Status::active;
  partita::attribute<partita::timestamp, partita::gsi_sort<"by_status">, partita::lsi_sort<"age">> created_at{};
  partita::attribute<std::vector<Contact>> children{};
  partita::attribute<Status, partita::stored<"name">> previous{};
  partita::ttl<partita::seconds_timestamp> expires{};
  partita::version<std::int64_t, partita::rename<"v">> revision = 0;
  std::optional<std::string> phone{};
};

/// One of several entities in a table, with all that an entity can say.
struct Workflow {
  using partita_entity = partita::entity<
      "app", partita::composed_partition_key<"pk", "TENANT#{tenant_id}#{shard}">,
      partita::composed_sort_key<"sk", "WF#{id}", partita::lsi_sort<"by_age">, partita::suppress<"some-id", "because">>,
      partita::composed_attribute<"gsi1pk", "STATUS#{status}", partita::gsi_partition<"by_status", 1>>,
      partita::discriminator<"type", "workflow">, partita::write_shards<"id", 4, 16>, partita::cached<"5m">,
      partita::data_class<"session">, partita::allow_scan<"exported once a month">, partita::write_rate<"500/s">,
      partita::index<"by_status", partita::include<"id", "email">, partita::sparse, partita::method<"with_status">,
                     partita::suppress<"unused-index", "for the console">>,
      partita::index<"by_age", partita::keys_only>, partita::suppress<"hot-partition", "few writes">,
      partita::access_pattern<"export", "*", partita::rate<"1/d">, partita::criticality<"low">, partita::items<100000>,
                              partita::item_size<"2KB">>,
      partita::access_pattern<"of_status", "status", partita::hydrate, partita::suppress<"filter", "small">>>;

  partita::attribute<std::string, partita::tenant> tenant_id{};
  partita::attribute<std::string, partita::sensitive> id{};
  partita::attribute<Status, partita::gsi_partition<"by_status", 2>, partita::gsi_sort<"by_email", 4>> status{};
  partita::attribute<std::vector<std::string>, partita::lookup<"by_context", "CTX#{contexts}#{id}", partita::max<20>>>
      contexts{};
  partita::attribute<std::string, partita::unique<"EMAIL#{email}">, partita::suppress<"x", "y">> email{};
  partita::attribute<std::vector<std::string>, partita::unique<"NAME#{names}", partita::max<3>>> names{};
  partita::attribute<Money, partita::gsi_sort<"by_price">> price{};
  partita::created_at<partita::timestamp> made{};
  partita::updated_at<std::chrono::sys_seconds, partita::rename<"at">> changed{};
  partita::ignored<const char*> label = nullptr;
};

struct Card {
  using partita_view = partita::view<Workflow>;
  std::string id{};
};

struct Tenant {
  using partita_collection = partita::collection;
  std::vector<Workflow> workflows{};
  std::optional<Contact> contact{};
};

static_assert(std::same_as<decltype(Workflow::made), partita::timestamp>);
static_assert(std::same_as<decltype(Workflow::label), const char*>);
static_assert(std::same_as<decltype(Contact::id), std::string>);
static_assert(std::same_as<decltype(Contact::status), Status>);
static_assert(std::same_as<decltype(Contact::created_at), partita::timestamp>);

template <class T>
concept key = requires { typename partita::partition_key<T>; };

static_assert(key<signed char> && key<std::uint8_t> && key<std::int64_t> && key<float> && key<double>);
static_assert(key<partita::decimal> && key<partita::timestamp> && key<partita::iso_timestamp>);
static_assert(key<std::chrono::sys_seconds> && key<std::vector<std::byte>> && key<Status>);
static_assert(!key<bool> && !key<char> && !key<wchar_t> && !key<long double> && !key<std::byte>);
static_assert(!key<std::wstring> && !key<std::vector<std::string>> && !key<std::optional<std::string>>);
static_assert(key<Money> && !key<Shape>);
static_assert(!key<std::vector<unsigned char>> && !key<const char*> && !key<Contact> && !key<std::string&>);

}  // namespace

std::string name_of_first();
std::string name_of_first() {
  const Contact contact{.id = "c-1", .account_id = "a-9"};
  return contact.id + contact.account_id;
}
