// DynamoDB's naming rules.
// Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
#pragma once

#include "diagnostics/diagnostic.hpp"
#include "model/type.hpp"

#include <string_view>

namespace partita::sema {

/// Table and index names: 3 to 255 of `a-z A-Z 0-9 _ - .`.
void check_resource_name(const model::Name& name, diagnostics::Id id, std::string_view what, diagnostics::Sink& sink);

/// Attribute names: 1 to 65,535 bytes. `owner` completes "an attribute of ...".
void check_attribute_name(const model::Name& name, std::string_view owner, diagnostics::Sink& sink);

}  // namespace partita::sema
