#include "sema/tenant_first.hpp"

#include "model/limits.hpp"
#include "sema/lookup.hpp"
#include "sema/rules/templates.hpp"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>

namespace partita::sema {
namespace {

using diagnostics::FixIt;
using model::DeclaredAttribute;
using model::KeyRole;
using model::KeyUse;

constexpr std::string_view composed_name = "pk";

std::string in_quotes(std::string_view text) {
  return '"' + std::string(text) + '"';
}

FixIt insertion(const source::Span& span, std::uint32_t at, std::string text) {
  return {{span.file, at, at}, std::move(text)};
}

class Change {
 public:
  Change(const model::Declared& declared, const model::DeclaredEntity& entity, const std::vector<const KeyUse*>& uses)
      : declared_(declared),
        entity_(entity),
        uses_(uses),
        first_(find_attribute(entity, uses.front()->attribute.text)),
        tenant_(*find_attribute(entity, entity.tenant->text)) {}

  TenantFirst run() const {
    if (first_ != nullptr && first_->composed) return composed();
    if (!uses_.front()->index.text.empty()) return cpp() ? cpp_index() : json_index();
    const auto sort = key_uses(entity_, "", KeyRole::sort_key);
    if (sort.size() == 1 && sort.front()->attribute.text == entity_.tenant->text) return swapped(*sort.front());
    return plain();
  }

 private:
  bool cpp() const { return entity_.notation == model::Notation::cpp; }
  std::string head() const { return "TENANT#{" + entity_.tenant->text + "}#"; }

  // A template takes the tenant in front of what it has, unless it sorts something too.
  TenantFirst composed() const {
    const model::KeyTemplate& key = *first_->composed;
    TenantFirst result{"compose '" + first_->member.name.text + "' of " + in_quotes(head() + key.text), std::nullopt};
    const bool sorts = std::any_of(entity_.key_uses.begin(), entity_.key_uses.end(), [&](const KeyUse& use) {
      return use.attribute.text == first_->member.name.text && use.role != KeyRole::partition_key &&
             use.role != KeyRole::gsi_partition;
    });
    if (key.span.valid() && !key.parts.empty() && !sorts && is_part_type(tenant_.member.type)) {
      result.fix = insertion(key.span, key.span.begin, head());
    }
    return result;
  }

  // Whether the tenant can join the attributes of a multi-attribute key.
  bool can_join() const {
    const auto all = key_uses(entity_, uses_.front()->index.text);
    return uses_.size() < model::limits::index_key_attributes && is_key_type(tenant_.member.type) &&
           std::none_of(
               all.begin(), all.end(),
               [&](const KeyUse* use) { return !use->span.valid() || use->attribute.text == entity_.tenant->text; });
  }

  TenantFirst json_index() const {
    TenantFirst result{"\"partition\": [" + in_quotes(entity_.tenant->text), std::nullopt};
    for (const KeyUse* use : uses_) result.advice += ", " + in_quotes(use->attribute.text);
    result.advice = "write " + result.advice + "]";
    // Before the opening quote.
    const source::Span& first = uses_.front()->span;
    if (can_join()) result.fix = insertion(first, first.begin - 1, in_quotes(entity_.tenant->text) + ", ");
    return result;
  }

  // In C++ the order of attributes is that of their members, unless each says its position.
  TenantFirst cpp_index() const {
    const std::string& index = uses_.front()->index.text;
    const bool in_order =
        &tenant_ < first_ &&
        std::none_of(uses_.begin(), uses_.end(), [](const KeyUse* use) { return use->position.has_value(); });
    const auto role = [&](std::size_t position) {
      return "partita::gsi_partition<" + in_quotes(index) + (in_order ? "" : ", " + std::to_string(position)) + ">";
    };
    TenantFirst result{"add " + role(1) + " to '" + entity_.tenant->text + "'", std::nullopt};
    if (!in_order) {
      result.advice += ", and count on from 2";
    }
    const source::Span& written = tenant_.written;
    if (!can_join() || !written.valid() || !tenant_.annotated) return result;
    FixIt fix = insertion(written, written.end - 1, ", " + role(1));
    for (std::size_t i = 0; i < uses_.size() && !in_order; ++i) fix.also.push_back({uses_[i]->span, role(i + 2)});
    result.fix = std::move(fix);
    return result;
  }

  // The other entities of a table have the same key, which one change does not reach.
  bool shares_table() const {
    return std::any_of(declared_.entities.begin(), declared_.entities.end(),
                       [&](const auto& other) { return &other != &entity_ && other.table.text == entity_.table.text; });
  }

  TenantFirst swapped(const KeyUse& sort) const {
    const KeyUse& partition = *uses_.front();
    TenantFirst result{
        "make '" + sort.attribute.text + "' the partition key and '" + partition.attribute.text + "' the sort key",
        std::nullopt};
    if (shares_table() || !sort.span.valid() || entity_.extends) return result;
    result.fix = FixIt{partition.span, cpp() ? "partita::sort_key" : sort.attribute.text};
    result.fix->also.push_back({sort.span, cpp() ? "partita::partition_key" : partition.attribute.text});
    return result;
  }

  // The partition key becomes a part of a composed one.
  TenantFirst plain() const {
    const KeyUse& use = *uses_.front();
    const std::string text = in_quotes(head() + "{" + use.attribute.text + "}");
    const std::string name = in_quotes(composed_name);
    TenantFirst result{
        "key on " + (cpp() ? "partita::composed_partition_key<" + name + ", " + text + ">"
                           : "\"partition_key\": " + name + " with " + name + ": {\"template\": " + text + "}"),
        std::nullopt};
    if (first_ == nullptr || !is_part_type(first_->member.type) || !is_part_type(tenant_.member.type)) return result;
    if (shares_table() || entity_.extends || find_attribute(entity_, composed_name) != nullptr) return result;
    if (cpp()) {
      if (!entity_.arguments_end.valid()) return result;
      result.fix = FixIt{use.span, "partita::attribute"};
      result.fix->also.push_back(
          {entity_.arguments_end, ", partita::composed_partition_key<" + name + ", " + text + ">"});
    } else {
      const source::Span& first = entity_.attributes.front().span;
      result.fix = FixIt{use.span, std::string(composed_name)};
      result.fix->also.push_back(insertion(first, first.begin - 1, name + ": {\"template\": " + text + "}, "));
    }
    return result;
  }

  const model::Declared& declared_;
  const model::DeclaredEntity& entity_;
  const std::vector<const KeyUse*>& uses_;
  const DeclaredAttribute* first_;
  const DeclaredAttribute& tenant_;
};

}  // namespace

TenantFirst tenant_first(const model::Declared& declared, const model::DeclaredEntity& entity,
                         const std::vector<const model::KeyUse*>& uses) {
  return Change(declared, entity, uses).run();
}

}  // namespace partita::sema
