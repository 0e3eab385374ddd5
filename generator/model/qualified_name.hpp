// Qualified C++ names as text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace partita::model {

/// {`acme`, `crm`} and `Contact` give `acme::crm::Contact`.
std::string qualified_name(const std::vector<std::string>& namespaces, std::string_view name);

/// `acme::crm::Contact` gives `Contact`.
std::string_view unqualified_name(std::string_view qualified);

}  // namespace partita::model
