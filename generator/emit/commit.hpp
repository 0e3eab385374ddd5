// The only writer of files.
#pragma once

#include "emit/output_set.hpp"

#include <tl/expected.hpp>

#include <string>
#include <vector>

namespace partita::emit {

struct Destination {
  std::string out;                        ///< directory of the outputs
  std::string stamp;                      ///< empty: none. `<stamp>.outputs` beside it lists what this run owns
  std::string depfile;                    ///< empty: none. Names the stamp as its target
  std::vector<std::string> dependencies;  ///< what the outputs were made from
};

/// Writes the outputs whose text changed (the others keep their time), deletes those that the run before wrote and this
/// one no longer makes, then writes the depfile and, last and always, the stamp.
///
/// The error says which file, and why.
tl::expected<void, std::string> commit(const OutputSet& outputs, const Destination& destination);

/// Whether replace_text() may change the file: not one that nobody may write, though the superuser could.
tl::expected<void, std::string> can_replace_text(const std::string& path);

/// Gives an existing file another text, at once and as a whole. Its owner and permissions stay; a link stays a link.
tl::expected<void, std::string> replace_text(const std::string& path, const std::string& text);

/// Writes a file unless it has this text already.
tl::expected<void, std::string> write_if_changed(const std::string& path, const std::string& text);

/// A path as Make's and Ninja's depfile readers want it.
std::string depfile_escaped(const std::string& path);

}  // namespace partita::emit
