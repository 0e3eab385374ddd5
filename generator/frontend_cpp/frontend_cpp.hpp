// Reads entities from annotated C++ headers, with clang. Only the .cpp files of this folder include clang's headers.
#pragma once

#include "diagnostics/diagnostic.hpp"
#include "model/declared.hpp"
#include "source/source_set.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace partita::frontend_cpp {

struct Options {
  std::vector<std::size_t> inputs;      ///< the headers to read: indices into Declared::inputs
  std::vector<std::string> clang_args;  ///< as for the user's compiler; flags that clang does not know are dropped
  std::string resource_dir;             ///< directory of clang's own headers: holds include/stddef.h
  bool print_host_errors = true;        ///< on stderr, as clang prints them; the sink gets them in any case
};

enum class Outcome : std::uint8_t {
  ok,                ///< everything was read; our own findings are in the sink
  host_errors,       ///< clang rejected code; what depends on that code is not in the model
  fatal_host_error,  ///< clang gave up, so that nothing it read can be relied on; no entity is in the model
  failed,            ///< nothing could be read; the reason is on stderr
};

/// Parses all inputs as one translation unit, without function bodies, and appends the entities that they declare
/// themselves (not those of headers that they include) and the types that these use to `declared`. Entities that are
/// already there and extend a structure get its members; their headers are part of the unit.
///
/// The sink gets each error of clang's too, under the id `clang`.
///
/// `dependencies` gets every file that was read, system headers excepted. A missing include of a `*.partita.hpp` is
/// no error: it may be what this run is about to write.
Outcome parse(const Options& options, source::SourceSet& sources, model::Declared& declared, diagnostics::Sink& sink,
              std::vector<std::string>& dependencies);

}  // namespace partita::frontend_cpp
