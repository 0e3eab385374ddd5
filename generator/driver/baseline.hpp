// Warnings that a team has accepted: a file that is committed, so that only new ones count.
//
// An entry names a warning by its id, its file, the entity it stands in and the names in its message. Lines and columns
// do not matter, nor does its wording.
#pragma once

#include "diagnostics/diagnostic.hpp"
#include "driver/failure.hpp"
#include "source/source_set.hpp"

#include <tl/expected.hpp>

#include <compare>
#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace partita::driver {

class Baseline {
 public:
  /// Reads the list; what is wrong in it is reported. A file that is not there is an empty list where `may_be_new`.
  static tl::expected<Baseline, Failure> read(const std::string& path, bool may_be_new, source::SourceSet& sources,
                                              diagnostics::Sink& sink);

  /// Accepts the warnings that are listed. Findings must know their entities.
  void apply(diagnostics::Sink& sink);

  /// Warns about entries that found nothing to accept, in `inputs` or in files that are gone. Entries of other files
  /// belong to other runs.
  void report_stale(const std::vector<std::string>& inputs, diagnostics::Sink& sink) const;

  /// Lists the warnings of this run, and keeps the entries that belong to other runs.
  void update(const std::vector<std::string>& inputs, const std::vector<diagnostics::Diagnostic>& findings);

  std::string text() const;
  std::size_t size() const { return entries_.size(); }

 private:
  /// What an accepted warning is known by.
  struct Key {
    std::string file;  ///< relative to the directory of the list
    std::string entity;
    std::string id;
    std::vector<std::string> names;

    auto operator<=>(const Key&) const = default;
  };

  struct Entry {
    source::Span span;
    bool used = false;
  };

  Baseline(std::string path, const source::SourceSet& sources) : path_(std::move(path)), sources_(&sources) {}

  void load(source::FileId file, diagnostics::Sink& sink);
  Key key_of(const diagnostics::Diagnostic& finding) const;
  std::string relative(const std::string& file) const;
  bool belongs_to_run(const Key& key, const std::vector<std::string>& inputs) const;

  std::string path_;
  const source::SourceSet* sources_;
  std::map<Key, Entry> entries_;
};

}  // namespace partita::driver
