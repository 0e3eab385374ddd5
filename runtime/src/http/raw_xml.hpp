// Picks texts out of small XML answers: those of STS.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace partita::inline epoch1::http {

/// The text of the first element of that name which holds text alone, with its entities resolved; nullopt if there is
/// no such element. Attributes of it and prefixes are not known: STS writes none.
std::optional<std::string> xml_text(std::string_view xml, std::string_view name);

}  // namespace partita::inline epoch1::http
