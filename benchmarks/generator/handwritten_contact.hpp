// What a careful programmer would write without the generator: the repository of crm::Contact, on the same runtime.
#pragma once

#include "crm/contact.hpp"

#include <partita/repository.hpp>

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace by_hand {

using crm::Contact;
using crm::Status;

struct ContactKey {
  std::string id{};
  std::string tenant_id{};
};

struct ContactFields {
  static partita::Value stored_status(Status status);
  static partita::Value stored_time(partita::timestamp time);

  static constexpr partita::Field<Contact, std::string_view> id{"id"};
  static constexpr partita::Field<Contact, std::string_view> tenant_id{"tenant_id"};
  static constexpr partita::Field<Contact, std::string_view> account_id{"account_id"};
  static constexpr partita::Field<Contact, std::string_view> role{"role", "#role"};
  static constexpr partita::Field<Contact, std::string_view> department{"department"};
  static constexpr partita::Field<Contact, Status> status{"status", "#status", &stored_status};
  static constexpr partita::Field<Contact, partita::timestamp> created_at{"created_at", "", &stored_time};
  static constexpr partita::Field<Contact, std::string_view> name{"name", "#name"};
  static constexpr partita::Field<Contact, std::string_view> phone{"phone"};
  static constexpr partita::Field<Contact, std::int64_t> revision{"revision"};
};

class ContactRepository {
 public:
  class ById;
  class ByAccount;
  class ByRole;
  class ByStatus;
  class Update;

  using Options = partita::WriteOptions<Contact>;

  explicit ContactRepository(partita::Client client) : client_(std::move(client)) {}

  partita::Result<void> create(const Contact& contact, const Options& options = {}) const;
  partita::Result<void> put(const Contact& contact, const Options& options = {}) const;
  partita::Result<void> replace(const Contact& contact, const Options& options = {}) const;
  partita::Result<void> upsert(const Contact& contact, const Options& options = {}) const;
  partita::Result<std::optional<Contact>> put_returning_old(const Contact& contact, const Options& options = {}) const;
  partita::Result<std::optional<Contact>> get(std::string_view id, std::string_view tenant_id,
                                              const partita::ReadOptions& options = {}) const;
  partita::Result<void> remove(std::string_view id, std::string_view tenant_id, partita::VersionGuard version,
                               const Options& options = {}) const;
  partita::Result<std::optional<Contact>> remove_returning_old(std::string_view id, std::string_view tenant_id,
                                                               partita::VersionGuard version,
                                                               const Options& options = {}) const;
  Update update(std::string_view id, std::string_view tenant_id, partita::VersionGuard version) const;
  partita::Result<std::vector<std::optional<Contact>>> get_many(std::span<const ContactKey> keys,
                                                                const partita::BatchReadOptions& options = {}) const;
  partita::BatchResult put_many(std::span<const Contact> items, partita::Unconditionally,
                                const partita::BatchOptions& options = {}) const;
  partita::BatchResult remove_many(std::span<const ContactKey> keys, partita::Unconditionally,
                                   const partita::BatchOptions& options = {}) const;
  partita::Result<void> check(std::string_view id, std::string_view tenant_id, const Options& options = {}) const;
  ById by_id(std::string_view id) const;
  ByAccount by_account(std::string_view account_id) const;
  ByRole by_role(std::string_view role) const;
  ByStatus by_status(Status status) const;
  static partita::Result<std::optional<Contact>> existing(const partita::Error& error);
  static partita::Result<Contact> from_item(std::string_view json);
  partita::Result<void> create_table(const partita::CallOptions& options = {}) const;

 private:
  partita::ItemWrite storing(partita::WriteKind kind, const Contact& contact, const Options& options) const;
  partita::ItemWrite removal(std::string_view id, std::string_view tenant_id, partita::VersionGuard version,
                             const Options& options) const;

  partita::Client client_;
};

class ContactRepository::ById : public partita::ConsistentQuery<ContactRepository::ById, Contact> {
 public:
  ById& tenant_id(const partita::SortCondition<std::string_view>& condition) &;
  ById tenant_id(const partita::SortCondition<std::string_view>& condition) && {
    return std::move(tenant_id(condition));
  }

 private:
  friend class ContactRepository;
  ById(const partita::Client& client, std::string_view id);
};

class ContactRepository::ByAccount : public partita::Query<ContactRepository::ByAccount, Contact> {
 private:
  friend class ContactRepository;
  ByAccount(const partita::Client& client, std::string_view account_id);
};

class ContactRepository::ByRole : public partita::Query<ContactRepository::ByRole, Contact> {
 public:
  ByRole& department(const partita::SortCondition<std::string_view>& condition) &;
  ByRole department(const partita::SortCondition<std::string_view>& condition) && {
    return std::move(department(condition));
  }

 private:
  friend class ContactRepository;
  ByRole(const partita::Client& client, std::string_view role);
};

class ContactRepository::ByStatus : public partita::Query<ContactRepository::ByStatus, Contact> {
 public:
  ByStatus& created_at(const partita::SortCondition<partita::timestamp>& condition) &;
  ByStatus created_at(const partita::SortCondition<partita::timestamp>& condition) && {
    return std::move(created_at(condition));
  }

 private:
  friend class ContactRepository;
  ByStatus(const partita::Client& client, Status status);
};

class ContactRepository::Update : public partita::UpdateBuilder<ContactRepository::Update, Contact> {
 public:
  Update& set_account_id(std::string_view value) &;
  Update set_account_id(std::string_view value) && { return std::move(set_account_id(value)); }
  Update& set_role(std::string_view value) &;
  Update set_role(std::string_view value) && { return std::move(set_role(value)); }
  Update& set_department(std::string_view value) &;
  Update set_department(std::string_view value) && { return std::move(set_department(value)); }
  Update& set_status(Status value) &;
  Update set_status(Status value) && { return std::move(set_status(value)); }
  Update& set_status_if_absent(Status value) &;
  Update set_status_if_absent(Status value) && { return std::move(set_status_if_absent(value)); }
  Update& remove_status() &;
  Update remove_status() && { return std::move(remove_status()); }
  Update& set_created_at(partita::timestamp value) &;
  Update set_created_at(partita::timestamp value) && { return std::move(set_created_at(value)); }
  Update& set_name(std::string_view value) &;
  Update set_name(std::string_view value) && { return std::move(set_name(value)); }
  Update& set_phone(std::string_view value) &;
  Update set_phone(std::string_view value) && { return std::move(set_phone(value)); }
  Update& set_phone_if_absent(std::string_view value) &;
  Update set_phone_if_absent(std::string_view value) && { return std::move(set_phone_if_absent(value)); }
  Update& remove_phone() &;
  Update remove_phone() && { return std::move(remove_phone()); }

 private:
  friend class ContactRepository;
  explicit Update(partita::UpdateState state);
};

}  // namespace by_hand
