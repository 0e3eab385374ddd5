// Storing the attributes of a struct one by one: what else the item holds stays.
//
// For generated code; users meet `upsert` of a repository.
#pragma once

#include <partita/client.hpp>
#include <partita/expression.hpp>
#include <partita/item_write.hpp>
#include <partita/result.hpp>
#include <partita/wire/members.hpp>
#include <partita/wire/writer.hpp>
#include <partita/write_options.hpp>
#include <partita/write_rules.hpp>

#include <string_view>
#include <utility>

namespace partita::inline epoch1 {

/// An update that sets every attribute that a struct has and removes those that it could have and lacks. The key is
/// encoded into `item()`, the whole struct into `attributes()`, then it is run, once. An item past its time to live is
/// replaced: nothing of it stays.
class Upsert : public ItemWrite {
 public:
  template <class Entity>
  Upsert(const Client& client, const WriteRules& rules, const WriteOptions<Entity>& options)
      : ItemWrite(client, WriteKind::upsert, rules, options) {}

  wire::Writer& attributes() { return attributes_; }
  /// Keeps the attribute as it is where the item has it.
  void set_once(const AttributeName& name) { once_ = name; }

  /// `members` are all that the struct can have.
  Result<void> run(const wire::MembersView& members);

 private:
  Upsert(ItemWrite write, std::string_view attributes, const AttributeName& once)
      : ItemWrite(std::move(write)), once_(once) {
    attributes_.raw(attributes);
  }

  Result<void> change(const wire::MembersView& members);
  Result<void> change_or_replace(const wire::MembersView& members);

  wire::Writer attributes_;
  AttributeName once_;
};

}  // namespace partita::inline epoch1
