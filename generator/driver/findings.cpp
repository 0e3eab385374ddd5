#include "driver/findings.hpp"

#include "diagnostics/github.hpp"
#include "diagnostics/json.hpp"
#include "diagnostics/sarif.hpp"
#include "diagnostics/text.hpp"
#include "driver/driver.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>

namespace partita::driver {

namespace {

using diagnostics::Diagnostic;
using diagnostics::Level;

bool contains(const std::vector<diagnostics::Id>& ids, diagnostics::Id id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

void print_text(std::vector<Diagnostic> found, const source::SourceSet& sources) {
  const std::string summary = diagnostics::summary(found);
  // Clang has printed its own already.
  std::erase_if(found, [](const auto& d) { return d.id == diagnostics::Id::clang; });
  const auto colour = isatty(STDERR_FILENO) != 0 ? diagnostics::Colour::on : diagnostics::Colour::off;
  complain(diagnostics::render_text(found, sources, colour) + summary);
}

}  // namespace

bool is_silenced(diagnostics::Id id, const Options& options) {
  return contains(options.silenced, id);
}

std::vector<Diagnostic> findings(const diagnostics::Sink& sink, const Options& options) {
  auto result = sink.sorted();
  std::erase_if(result, [&](const auto& d) { return is_silenced(d.id, options); });
  for (Diagnostic& d : result) {
    if (options.all_as_errors || contains(options.as_errors, d.id)) d.level = Level::error;
  }
  return result;
}

int print_findings(const std::vector<Diagnostic>& found, const source::SourceSet& sources, Format format) {
  std::vector<Diagnostic> open = found;
  std::erase_if(open, [](const auto& d) { return d.accepted.has_value(); });
  const bool errors = std::any_of(open.begin(), open.end(), [](const auto& d) { return d.level == Level::error; });
  const int exit_code = errors ? exit_findings : exit_ok;
  switch (format) {
    case Format::json:
      return print(diagnostics::render_json(open, sources), exit_code);
    case Format::sarif:
      return print(diagnostics::render_sarif(found, sources, PARTITA_VERSION), exit_code);
    case Format::github:
      complain(diagnostics::render_github(open, sources));
      return exit_code;
    case Format::text:
      print_text(std::move(open), sources);
      return exit_code;
  }
  return exit_failure;
}

int print(const std::string& text, int exit_code) {
  errno = 0;
  if (std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0) return exit_code;
  complain(std::string("partita: error: cannot write to the standard output: ") + std::strerror(errno) + "\n");
  return exit_failure;
}

void complain(const std::string& text) {
  std::fwrite(text.data(), 1, text.size(), stderr);
}

}  // namespace partita::driver
