#include "model/limits.hpp"
#include "sema/lookup.hpp"
#include "sema/rules/rules.hpp"
#include "sema/rules/templates.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace partita::sema {
namespace {

using diagnostics::Id;
using model::TypeKind;

constexpr std::uint64_t unbounded = std::numeric_limits<std::uint64_t>::max();

std::uint64_t add(std::uint64_t a, std::uint64_t b) {
  return a > unbounded - b ? unbounded : a + b;
}

std::uint64_t multiply(std::uint64_t a, std::uint64_t b) {
  return a != 0 && b > unbounded / a ? unbounded : a * b;
}

const model::NamedType* find_type(const model::Declared& declared, const std::string& qualified) {
  const auto found = std::find_if(declared.types.begin(), declared.types.end(),
                                  [&](const model::NamedType& type) { return type.qualified == qualified; });
  return found == declared.types.end() ? nullptr : &*found;
}

/// Bytes that every value of a type has in an item.
/// Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
class SmallestValue {
 public:
  explicit SmallestValue(const model::Declared& declared) : declared_(declared) {}

  std::uint64_t of(const model::Type& type) {
    switch (type.kind) {
      case TypeKind::string:
      case TypeKind::bytes:
      case TypeKind::set:  // an empty one is not stored
        return 0;
      case TypeKind::boolean:
        return 1;
      case TypeKind::timestamp_iso:
        return 24;
      case TypeKind::list:
      case TypeKind::map:
        return 3;
      case TypeKind::array:
        return add(3, multiply(type.extent, add(1, type.element.empty() ? 0 : of(type.element.front()))));
      case TypeKind::structure:
        return of_structure(type.named);
      case TypeKind::enumeration:
        return 1;
      default:
        return 2;  // a number
    }
  }

  std::uint64_t of(const model::Member& member) {
    if (member.optional || member.has_default || !is_known(member.type) || member.type.kind == TypeKind::set) return 0;
    return add(member.name.text.size(), of(member.type));
  }

 private:
  // Structures that hold each other twice are many more values than types: each type is counted once, and no further
  // than an item can be.
  std::uint64_t of_structure(const std::string& qualified) {
    if (const auto known = known_.find(qualified); known != known_.end()) return known->second;
    const model::NamedType* type = find_type(declared_, qualified);
    // One that contains itself is reported elsewhere.
    if (type == nullptr || std::find(path_.begin(), path_.end(), qualified) != path_.end()) return 0;
    path_.push_back(qualified);
    std::uint64_t bytes = 3;
    for (const model::Member& member : type->members) bytes = add(bytes, add(1, of(member)));
    path_.pop_back();
    return known_[qualified] = std::min(bytes, model::limits::item_bytes + 1);
  }

  const model::Declared& declared_;
  std::vector<std::string> path_;
  std::map<std::string, std::uint64_t> known_;  // by qualified name
};

// The longest that a part can be where its type bounds it, else the shortest.
std::uint64_t part_bytes(const model::Declared& declared, const model::DeclaredEntity& entity, const TemplateUse& use,
                         const model::TemplatePart& part) {
  if (part.form == model::PartForm::padded) return part.digits;
  const model::DeclaredAttribute* attribute = find_attribute(entity, part.attribute.text);
  if (is_shard(entity, part) || attribute == nullptr) return 1;
  const model::Type& type = part_type(use, *attribute);
  if (is_point_in_time(type)) return 24;
  if (type.kind != TypeKind::enumeration) return 1;
  std::uint64_t longest = 1;
  if (const model::NamedType* named = find_type(declared, type.named)) {
    for (const model::Enumerator& each : named->enumerators) longest = std::max(longest, each.name.text.size());
  }
  return longest;
}

void check_key(const model::Declared& declared, const model::DeclaredEntity& entity, const TemplateUse& use,
               diagnostics::Sink& sink) {
  const bool partition = use.table_partition || use.index_partition;
  if (!partition && !use.sorts()) return;
  std::uint64_t bytes = 0;
  for (const std::string& literal : use.key->literals) bytes += literal.size();
  for (const model::TemplatePart& part : use.key->parts) bytes += part_bytes(declared, entity, use, part);
  const std::uint64_t most = use.sorts() ? model::limits::sort_key_bytes : model::limits::partition_key_bytes;
  if (bytes <= most) return;
  sink.report(Id::key_too_long, use.key->span,
              "keys made by " + use.what + " can be " + std::to_string(bytes) + " bytes long or more; a " +
                  (use.sorts() ? "sort" : "partition") + " key takes " + std::to_string(most) +
                  ": shorten its text or its parts");
}

void check_item(const model::Declared& declared, const model::DeclaredEntity& entity, diagnostics::Sink& sink) {
  SmallestValue smallest(declared);
  std::uint64_t total = 0;
  const model::DeclaredAttribute* largest = nullptr;
  std::uint64_t most = 0;
  for (const model::DeclaredAttribute& attribute : entity.attributes) {
    const std::uint64_t bytes = smallest.of(attribute.member);
    total = add(total, bytes);
    if (bytes <= most) continue;
    most = bytes;
    largest = &attribute;
  }
  if (total <= model::limits::item_bytes || largest == nullptr) return;
  sink.report(Id::item_too_large, largest->member.type_span,
              "every item of '" + entity.cpp_name + "' is larger than 400 KB, most of it '" +
                  largest->member.name.text +
                  "'; DynamoDB stores no such item: keep it in several items, or elsewhere");
}

}  // namespace

void check_sizes(const model::Declared& declared, const model::DeclaredEntity& entity, diagnostics::Sink& sink) {
  for (const TemplateUse& use : templates(entity)) check_key(declared, entity, use, sink);
  check_item(declared, entity, sink);
}

}  // namespace partita::sema
