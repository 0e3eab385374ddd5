// What the text of an entity's operations is made of: its names, its keys, and one operation after another, each a
// lambda that takes its values from the numbers it is given, so that it does the same to all backends.
#pragma once

#include "model.hpp"

#include <string>
#include <vector>

namespace differential {

std::string joined(const std::vector<std::string>& parts, const std::string& separator = ", ");

/// `any_key<std::string>(rng)`
std::string any_key(const std::string& cpp, const std::string& numbers = "rng");
/// `any<bool>(rng)`
std::string any(const std::string& cpp);

class EntityText {
 public:
  explicit EntityText(const Entity& entity);

  const Entity& entity() const { return entity_; }
  const std::string& name() const { return entity_.name; }
  std::string fields() const { return "model::" + name() + "Fields::"; }
  /// A function of this entity: `item_Entity0`.
  std::string call(const std::string& function) const { return function + "_" + name(); }

  /// What is taken by `get`: the parts of the key but for the tenant.
  const std::vector<Attribute>& keys() const { return keys_; }
  /// The arguments of `get`, then more.
  std::string key(const std::vector<std::string>& more = {}) const;
  /// What batches and `get_many` take: a value, or the key struct.
  std::string key_value(const std::string& numbers) const;
  /// A filter of any query may name the others.
  static bool is_index_key(const Attribute& each) { return each.name.starts_with("view"); }

  /// Whether an attribute has parts: lists, maps and structures do.
  bool has_parts() const;

  /// An operation whose body uses the repository `r`, or an entry of another list of Operations.
  void add(const std::string& title, const std::string& body);
  void add_result(const std::string& title, const std::string& result, bool shows_items = false);
  void add_to(const std::string& list, const std::string& first_parameter, const std::string& body);

  const std::string& operations() const { return text_; }

 private:
  std::string with_repository(const std::string& body) const;

  const Entity& entity_;
  std::vector<Attribute> keys_;
  std::string text_;
};

/// What operations call: a random item, condition, filter, change of an attribute, and change inside of one.
std::string functions_text(const EntityText& entity, Rng& rng);

void add_reads(EntityText& entity);

}  // namespace differential
