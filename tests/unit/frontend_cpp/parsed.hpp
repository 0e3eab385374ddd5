// Parses headers given as text, and tells what the front end made of them.
#pragma once

#include "frontend_cpp/frontend_cpp.hpp"

#include <map>
#include <string>
#include <vector>

/// Headers by name. They are written to a directory of their own, so that they can include each other.
using Headers = std::map<std::string, std::string>;

class Parsed {
 public:
  /// Parses all headers, or those of them that `inputs` names, in that order.
  explicit Parsed(const Headers& headers, std::vector<std::string> inputs = {}, std::vector<std::string> arguments = {},
                  std::string resource_dir = PARTITA_TEST_RESOURCE_DIR);

  partita::frontend_cpp::Outcome outcome{};
  partita::model::Declared declared;
  std::vector<std::string> dependencies;  ///< without the directory
  std::string host_output;                ///< what clang and the front end wrote to stderr

  /// `contact.hpp:5:3: unsupported-type: message`, notes as `  contact.hpp:6:1: message`.
  std::vector<std::string> findings() const;

  /// The findings joined by line ends; empty if there are none.
  std::string report() const;

  const partita::model::DeclaredEntity& entity(const std::string& cpp_name) const;
  const partita::model::Member& member(const std::string& entity_name, const std::string& field) const;
  const partita::model::NamedType& type(const std::string& qualified) const;

  /// The text that a span covers, and where it begins: `5:27 by_account`.
  std::string at(const partita::source::Span& span) const;

 private:
  partita::source::SourceSet sources_;
  partita::diagnostics::Sink sink_;
};

/// A header 'e.hpp' with an entity 'E'. `before` begins on line 17; without line ends in it, `members` on line 20.
Headers entity_with(const std::string& members, const std::string& before = {});
