// What `partita explain` prints: as text for people, as JSON for tools.
#pragma once

#include "model/schema.hpp"
#include "render/templates.hpp"

#include <tl/expected.hpp>

#include <string>

namespace partita::emit {

/// At most 100 columns wide, unless a name is wider. Or what is wrong with the template.
tl::expected<std::string, std::string> explain_text(const model::Schema& schema, const render::Templates& templates);

/// `{"entities": [{"entity", "table", "item_bytes", "keys", "access_patterns", "writes", "facts", "changes"}]}`; the
/// guide to access patterns names every member.
std::string explain_json(const model::Schema& schema);

}  // namespace partita::emit
