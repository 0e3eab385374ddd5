// Every annotation, every type that a key can have, and the proof that nothing but the plain types is left.
#include <partita/annotations.hpp>
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
static_assert(!key<std::vector<unsigned char>> && !key<const char*> && !key<Contact> && !key<std::string&>);

}  // namespace

std::string name_of_first();
std::string name_of_first() {
  const Contact contact{.id = "c-1", .account_id = "a-9"};
  return contact.id + contact.account_id;
}
