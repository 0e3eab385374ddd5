#include "sema/rules/partition_values.hpp"

#include <algorithm>

namespace partita::sema {
namespace {

std::optional<std::uint64_t> values_of(const model::Declared& declared, const model::Entity& entity,
                                       const plan::KeyPart& part) {
  if (part.shard) return entity.write_shards.empty() ? 1 : entity.write_shards.back();
  const model::NamedType* named = find_enumeration(declared, entity.attributes[part.attribute].member.type);
  if (named == nullptr) return std::nullopt;
  return std::max<std::uint64_t>(1, named->enumerators.size());
}

}  // namespace

const model::NamedType* find_enumeration(const model::Declared& declared, const model::Type& type) {
  if (type.kind != model::TypeKind::enumeration) return nullptr;
  const auto found = std::find_if(declared.types.begin(), declared.types.end(),
                                  [&](const model::NamedType& named) { return named.qualified == type.named; });
  return found == declared.types.end() ? nullptr : &*found;
}

std::optional<std::uint64_t> partition_values(const model::Declared& declared, const model::Entity& entity,
                                              const std::vector<plan::KeyPart>& parts) {
  std::uint64_t product = 1;
  for (const plan::KeyPart& part : parts) {
    const std::optional<std::uint64_t> values = values_of(declared, entity, part);
    if (!values) return std::nullopt;
    product *= *values;
    if (product > UINT32_MAX) return std::nullopt;
  }
  return product;
}

}  // namespace partita::sema
