#include "sema/lookup.hpp"
#include "sema/rules/key_pattern.hpp"
#include "sema/rules/shared_tables.hpp"
#include "sema/rules/templates.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace partita::sema {
namespace {

using diagnostics::Id;
using model::KeyRole;

/// One kind of items in a table.
struct ItemKind {
  const model::DeclaredEntity* entity = nullptr;
  std::string what;  ///< "the items of 'Workflow'"
  KeyPattern partition;
  const model::KeyTemplate* key = nullptr;  ///< what tells it from others: of the sort key, else of the partition key
  KeyPattern pattern;                       ///< of `key`
  KeyPattern found;                         ///< what a query for this kind finds
  bool queried = false;
  bool filtered = false;  ///< the items of an entity, which queries tell from those of other entities by their type
};

const model::KeyTemplate* key_template(const model::DeclaredEntity& entity, KeyRole role) {
  const auto uses = key_uses(entity, "", role);
  if (uses.size() != 1) return nullptr;
  const model::DeclaredAttribute* attribute = find_attribute(entity, uses.front()->attribute.text);
  return attribute != nullptr && attribute->composed ? &*attribute->composed : nullptr;
}

class Kinds {
 public:
  Kinds(const model::Declared& declared, const TableEntities& entities) : declared_(declared) {
    for (const model::DeclaredEntity* entity : entities) add(*entity);
  }

  const std::vector<ItemKind>& all() const { return kinds_; }

 private:
  KeyPattern pattern(const model::DeclaredEntity& entity, const TemplateUse& use, const model::KeyTemplate* key) const {
    return key != nullptr ? key_pattern(declared_, entity, use, *key) : any_key();
  }

  void add(const model::DeclaredEntity& entity) {
    const bool has_sort = !key_uses(entity, "", KeyRole::sort_key).empty();
    const model::KeyTemplate* partition = key_template(entity, KeyRole::partition_key);
    const model::KeyTemplate* own = has_sort ? key_template(entity, KeyRole::sort_key) : partition;
    const TemplateUse plain;
    // Of keys that the program chooses, nothing can be said.
    if (own != nullptr) {
      add({&entity, "the items of '" + entity.cpp_name + "'", pattern(entity, plain, partition), own,
           pattern(entity, plain, own), prefix_pattern(own->literals.front()), has_sort,
           entity.discriminator.has_value()});
    }
    for (const TemplateUse& use : templates(entity)) {
      if (use.kind == TemplateUse::Kind::composed) continue;
      const bool lookup = use.kind == TemplateUse::Kind::lookup;
      add({&entity, "those of " + use.what + " of '" + entity.cpp_name + "'",
           lookup ? pattern(entity, plain, partition) : pattern(entity, use, use.key), use.key,
           pattern(entity, use, use.key), prefix_pattern(use.key->literals.front()), lookup, false});
    }
  }

  void add(ItemKind kind) { kinds_.push_back(std::move(kind)); }

  const model::Declared& declared_;
  std::vector<ItemKind> kinds_;
};

void check_pair(const ItemKind& first, const ItemKind& second, diagnostics::Sink& sink) {
  // Nearly always their first words part them.
  const std::string& head = first.key->literals.front();
  const std::string& other_head = second.key->literals.front();
  if (!head.starts_with(other_head) && !other_head.starts_with(head)) return;
  if (!can_be_equal(first.partition, second.partition)) return;
  const bool one_key = can_be_equal(first.pattern, second.pattern);
  const bool found = (first.queried && can_be_equal(first.found, second.pattern)) ||
                     (second.queried && can_be_equal(second.found, first.pattern));
  if (!one_key && !found) return;
  const bool filtered = !one_key && first.filtered && second.filtered;
  std::string message = "keys of " + second.what + ", '" + second.key->text + "', ";
  message += one_key ? "can be keys of " : "start like keys of ";
  message += first.what + ", '" + first.key->text + "', ";
  if (one_key) {
    message += "so one would overwrite the other; begin each with a word of its own";
  } else if (filtered) {
    message +=
        "so a query for one reads and pays for both, and a filter separates them; "
        "begin each with a word of its own, or accept it with a reason";
  } else {
    message += "so a query for one kind finds both; begin each with a word of its own";
  }
  sink.report(filtered ? Id::shared_key_prefix : Id::key_prefix_collision, second.key->span, std::move(message))
      .notes.push_back({first.key->span, "the other one is here", std::nullopt});
}

}  // namespace

void check_key_prefixes(const model::Declared& declared, const TableEntities& entities, diagnostics::Sink& sink) {
  const Kinds kinds(declared, entities);
  for (std::size_t second = 1; second < kinds.all().size(); ++second) {
    for (std::size_t first = 0; first < second; ++first) check_pair(kinds.all()[first], kinds.all()[second], sink);
  }
}

}  // namespace partita::sema
