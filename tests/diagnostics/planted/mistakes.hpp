#include <partita/annotations.hpp>
#include <partita/decimal.hpp>
#include <partita/timestamp.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace planted {

enum class Status { open, closed };

struct @[missing-partition-key]NoKey {
  using partita_entity = partita::entity<"no_keys">;
  std::string id{};
  @[version-type]partita::version<std::string> revision{};
};

struct BadNames {
  using partita_entity = partita::entity<"@[invalid-table-name]bad names">;
  partita::partition_key<std::string> id{};
  partita::attribute<std::string, partita::gsi_partition<"@[invalid-index-name]by a">> a{};
  std::string Title{};
  std::string @[names-differ-in-case]title{};
};

struct Indexes {
  using partita_entity = partita::entity<"indexes",
      partita::index<"by_all", @[index-not-sparse]partita::sparse>,
      partita::index<"by_some", partita::include<"d", "@[repeated-attribute]d">>,
      partita::access_pattern<"of_a", "@[unknown-attribute]aa">>;
  partita::partition_key<std::string> id{};
  partita::attribute<bool, @[key-type-not-scalar]partita::gsi_partition<"by_flag">> flag{};
  partita::attribute<std::string, @[missing-index-partition]partita::gsi_sort<"by_none">,
      partita::gsi_partition<"by_five">, partita::gsi_partition<"by_all">> a{};
  partita::attribute<std::string, partita::gsi_partition<"by_five">, partita::gsi_sort<"by_all">,
      partita::gsi_partition<"by_twice">, @[key-attribute-reused]partita::gsi_sort<"by_twice">> b{};
  partita::attribute<std::string, partita::gsi_partition<"by_five">, @[lsi-without-sort-key]partita::lsi_sort<"by_near">,
      partita::gsi_partition<"by_some">> c{};
  partita::attribute<std::string, partita::gsi_partition<"by_five">> d{};
  partita::attribute<std::string, @[multi-attribute-key]partita::gsi_partition<"by_five">> e{};
  partita::attribute<std::optional<std::string>, @[missing-sparse]partita::gsi_partition<"by_maybe">> maybe{};
  @[ttl-type]partita::ttl<std::string> text{};
  @[duplicate-ttl]partita::ttl<partita::timestamp> gone{};
};

struct Positions {
  using partita_entity = partita::entity<"positions">;
  partita::partition_key<std::string> id{};
  partita::attribute<std::string, partita::gsi_partition<"by_place", 1>> country{};
  partita::attribute<std::string, @[key-position]partita::gsi_partition<"by_place", 3>> city{};
};

struct Templates {
  using partita_entity = partita::entity<"templates",
      partita::composed_partition_key<"pk", "T#{@[key-with-default]usual}">,
      partita::composed_sort_key<"sk",
          "N#{count}#{@[key-part-type]price}#{id}{@[ambiguous-key-template]name}#{@[optional-key]maybe}">,
      partita::composed_attribute<"@[unused-composed-attribute]spare", "S#{id}">,
      partita::access_pattern<"by_pk", "@[composed-attribute]pk">>;
  std::string usual = "usual";
  partita::timestamp count{};
  partita::decimal price{};
  std::string id{};
  std::string name{};
  std::optional<std::string> maybe{};
};

struct User {
  using partita_entity = partita::entity<"main", partita::discriminator<"type", "user">,
      partita::composed_partition_key<"pk", "TENANT#{tenant_id}">, partita::composed_sort_key<"sk", "USER#{id}">>;
  std::string tenant_id{};
  std::string id{};
  partita::attribute<std::string, partita::gsi_partition<"by_name">> name{};
  partita::ttl<partita::timestamp> expires{};
};

struct Post {
  using partita_entity = partita::entity<"main", partita::discriminator<"type", "@[duplicate-discriminator]user">,
      partita::composed_partition_key<"pk", "TENANT#{tenant_id}">,
      partita::composed_sort_key<"sk", "@[shared-key-prefix]USER#{user_id}#POST#{id}">>;
  std::string tenant_id{};
  std::string user_id{};
  std::string id{};
  std::int64_t @[attribute-type-mismatch]name{};
  @[ttl-mismatch]partita::ttl<partita::timestamp> until{};
};

struct Other {
  using partita_entity = partita::entity<"@[missing-discriminator]main">;
  partita::partition_key<std::string> pk{};
  @[table-key-mismatch]partita::sort_key<std::string> sort{};
  partita::attribute<std::string, partita::gsi_partition<"@[index-mismatch]by_name">> title{};
};

struct Tenants {
  using partita_entity = partita::entity<"tenants",
      partita::composed_attribute<"gsi1", "S#{status}", @[tenant-not-in-key]@[hot-partition]partita::gsi_partition<"by_status">>,
      partita::composed_attribute<"by_number", "N#{@[lexicographic-number]number}", partita::gsi_sort<"of_number">>>;
  partita::partition_key<std::string, partita::tenant, partita::gsi_partition<"of_number">> tenant_id{};
  partita::sort_key<std::string> id{};
  Status status{};
  std::int32_t number{};
};

struct Lookups {
  using partita_entity = partita::entity<"lookups">;
  partita::partition_key<std::string> id{};
  partita::sort_key<std::string> sk{};
  partita::attribute<std::string, @[invalid-lookup]partita::lookup<"by_one", "ONE#{one}#{sk}", partita::max<3>>> one{};
  partita::attribute<std::vector<std::string>,
      @[too-many-actions]partita::lookup<"by_many", "MANY#{many}#{sk}", partita::max<50>>> many{};
  partita::attribute<double, @[invalid-unique]partita::unique<"ONLY#{only}">> only{};
  partita::attribute<std::string, partita::unique<"CODE#{code}#{@[version-on-key]edition}">> code{};
  partita::version<std::int64_t> edition{};
};

struct Seats {
  using partita_entity = partita::entity<"seats", partita::cached<"@[cache-without-tenant]5m">>;
  @[tenant-not-in-key]partita::partition_key<std::string> number{};
  partita::attribute<std::string, partita::tenant> owner{};
};

struct Marks {
  using partita_entity = partita::entity<"marks", partita::composed_partition_key<"pk", "D#{day}#{shard}">,
      partita::write_shards<"@[invalid-write-shards]other", 4>, partita::cached<"@[cache-needs-reason]5m">>;
  partita::attribute<std::string, @[sensitive-key]partita::sensitive> day{};
  partita::sort_key<partita::timestamp> id{};
  std::string other{};
  partita::attribute<std::string, @[invalid-unique]@[lookup-with-shards]partita::unique<"MARK#{code}">> code{};
  @[ttl-in-milliseconds]partita::ttl<std::int64_t> gone_ms{};
  partita::version<std::int64_t> revision{};
  @[duplicate-version]partita::version<std::int64_t> second{};
};

struct MarkCard {
  using partita_view = partita::view<Marks>;
  std::string day{};
  @[view-member-mismatch]int other{};
  std::string @[unknown-attribute]dya{};
};

}  // namespace planted
