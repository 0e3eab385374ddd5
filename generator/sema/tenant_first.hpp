// The way out where a partition key lacks the tenant: the same key with the tenant in front.
#pragma once

#include "diagnostics/diagnostic.hpp"
#include "model/declared.hpp"

#include <optional>
#include <string>
#include <vector>

namespace partita::sema {

struct TenantFirst {
  std::string advice;                     ///< the key that it should be: `"partition": ["tenant_id", "role"]`
  std::optional<diagnostics::FixIt> fix;  ///< none where more than annotations has to change
};

/// `uses` are those of one partition key, in its order; there is at least one, and none of them holds the tenant, which
/// is an attribute of the entity.
TenantFirst tenant_first(const model::Declared& declared, const model::DeclaredEntity& entity,
                         const std::vector<const model::KeyUse*>& uses);

}  // namespace partita::sema
