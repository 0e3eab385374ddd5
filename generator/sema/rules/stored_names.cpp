#include "sema/rules/stored_names.hpp"

#include "model/limits.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

namespace partita::sema {
namespace {

using diagnostics::Id;

// As in <partita/companions.hpp>.
constexpr std::string_view companion_owner = "partita:owner";

bool is_resource_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
}

}  // namespace

void check_resource_name(const model::Name& name, Id id, std::string_view what, diagnostics::Sink& sink) {
  // A name without a place is one that the front end missed and reported.
  if (!name.span.valid()) return;
  const std::string subject = std::string(what) + " name '" + name.text + "'";
  const auto wrong = std::find_if_not(name.text.begin(), name.text.end(), is_resource_char);
  if (wrong != name.text.end()) {
    const std::string shown = static_cast<unsigned char>(*wrong) < 0x80 ? std::string(1, *wrong) : "non-ASCII letters";
    sink.report(id, name.span, subject + " has '" + shown + "' in it; use letters, digits, '_', '-' and '.' only");
  } else if (name.text.size() < model::limits::shortest_resource_name) {
    sink.report(id, name.span, subject + " is too short; it needs at least 3 characters");
  } else if (name.text.size() > model::limits::longest_resource_name) {
    sink.report(id, name.span,
                "a name of " + std::to_string(name.text.size()) + " characters is too long for this " +
                    std::string(what) + "; at most 255 are allowed");
  }
}

void check_attribute_name(const model::Name& name, std::string_view owner, diagnostics::Sink& sink) {
  if (name.text.empty()) {
    sink.report(Id::invalid_attribute_name, name.span,
                "an attribute of '" + std::string(owner) + "' has an empty name; give it one");
  } else if (name.text.size() > model::limits::longest_attribute_name) {
    sink.report(Id::invalid_attribute_name, name.span,
                "an attribute of '" + std::string(owner) + "' has a name of " + std::to_string(name.text.size()) +
                    " bytes; at most 65535 are allowed");
  } else if (name.text == companion_owner) {
    sink.report(Id::invalid_attribute_name, name.span,
                "'" + name.text + "' is what the items of lookups and unique constraints hold; give this attribute of '" +
                    std::string(owner) + "' another name");
  }
}

}  // namespace partita::sema
