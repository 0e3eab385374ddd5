#include "sema/rules/templates.hpp"

#include "model/number_kinds.hpp"
#include "sema/lookup.hpp"

namespace partita::sema {
namespace {

using model::KeyRole;
using model::TypeKind;

TemplateUse composed_use(const model::DeclaredEntity& entity, const model::DeclaredAttribute& attribute) {
  TemplateUse use;
  use.key = &*attribute.composed;
  use.owner = &attribute;
  use.what = "the template of '" + attribute.member.name.text + "'";
  for (const model::KeyUse& key : entity.key_uses) {
    if (key.attribute.text != attribute.member.name.text) continue;
    use.table_partition |= key.role == KeyRole::partition_key;
    use.table_sort |= key.role == KeyRole::sort_key;
    use.index_partition |= key.role == KeyRole::gsi_partition;
    use.index_sort |= key.role == KeyRole::gsi_sort || key.role == KeyRole::lsi_sort;
  }
  return use;
}

}  // namespace

std::vector<TemplateUse> templates(const model::DeclaredEntity& entity) {
  std::vector<TemplateUse> result;
  for (const model::DeclaredAttribute& attribute : entity.attributes) {
    const std::string& name = attribute.member.name.text;
    const bool discriminator = entity.discriminator && entity.discriminator->attribute.text == name;
    if (attribute.composed && !discriminator) result.push_back(composed_use(entity, attribute));
    if (attribute.lookup) {
      TemplateUse use;
      use.key = &attribute.lookup->sort_key;
      use.owner = &attribute;
      use.kind = TemplateUse::Kind::lookup;
      use.what = "the lookup of '" + name + "'";
      use.table_sort = true;
      result.push_back(std::move(use));
    }
    if (attribute.unique) {
      TemplateUse use;
      use.key = &attribute.unique->key;
      use.owner = &attribute;
      use.kind = TemplateUse::Kind::unique;
      use.what = "the unique constraint of '" + name + "'";
      use.table_partition = true;
      use.table_sort = !key_uses(entity, "", KeyRole::sort_key).empty();
      result.push_back(std::move(use));
    }
  }
  return result;
}

const model::Type& part_type(const TemplateUse& use, const model::DeclaredAttribute& attribute) {
  const model::Type& type = attribute.member.type;
  const bool by_element = use.kind != TemplateUse::Kind::composed && &attribute == use.owner;
  const bool many = type.kind == TypeKind::list || type.kind == TypeKind::set;
  return by_element && many && !type.element.empty() ? type.element.front() : type;
}

bool is_point_in_time(const model::Type& type) {
  switch (type.kind) {
    case TypeKind::timestamp:
    case TypeKind::timestamp_seconds:
    case TypeKind::timestamp_iso:
    case TypeKind::sys_milliseconds:
    case TypeKind::sys_seconds:
      return true;
    default:
      return false;
  }
}

bool is_integer(const model::Type& type) {
  return model::is_integer(type.kind);
}

bool is_part_type(const model::Type& type) {
  if (!type.converted.empty()) return false;
  return type.kind == TypeKind::string || is_integer(type) || is_point_in_time(type) ||
         (type.kind == TypeKind::enumeration && type.stored == model::EnumStorage::name);
}

}  // namespace partita::sema
