#include "handwritten_contact.hpp"

#include <partita/call.hpp>
#include <partita/item_write.hpp>
#include <partita/table.hpp>
#include <partita/upsert.hpp>
#include <partita/wire/reader.hpp>
#include <partita/wire/writer.hpp>

#include <vector>

namespace by_hand {

namespace {

namespace wire = partita::wire;
using wire::Tag;

void write_string(wire::Writer& out, std::string_view opening, std::string_view value) {
  out.raw(opening);
  out.string(value);
  out.raw(R"("})");
}

void write_number(wire::Writer& out, std::string_view opening, std::int64_t value) {
  out.raw(opening);
  out.integer(value);
  out.raw(R"("})");
}

std::string_view name_of(Status status) {
  return status == Status::active ? "active" : "gone";
}

void write(wire::Writer& out, const Contact& contact) {
  write_string(out, R"({"id":{"S":")", contact.id);
  write_string(out, R"(,"tenant_id":{"S":")", contact.tenant_id);
  write_string(out, R"(,"account_id":{"S":")", contact.account_id);
  write_string(out, R"(,"role":{"S":")", contact.role);
  write_string(out, R"(,"department":{"S":")", contact.department);
  write_string(out, R"(,"status":{"S":")", name_of(contact.status));
  write_number(out, R"(,"created_at":{"N":")", contact.created_at.milliseconds());
  write_string(out, R"(,"name":{"S":")", contact.name);
  if (contact.phone) write_string(out, R"(,"phone":{"S":")", *contact.phone);
  write_number(out, R"(,"revision":{"N":")", contact.revision);
  out.raw('}');
}

void write_key(wire::Writer& out, std::string_view id, std::string_view tenant_id) {
  write_string(out, R"({"id":{"S":")", id);
  write_string(out, R"(,"tenant_id":{"S":")", tenant_id);
  out.raw('}');
}

void read_string(wire::Reader& in, std::string& value) {
  in.open(Tag::S);
  in.string(value);
  in.close();
}

void read_number(wire::Reader& in, std::int64_t& value) {
  in.open(Tag::N);
  in.integer(value);
  in.close();
}

void read(wire::Reader& in, Contact& contact) {
  in.begin_object();
  int found = 0;
  for (std::string_view key; in.next_key(key);) {
    if (key == "id") {
      read_string(in, contact.id);
      found |= 1;
    } else if (key == "tenant_id") {
      read_string(in, contact.tenant_id);
      found |= 2;
    } else if (key == "account_id") {
      read_string(in, contact.account_id);
      found |= 4;
    } else if (key == "role") {
      read_string(in, contact.role);
      found |= 8;
    } else if (key == "department") {
      read_string(in, contact.department);
      found |= 16;
    } else if (key == "status") {
      std::string name;
      read_string(in, name);
      if (name != "active" && name != "gone") in.fail("status '" + name + "' is unknown");
      contact.status = name == "gone" ? Status::gone : Status::active;
    } else if (key == "created_at") {
      std::int64_t milliseconds = 0;
      read_number(in, milliseconds);
      contact.created_at = partita::timestamp::from_milliseconds(milliseconds);
      found |= 32;
    } else if (key == "name") {
      read_string(in, contact.name);
      found |= 64;
    } else if (key == "phone") {
      read_string(in, contact.phone.emplace());
    } else if (key == "revision") {
      read_number(in, contact.revision);
    } else {
      in.skip_value();
    }
  }
  if (in.ok() && found != 127) in.fail("an attribute of 'contacts' is missing");
}

void read_page(wire::Reader& in, void* to) {
  auto& contacts = *static_cast<std::vector<Contact>*>(to);
  in.begin_array();
  while (in.next_element()) read(in, contacts.emplace_back());
}

constexpr partita::EntityCodec<Contact> codec{"contacts", &read, &read_page};

bool same_item(std::string_view stored, std::string_view sent, const void* /*tenant*/) {
  wire::TextReader in{stored};
  Contact contact;
  read(in.reader(), contact);
  if (!in.reader().ok()) return false;
  wire::Writer again;
  write(again, contact);
  return sent == again.view();
}

constexpr wire::Members<10> members{{
    {"id", Tag::S, wire::required},
    {"tenant_id", Tag::S, wire::required},
    {"account_id", Tag::S, wire::required},
    {"role", Tag::S, wire::required},
    {"department", Tag::S, wire::required},
    {"status", Tag::S, wire::may_be_absent},
    {"created_at", Tag::N, wire::required},
    {"name", Tag::S, wire::required},
    {"phone", Tag::S, wire::may_be_absent},
    {"revision", Tag::N, wire::may_be_absent},
}};

constexpr partita::WriteRules rules{.entity = "Contact",
                                    .table = "contacts",
                                    .partition_key = {"id"},
                                    .version = {"revision"},
                                    .same_item = &same_item};

constexpr partita::AttributeName by_id_keys[] = {{"id"}, {"tenant_id"}};
constexpr partita::AttributeName by_account_keys[] = {{"account_id"}, {"id"}, {"tenant_id"}};
constexpr partita::AttributeName by_role_keys[] = {{"role", "#role"}, {"department"}, {"id"}, {"tenant_id"}};
constexpr partita::AttributeName by_status_keys[] = {{"status", "#status"}, {"created_at"}, {"id"}, {"tenant_id"}};
constexpr partita::QuerySource by_id_source{.entity = "Contact", .keys = by_id_keys, .partition = 1, .sort = 1};
constexpr partita::QuerySource by_account_source{
    .entity = "Contact", .index = "by_account", .keys = by_account_keys, .partition = 1};
constexpr partita::QuerySource by_role_source{
    .entity = "Contact", .index = "by_role", .keys = by_role_keys, .partition = 1, .sort = 1};
constexpr partita::QuerySource by_status_source{
    .entity = "Contact", .index = "by_status", .keys = by_status_keys, .partition = 1, .sort = 1};

partita::Value text(std::string_view value) {
  return partita::Value::of(value);
}

constexpr std::string_view table_body =
    R"("BillingMode":"PAY_PER_REQUEST","AttributeDefinitions":[)"
    R"({"AttributeName":"id","AttributeType":"S"},{"AttributeName":"tenant_id","AttributeType":"S"},)"
    R"({"AttributeName":"account_id","AttributeType":"S"},{"AttributeName":"role","AttributeType":"S"},)"
    R"({"AttributeName":"department","AttributeType":"S"},{"AttributeName":"status","AttributeType":"S"},)"
    R"({"AttributeName":"created_at","AttributeType":"N"}],"KeySchema":[{"AttributeName":"id","KeyType":"HASH"},)"
    R"({"AttributeName":"tenant_id","KeyType":"RANGE"}],"GlobalSecondaryIndexes":[{"IndexName":"by_account",)"
    R"("KeySchema":[{"AttributeName":"account_id","KeyType":"HASH"}],"Projection":{"ProjectionType":"ALL"}},)"
    R"({"IndexName":"by_role","KeySchema":[{"AttributeName":"role","KeyType":"HASH"},)"
    R"({"AttributeName":"department","KeyType":"RANGE"}],"Projection":{"ProjectionType":"ALL"}},)"
    R"({"IndexName":"by_status","KeySchema":[{"AttributeName":"status","KeyType":"HASH"},)"
    R"({"AttributeName":"created_at","KeyType":"RANGE"}],"Projection":{"ProjectionType":"ALL"}}])";

}  // namespace

partita::Value ContactFields::stored_status(Status status) {
  return text(name_of(status));
}
partita::Value ContactFields::stored_time(partita::timestamp time) {
  return partita::Value::of(time.milliseconds());
}

partita::Result<void> ContactRepository::create(const Contact& contact, const Options& options) const {
  return storing(partita::WriteKind::create, contact, options).run_put();
}

partita::Result<void> ContactRepository::put(const Contact& contact, const Options& options) const {
  return storing(partita::WriteKind::put, contact, options).run_put();
}

partita::Result<void> ContactRepository::replace(const Contact& contact, const Options& options) const {
  return storing(partita::WriteKind::replace, contact, options).run_put();
}

partita::Result<void> ContactRepository::upsert(const Contact& contact, const Options& options) const {
  Contact stamped = contact;
  partita::Upsert upsert{client_, rules, options};
  write_key(upsert.item(), contact.id, contact.tenant_id);
  upsert.next_version(stamped.revision);
  write(upsert.attributes(), stamped);
  return upsert.run(members.view());
}

partita::Result<std::optional<Contact>> ContactRepository::put_returning_old(const Contact& contact,
                                                                             const Options& options) const {
  return storing(partita::WriteKind::put, contact, options).run_returning_old(codec);
}

partita::ItemWrite ContactRepository::storing(partita::WriteKind kind, const Contact& contact,
                                              const Options& options) const {
  Contact stamped = contact;
  partita::ItemWrite put{client_, kind, rules, options};
  put.next_version(stamped.revision);
  write(put.item(), stamped);
  return put;
}

partita::Result<std::optional<Contact>> ContactRepository::get(std::string_view id, std::string_view tenant_id,
                                                               const partita::ReadOptions& options) const {
  partita::Call<std::optional<Contact>> call{client_, rules};
  write_key(call.key(), id, tenant_id);
  return call.run(options, codec);
}

partita::Result<void> ContactRepository::remove(std::string_view id, std::string_view tenant_id,
                                                partita::VersionGuard version, const Options& options) const {
  return removal(id, tenant_id, version, options).run();
}

partita::Result<std::optional<Contact>> ContactRepository::remove_returning_old(std::string_view id,
                                                                                std::string_view tenant_id,
                                                                                partita::VersionGuard version,
                                                                                const Options& options) const {
  return removal(id, tenant_id, version, options).run_returning_old(codec);
}

partita::ItemWrite ContactRepository::removal(std::string_view id, std::string_view tenant_id,
                                              partita::VersionGuard version, const Options& options) const {
  partita::ItemWrite removal{client_, partita::WriteKind::remove, rules, options};
  removal.expect_version(version);
  write_key(removal.item(), id, tenant_id);
  return removal;
}

ContactRepository::Update ContactRepository::update(std::string_view id, std::string_view tenant_id,
                                                    partita::VersionGuard version) const {
  wire::Writer key;
  write_key(key, id, tenant_id);
  partita::UpdateState state{client_, rules, wire::to_value(key)};
  state.version(version);
  return Update{std::move(state)};
}

partita::Result<std::vector<std::optional<Contact>>> ContactRepository::get_many(
    std::span<const ContactKey> keys, const partita::BatchReadOptions& options) const {
  partita::BatchRead batch{client_, rules};
  for (const ContactKey& key : keys) write_key(batch.key(), key.id, key.tenant_id);
  return batch.run(options, codec);
}

partita::BatchResult ContactRepository::put_many(std::span<const Contact> items, partita::Unconditionally,
                                                 const partita::BatchOptions& options) const {
  partita::BatchWrite batch{client_, partita::WriteKind::put, rules};
  for (const Contact& contact : items) {
    Contact stamped = contact;
    batch.count_up(stamped.revision);
    write(batch.next(), stamped);
  }
  return batch.run(options);
}

partita::BatchResult ContactRepository::remove_many(std::span<const ContactKey> keys, partita::Unconditionally,
                                                    const partita::BatchOptions& options) const {
  partita::BatchWrite batch{client_, partita::WriteKind::remove, rules};
  for (const ContactKey& key : keys) write_key(batch.next(), key.id, key.tenant_id);
  return batch.run(options);
}

partita::Result<void> ContactRepository::check(std::string_view id, std::string_view tenant_id,
                                               const Options& options) const {
  partita::ItemWrite check{client_, partita::WriteKind::check, rules, options};
  write_key(check.item(), id, tenant_id);
  return check.run_check();
}

ContactRepository::ById ContactRepository::by_id(std::string_view id) const {
  return {client_, id};
}
ContactRepository::ByAccount ContactRepository::by_account(std::string_view account_id) const {
  return {client_, account_id};
}
ContactRepository::ByRole ContactRepository::by_role(std::string_view role) const {
  return {client_, role};
}
ContactRepository::ByStatus ContactRepository::by_status(Status status) const {
  return {client_, status};
}

partita::Result<std::optional<Contact>> ContactRepository::existing(const partita::Error& error) {
  return partita::existing_item(error, codec);
}

partita::Result<Contact> ContactRepository::from_item(std::string_view json) {
  return partita::read_item(json, codec);
}

partita::Result<void> ContactRepository::create_table(const partita::CallOptions& options) const {
  const auto table = partita::create_table(client_, "contacts", table_body, options);
  if (!table) return partita::Result<void>(table.error()).with_cost(table.cost());
  return partita::Result<void>().with_cost(table.cost());
}

ContactRepository::ById::ById(const partita::Client& client, std::string_view id)
    : ConsistentQuery(client, codec, by_id_source) {
  partition(ContactFields::id, text(id));
}
ContactRepository::ById& ContactRepository::ById::tenant_id(
    const partita::SortCondition<std::string_view>& condition) & {
  return sort(ContactFields::tenant_id, condition);
}

ContactRepository::ByAccount::ByAccount(const partita::Client& client, std::string_view account_id)
    : Query(client, codec, by_account_source) {
  partition(ContactFields::account_id, text(account_id));
}

ContactRepository::ByRole::ByRole(const partita::Client& client, std::string_view role)
    : Query(client, codec, by_role_source) {
  partition(ContactFields::role, text(role));
}
ContactRepository::ByRole& ContactRepository::ByRole::department(
    const partita::SortCondition<std::string_view>& condition) & {
  return sort(ContactFields::department, condition);
}

ContactRepository::ByStatus::ByStatus(const partita::Client& client, Status status)
    : Query(client, codec, by_status_source) {
  partition(ContactFields::status, ContactFields::stored_status(status));
}
ContactRepository::ByStatus& ContactRepository::ByStatus::created_at(
    const partita::SortCondition<partita::timestamp>& condition) & {
  return sort(ContactFields::created_at, condition);
}

ContactRepository::Update::Update(partita::UpdateState state) : UpdateBuilder(std::move(state), codec) {}

ContactRepository::Update& ContactRepository::Update::set_account_id(std::string_view value) & {
  return set(ContactFields::account_id, text(value));
}
ContactRepository::Update& ContactRepository::Update::set_role(std::string_view value) & {
  return set(ContactFields::role, text(value));
}
ContactRepository::Update& ContactRepository::Update::set_department(std::string_view value) & {
  return set(ContactFields::department, text(value));
}
ContactRepository::Update& ContactRepository::Update::set_status(Status value) & {
  return set(ContactFields::status, ContactFields::stored_status(value));
}
ContactRepository::Update& ContactRepository::Update::set_status_if_absent(Status value) & {
  return set_if_absent(ContactFields::status, ContactFields::stored_status(value));
}
ContactRepository::Update& ContactRepository::Update::remove_status() & {
  return remove_attribute(ContactFields::status);
}
ContactRepository::Update& ContactRepository::Update::set_created_at(partita::timestamp value) & {
  return set(ContactFields::created_at, ContactFields::stored_time(value));
}
ContactRepository::Update& ContactRepository::Update::set_name(std::string_view value) & {
  return set(ContactFields::name, text(value));
}
ContactRepository::Update& ContactRepository::Update::set_phone(std::string_view value) & {
  return set(ContactFields::phone, text(value));
}
ContactRepository::Update& ContactRepository::Update::set_phone_if_absent(std::string_view value) & {
  return set_if_absent(ContactFields::phone, text(value));
}
ContactRepository::Update& ContactRepository::Update::remove_phone() & {
  return remove_attribute(ContactFields::phone);
}

}  // namespace by_hand
