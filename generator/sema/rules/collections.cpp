#include "sema/lookup.hpp"
#include "sema/rules/rules.hpp"
#include "sema/rules/templates.hpp"
#include "sema/rules/unknown_entity.hpp"
#include "sema/stored_type.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace partita::sema {
namespace {

using diagnostics::Id;
using model::KeyRole;

const model::DeclaredAttribute* partition_of(const model::DeclaredEntity& entity) {
  const auto uses = key_uses(entity, "", KeyRole::partition_key);
  return uses.size() == 1 ? find_attribute(entity, uses.front()->attribute.text) : nullptr;
}

// One shape: the same text, and at each place a part of the same type in the same form. Names may differ.
bool same_part(const model::DeclaredEntity& a, const model::TemplatePart& x, const model::DeclaredEntity& b,
               const model::TemplatePart& y) {
  if (is_shard(a, x) != is_shard(b, y) || x.form != y.form || x.digits != y.digits) return false;
  const model::DeclaredAttribute* one = find_attribute(a, x.attribute.text);
  const model::DeclaredAttribute* other = find_attribute(b, y.attribute.text);
  return one == nullptr || other == nullptr || one->member.type.cpp == other->member.type.cpp;
}

bool same_shape(const model::DeclaredEntity& a, const model::DeclaredEntity& b) {
  const model::DeclaredAttribute* one = partition_of(a);
  const model::DeclaredAttribute* other = partition_of(b);
  if (one == nullptr || other == nullptr) return true;                // reported
  if (one->member.name.text != other->member.name.text) return true;  // reported, as the keys of one table
  if (one->composed.has_value() != other->composed.has_value()) return false;
  if (!one->composed) return one->member.type.cpp == other->member.type.cpp;
  const model::KeyTemplate& x = *one->composed;
  const model::KeyTemplate& y = *other->composed;
  return x.literals == y.literals && std::equal(x.parts.begin(), x.parts.end(), y.parts.begin(), y.parts.end(),
                                                [&](const auto& p, const auto& q) { return same_part(a, p, b, q); });
}

// Where the tenant stands among the parts of the partition key.
std::optional<std::size_t> tenant_part(const model::DeclaredEntity& entity) {
  const model::DeclaredAttribute* partition = partition_of(entity);
  if (!entity.tenant || partition == nullptr) return std::nullopt;
  const auto parts = parts_of(entity, *partition);
  const auto found = std::find_if(parts.begin(), parts.end(), [&](const model::DeclaredAttribute* part) {
    return part->member.name.text == entity.tenant->text;
  });
  if (found == parts.end()) return std::nullopt;
  return static_cast<std::size_t>(found - parts.begin());
}

class CollectionChecker {
 public:
  CollectionChecker(const model::Declared& declared, const model::DeclaredCollection& collection,
                    diagnostics::Sink& sink)
      : declared_(declared), collection_(collection), sink_(sink) {}

  void run() {
    const std::string subject = "collection '" + collection_.cpp_name + "'";
    if (collection_.parts.empty() && !collection_.generate_struct) {
      sink_.report(Id::invalid_collection, collection_.span,
                   subject + " has no members; add entities, such as 'std::vector<Workflow> workflows'");
    }
    for (const model::DeclaredCollection::Part& part : collection_.parts) {
      if (part.entity.empty()) continue;
      const model::DeclaredEntity* entity = find_entity(declared_, part.entity);
      if (entity == nullptr) {
        report_unknown_entity(declared_, subject, part.entity, part.span, sink_);
      } else {
        check(part, *entity);
      }
    }
  }

 private:
  void report(const model::DeclaredCollection::Part& part, const std::string& text) {
    auto& report = sink_.report(Id::invalid_collection, part.span,
                                "'" + part.field + "' of collection '" + collection_.cpp_name + "' " + text);
    if (first_part_ != nullptr && first_part_ != &part) {
      report.notes.push_back({first_part_->span, "the first member is here", std::nullopt});
    }
  }

  void check(const model::DeclaredCollection::Part& part, const model::DeclaredEntity& entity) {
    if (!seen_.insert(part.entity).second) {
      report(part, "holds '" + entity.cpp_name + "' a second time; one query finds each item once");
      return;
    }
    if (!entity.table.span.valid()) return;
    if (entity.write_shards) {
      report(part, "is '" + entity.cpp_name +
                       "', whose items are spread over write shards; one query reads one of them: leave it out");
    }
    if (entity.tenant && partition_of(entity) != nullptr && !tenant_part(entity)) {
      report(part, "is '" + entity.cpp_name + "', whose partition key does not hold its tenant '" +
                       entity.tenant->text + "'; a collection is read for one tenant: put it into the key");
    }
    if (first_ == nullptr) {
      first_ = &entity;
      first_part_ = &part;
      if (key_uses(entity, "", KeyRole::sort_key).empty()) {
        report(part, "is '" + entity.cpp_name +
                         "', whose table has no sort key, so that a partition holds one item; "
                         "give it a sort key");
      }
      return;
    }
    if (entity.table.text != first_->table.text) {
      report(part, "is '" + entity.cpp_name + "', which is in table '" + entity.table.text + "', not in '" +
                       first_->table.text + "'; a query reads one table");
    } else if (!same_shape(*first_, entity)) {
      report(part, "is '" + entity.cpp_name + "', whose partition key is made otherwise than that of '" +
                       first_->cpp_name + "'; one query reads one partition: make them alike");
    } else if (tenant_part(entity) != tenant_part(*first_)) {
      report(part, "is '" + entity.cpp_name + "', which has not the tenant of '" + first_->cpp_name +
                       "'; a collection is read for one tenant: make it the same part of both keys");
    }
  }

  const model::Declared& declared_;
  const model::DeclaredCollection& collection_;
  diagnostics::Sink& sink_;
  const model::DeclaredEntity* first_ = nullptr;
  const model::DeclaredCollection::Part* first_part_ = nullptr;
  std::set<std::string_view> seen_;
};

}  // namespace

void check_collections(const model::Declared& declared, diagnostics::Sink& sink) {
  for (const model::DeclaredCollection& collection : declared.collections) {
    CollectionChecker(declared, collection, sink).run();
  }
}

}  // namespace partita::sema
