// A diagnostic is data: a stable id, a level, a span, a message, notes and fix-its. Renderers turn it into text.
#pragma once

#include "diagnostics/ids.hpp"
#include "source/source_set.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace partita::diagnostics {

/// Replaces `span` (empty: inserts at its begin) by `text`.
struct FixIt {
  /// How several insertions at one place become one: those with the same opening and closing share them.
  struct Joint {
    std::size_t opening = 0;  ///< so many bytes at the begin of `text`
    std::size_t closing = 0;  ///< so many at its end
    std::string separator{};  ///< between what the others have in the middle
  };

  source::Span span;
  std::string text;
  std::vector<FixIt> also{};     ///< the further places of one change: all of them are made, or none
  std::optional<Joint> joint{};  ///< none: another insertion at this place stands behind the whole text
};

/// Says where else to look, or the way out. A guessed fix hangs on a note, never on the error.
struct Note {
  source::Span span;  ///< may be invalid: a note without a place
  std::string message;
  std::optional<FixIt> fix;
};

/// Why a finding is not held against its author.
struct Acceptance {
  enum class By : std::uint8_t { suppression, baseline } by = By::suppression;
  std::string reason{};  ///< as written in the suppression; a baseline gives none
};

struct Diagnostic {
  Id id{};
  Level level = Level::error;
  source::Span span;
  std::string message;                   ///< lower-case start, no full stop, names in 'single quotes'
  std::vector<Note> notes;               ///< fix-its of several notes are alternatives, the likeliest first
  std::optional<FixIt> fix;              ///< only where the intent is certain, such as a clear misspelling
  std::string entity{};                  ///< the entity or type in whose declaration it stands; empty: none
  std::optional<Acceptance> accepted{};  ///< reported where tools keep count of them (SARIF), nowhere else
};

/// Collects the diagnostics of a run.
class Sink {
 public:
  void report(Diagnostic diagnostic);

  /// Shorthand for the common case: an error or warning with its level from the id table.
  Diagnostic& report(Id id, source::Span span, std::string message);

  /// Asks about each diagnostic whether it is accepted, unless it is already.
  void accept(const std::function<std::optional<Acceptance>(const Diagnostic&)>& judge);

  /// Says of each diagnostic in which entity it stands.
  void place(const std::function<std::string(const Diagnostic&)>& entity_of);

  /// Errors that are not accepted.
  bool has_errors() const { return errors_ != 0; }
  /// An error that points into the text and that no reason excuses: what is said there can't be judged further.
  bool has_error_in(const source::Span& text) const;
  std::size_t errors() const { return errors_; }

  /// All diagnostics, sorted by file (in the order the files were added), position, id and message; equal ones once.
  std::vector<Diagnostic> sorted() const;

 private:
  std::vector<Diagnostic> diagnostics_;
  std::size_t errors_ = 0;
};

}  // namespace partita::diagnostics
