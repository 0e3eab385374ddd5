// What `partita check` reported, one entry a diagnostic or note.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace partita::test {

struct Reported {
  std::string level;  ///< error, warning or note
  std::string id;     ///< of a note: that of its diagnostic
  std::string message;
  std::string file;  ///< empty: no place
  int line = 0;

  std::string text() const { return file + ":" + std::to_string(line) + ": " + level + " [" + id + "]: " + message; }
};

struct Checked {
  std::vector<Reported> reported;
  std::string err;       ///< what the tool could not say in JSON
  bool fixable = false;  ///< a finding or note comes with a fix
  int exit_code = -1;
};

/// Runs `partita check` over files in `directory`. One that is called baseline.json is the baseline.
Checked check(const std::vector<std::string>& files, const std::filesystem::path& directory,
              const std::vector<std::string>& options = {});

}  // namespace partita::test
