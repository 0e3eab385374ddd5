#include "driver/driver.hpp"

#include "diagnostics/json.hpp"
#include "diagnostics/pages.hpp"
#include "diagnostics/text.hpp"
#include "driver/help.hpp"
#include "driver/inputs.hpp"
#include "driver/options.hpp"
#include "emit/commit.hpp"
#include "emit/emit_cpp.hpp"
#include "frontend_cpp/frontend_cpp.hpp"
#include "frontend_json/frontend.hpp"
#include "render/templates.hpp"
#include "sema/sema.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <exception>
#include <optional>
#include <utility>

namespace partita::driver {

namespace {

// If even stderr takes nothing, there is nobody left to tell.
void complain(const std::string& text) {
  std::fwrite(text.data(), 1, text.size(), stderr);
}

int fail(const Failure& failure) {
  complain("partita: error: " + failure.message + "\n");
  return failure.exit_code;
}

/// Writes to stdout all the way; the exit code is that of a failure where it can't, `exit_code` else.
int print(const std::string& text, int exit_code) {
  errno = 0;
  if (std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0) return exit_code;
  return fail({exit_failure, std::string("cannot write to the standard output: ") + std::strerror(errno)});
}

bool contains(const std::vector<diagnostics::Id>& ids, diagnostics::Id id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

/// What a run found, with -Werror and -Wno applied.
std::vector<diagnostics::Diagnostic> findings(const diagnostics::Sink& sink, const Options& options) {
  auto result = sink.sorted();
  std::erase_if(result, [&](const auto& d) { return contains(options.silenced, d.id); });
  for (auto& d : result) {
    if (options.all_as_errors || contains(options.as_errors, d.id)) d.level = diagnostics::Level::error;
  }
  return result;
}

/// The exit code: that of what was found, unless it can't be said.
int print_findings(std::vector<diagnostics::Diagnostic> found, const source::SourceSet& sources, Format format) {
  const bool errors =
      std::any_of(found.begin(), found.end(), [](const auto& d) { return d.level == diagnostics::Level::error; });
  const int exit_code = errors ? exit_findings : exit_ok;
  if (format == Format::json) return print(diagnostics::render_json(found, sources), exit_code);
  // Clang has printed its own already.
  std::erase_if(found, [](const auto& d) { return d.id == diagnostics::Id::clang; });
  const auto colour = isatty(STDERR_FILENO) != 0 ? diagnostics::Colour::on : diagnostics::Colour::off;
  complain(diagnostics::render_text(found, sources, colour) + diagnostics::summary(found));
  return exit_code;
}

/// One run of `generate` or `check`: the same way up to the point where files would be written.
class Run {
 public:
  explicit Run(const Options& options) : options_(options) {}

  int run() {
    auto templates =
        options_.templates.empty() ? render::Templates::embedded() : render::Templates::overridden(options_.templates);
    if (!templates) return fail({exit_failure, templates.error()});
    auto inputs = read_inputs(options_, sources_, sink_);
    if (!inputs) return fail(inputs.error());
    declared_.inputs = inputs->inputs;

    std::optional<model::Schema> schema;
    switch (read_headers(*inputs)) {
      case frontend_cpp::Outcome::ok:
      case frontend_cpp::Outcome::host_errors:
        read_schemas(*inputs);
        schema = sema::analyse(declared_, sink_);
        break;
      case frontend_cpp::Outcome::fatal_host_error:
        break;  // clang's message stands alone: what we would add may only follow from it
      case frontend_cpp::Outcome::failed:
        return exit_failure;
    }
    if (const int code = print_findings(findings(sink_, options_), sources_, options_.format); code != exit_ok) {
      return code;
    }
    if (options_.command != Command::generate || !schema) return exit_ok;
    const auto outputs = emit::emit_cpp(*schema, *templates, {options_.export_header, options_.export_macro});
    if (!outputs) return fail({exit_failure, outputs.error()});
    return write(*outputs, templates->files());
  }

 private:
  frontend_cpp::Outcome read_headers(const Inputs& inputs) {
    frontend_cpp::Options options{
        {}, inputs.clang_args, options_.resource_dir.empty() ? PARTITA_RESOURCE_DIR : options_.resource_dir};
    for (std::size_t i = 0; i < inputs.inputs.size(); ++i) {
      if (inputs.inputs[i].notation == model::Notation::cpp) options.inputs.push_back(i);
    }
    if (options.inputs.empty()) return frontend_cpp::Outcome::ok;
    return frontend_cpp::parse(options, sources_, declared_, sink_, dependencies_);
  }

  void read_schemas(const Inputs& inputs) {
    for (std::size_t i = 0; i < inputs.inputs.size(); ++i) {
      if (inputs.inputs[i].notation != model::Notation::json) continue;
      frontend_json::read_schema(sources_, inputs.files[i], i, declared_, sink_);
    }
  }

  int write(const emit::OutputSet& outputs, const std::vector<std::string>& templates) {
    emit::Destination to{options_.out, options_.stamp, options_.depfile, std::move(dependencies_)};
    to.dependencies.insert(to.dependencies.end(), options_.inputs.begin(), options_.inputs.end());
    to.dependencies.insert(to.dependencies.end(), templates.begin(), templates.end());
    if (const auto done = emit::commit(outputs, to); !done) return fail({exit_failure, done.error()});
    return exit_ok;
  }

  const Options& options_;
  source::SourceSet sources_;
  diagnostics::Sink sink_;
  model::Declared declared_;
  std::vector<std::string> dependencies_;
};

}  // namespace

int run(const std::vector<std::string>& arguments) {
  try {
    const auto options = parse_options(arguments);
    if (!options) return fail({exit_usage, options.error()});
    switch (options->command) {
      case Command::help:
        return print(help(options->help_topic), exit_ok);
      case Command::version:
        return print("partita " PARTITA_VERSION "\n", exit_ok);
      case Command::usage:
        complain(help(""));
        return exit_usage;
      case Command::explain:
        return print(std::string(diagnostics::page(*options->id)), exit_ok);
      case Command::generate:
      case Command::check:
        break;
    }
    return Run(*options).run();
  } catch (const std::exception& e) {
    return fail({exit_failure, std::string("internal fault: ") + e.what()});
  }
}

}  // namespace partita::driver
