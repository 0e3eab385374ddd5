// A schema in memory, read and checked, for tests of the JSON front end and of the rules.
#pragma once

#include "diagnostics/diagnostic.hpp"
#include "model/declared.hpp"
#include "model/schema.hpp"
#include "source/source_set.hpp"

#include <optional>
#include <string>
#include <vector>

namespace partita::test {

class Checked {
 public:
  explicit Checked(std::string json);

  const model::Declared& declared() const { return declared_; }
  const std::optional<model::Schema>& schema() const { return schema_; }
  std::vector<diagnostics::Diagnostic> diagnostics() const { return sink_.sorted(); }

  /// The text that a span covers.
  std::string at(const source::Span& span) const;

  /// One line a diagnostic, in order: `unknown-type at 2:14 'strin'`.
  std::vector<std::string> summary() const;

  /// As summary without the position: `unknown-type 'strin'`.
  std::vector<std::string> found() const;

  /// All messages and notes, one a line.
  std::string messages() const;

  /// The text with every fix-it applied: those of errors, and of each error without one the first of its notes.
  std::string fixed() const;

 private:
  source::SourceSet sources_;
  source::FileId file_;
  model::Declared declared_;
  diagnostics::Sink sink_;
  std::optional<model::Schema> schema_;
};

/// A schema of namespace `crm` with one entity `Session` whose members are `body`, and with `types` if given.
std::string schema_with_entity(const std::string& body, const std::string& types = "{}");

/// An entity with table, attributes and partition key `id`; `attributes` and `more` are appended to them.
std::string schema_with_attributes(const std::string& attributes, const std::string& more = "");

}  // namespace partita::test
