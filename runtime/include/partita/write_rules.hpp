// What every write of an entity, and every batch, must respect.
#pragma once

#include <partita/expression.hpp>

#include <cstdint>
#include <span>
#include <string_view>

namespace partita::inline epoch1 {

enum class WriteKind : std::uint8_t {
  create,   ///< stores an item that must not be there
  put,      ///< stores an item, whatever is there
  replace,  ///< stores an item that must be there
  update,   ///< changes attributes of an item that must be there
  upsert,   ///< changes attributes of an item, which need not be there
  remove,   ///< removes an item, which need not be there
  check,    ///< changes nothing: the condition of a transaction
};

struct CompanionRules;  // <partita/companions.hpp>

/// What a write takes for granted of the item under its key.
enum class Presence : std::uint8_t {
  either,  ///< what its kind says
  there,   ///< it exists
  absent,  ///< it does not, or has expired
};

/// What the calls of an entity must know beside its codec. One constant an entity, in generated code; what
/// an entity does not have keeps an empty name.
struct WriteRules {
  std::string_view entity;
  std::string_view table;
  AttributeName partition_key;  ///< an item exists if it has it
  AttributeName sort_key{};
  AttributeName type_name{};  ///< the discriminator, and what it holds
  std::string_view type{};
  AttributeName tenant{};  ///< compared where no key holds it
  AttributeName version{};
  AttributeName ttl{};                         ///< seconds; an item past its time does not exist, deleted or not
  std::span<const std::string_view> hidden{};  ///< attributes that nothing must show
  std::int64_t cached_ms = 0;                  ///< how long a cache may serve an item; 0: not at all
  std::uint64_t schema = 0;                    ///< a hash of what its items are, of a cached entity
  const CompanionRules* companions = nullptr;  ///< null: an item stands alone
  /// Whether a stored item, as JSON, is the one that was sent. `tenant` is whose it must be, or null.
  bool (*same_item)(std::string_view stored, std::string_view sent, const void* tenant) = nullptr;
};

}  // namespace partita::inline epoch1
