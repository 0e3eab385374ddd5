#include "driver/driver.hpp"

#include "diagnostics/pages.hpp"
#include "driver/baseline.hpp"
#include "driver/findings.hpp"
#include "driver/fixes.hpp"
#include "driver/help.hpp"
#include "driver/inputs.hpp"
#include "driver/options.hpp"
#include "driver/server.hpp"
#include "emit/commit.hpp"
#include "emit/emit_cpp.hpp"
#include "emit/explain.hpp"
#include "frontend_cpp/frontend_cpp.hpp"
#include "frontend_json/frontend.hpp"
#include "render/templates.hpp"
#include "sema/sema.hpp"
#include "sema/suppressions.hpp"

#include <algorithm>
#include <exception>
#include <optional>
#include <set>
#include <sstream>
#include <utility>

namespace partita::driver {

namespace {

int fail(const Failure& failure) {
  std::istringstream lines(failure.message);
  for (std::string line; std::getline(lines, line);) complain("partita: error: " + line + "\n");
  return failure.exit_code;
}

/// One run of `generate` or `check`: the same way up to the point where files would be written.
class Run {
 public:
  explicit Run(const Options& options) : options_(options) {}

  /// Reads the inputs and applies the rules; an exit code where that was not possible.
  std::optional<int> examine() {
    auto inputs = read_inputs(options_, sources_, sink_);
    if (!inputs) return fail(inputs.error());
    declared_.inputs = inputs->inputs;
    read_schemas(*inputs);  // before the headers: an entity in one can extend a structure of the others
    outcome_ = read_headers(*inputs);
    switch (outcome_) {
      case frontend_cpp::Outcome::ok:
      case frontend_cpp::Outcome::host_errors:
        schema_ = sema::analyse(declared_, sink_);
        break;
      case frontend_cpp::Outcome::fatal_host_error:
        break;  // clang's message stands alone: what we would add may only follow from it
      case frontend_cpp::Outcome::failed:
        return exit_failure;
    }
    // Whether something is unused can be said only when all rules had their say.
    if (!sink_.has_errors()) sema::report_unused_suppressions(declared_, sink_);
    sema::place_findings(declared_, sink_);
    if (options_.baseline.empty()) return std::nullopt;
    auto baseline = Baseline::read(options_.baseline, options_.update_baseline, sources_, sink_);
    if (!baseline) return fail(baseline.error());
    baseline_ = std::move(*baseline);
    baseline_->apply(sink_);
    if (!sink_.has_errors() && !options_.update_baseline) baseline_->report_stale(options_.inputs, sink_);
    return std::nullopt;
  }

  /// Fixes what comes with a fix and is not in `done`, and adds it there. False: there is nothing.
  tl::expected<bool, Failure> fix(std::set<std::string>& done) const {
    // What clang has not understood must not be edited.
    if (outcome_ != frontend_cpp::Outcome::ok) return false;
    Fixed fixed = apply_fixes(findings(sink_, options_), sources_, options_.inputs, done);
    complain(fixed.report);
    if (fixed.failure) return tl::unexpected(*fixed.failure);
    const bool any = !fixed.findings.empty();
    done.merge(fixed.findings);
    return any;
  }

  /// Prints the findings, and writes what the command is there for.
  int conclude() {
    if (options_.update_baseline) {
      if (const auto failed = update_baseline()) return fail(*failed);
    }
    const int code = print_findings(findings(sink_, options_), sources_, findings_format());
    if (code != exit_ok || options_.command == Command::check || !schema_) return code;
    return options_.command == Command::explain ? explain() : write();
  }

 private:
  /// What is asked of `explain` is not its findings.
  Format findings_format() const { return options_.command == Command::explain ? Format::text : options_.format; }

  int explain() const {
    if (options_.format == Format::json) return print(emit::explain_json(*schema_), exit_ok);
    const auto text = emit::explain_text(*schema_, render::Templates::embedded());
    if (!text) return fail({exit_failure, text.error()});
    return print(*text, exit_ok);
  }

  frontend_cpp::Outcome read_headers(const Inputs& inputs) {
    frontend_cpp::Options options{{},
                                  inputs.clang_args,
                                  options_.resource_dir.empty() ? PARTITA_RESOURCE_DIR : options_.resource_dir,
                                  findings_format() == Format::text};
    for (std::size_t i = 0; i < inputs.inputs.size(); ++i) {
      if (inputs.inputs[i].notation == model::Notation::cpp) options.inputs.push_back(i);
    }
    const bool extends = std::any_of(declared_.entities.begin(), declared_.entities.end(),
                                     [](const model::DeclaredEntity& entity) { return entity.extends.has_value(); });
    if (options.inputs.empty() && !extends) return frontend_cpp::Outcome::ok;
    return frontend_cpp::parse(options, sources_, declared_, sink_, dependencies_);
  }

  void read_schemas(const Inputs& inputs) {
    for (std::size_t i = 0; i < inputs.inputs.size(); ++i) {
      if (inputs.inputs[i].notation != model::Notation::json) continue;
      frontend_json::read_schema(sources_, inputs.files[i], i, declared_, sink_);
    }
  }

  std::optional<Failure> update_baseline() {
    if (sink_.has_errors()) {
      complain("partita: note: '" + options_.baseline + "' stays as it was; errors have to be mended first\n");
      return std::nullopt;
    }
    std::vector<diagnostics::Diagnostic> found = sink_.sorted();
    std::erase_if(found, [&](const auto& d) { return is_silenced(d.id, options_); });
    baseline_->update(options_.inputs, found);
    if (const auto done = emit::write_if_changed(options_.baseline, baseline_->text()); !done) {
      return Failure{exit_failure, done.error()};
    }
    baseline_->apply(sink_);
    complain(options_.baseline + ": " + std::to_string(baseline_->size()) + " accepted\n");
    return std::nullopt;
  }

  int write() {
    const auto templates =
        options_.templates.empty() ? render::Templates::embedded() : render::Templates::overridden(options_.templates);
    if (!templates) return fail({exit_failure, templates.error()});
    const auto outputs = emit::emit_cpp(*schema_, *templates, {options_.export_header, options_.export_macro});
    if (!outputs) return fail({exit_failure, outputs.error()});
    emit::Destination to{options_.out, options_.stamp, options_.depfile, std::move(dependencies_)};
    to.dependencies.insert(to.dependencies.end(), options_.inputs.begin(), options_.inputs.end());
    const std::vector<std::string> files = templates->files();
    to.dependencies.insert(to.dependencies.end(), files.begin(), files.end());
    if (!options_.baseline.empty()) to.dependencies.push_back(options_.baseline);
    if (const auto done = emit::commit(*outputs, to); !done) return fail({exit_failure, done.error()});
    return exit_ok;
  }

  const Options& options_;
  source::SourceSet sources_;
  diagnostics::Sink sink_;
  model::Declared declared_;
  frontend_cpp::Outcome outcome_ = frontend_cpp::Outcome::ok;
  std::optional<model::Schema> schema_;
  std::optional<Baseline> baseline_;
  std::vector<std::string> dependencies_;
};

int examine_and_conclude(const Options& options) {
  Run run(options);
  if (const auto failed = run.examine()) return *failed;
  return run.conclude();
}

/// Fixes until there is nothing left that can be: one fix may stand in the way of another, or bring up the next
/// finding.
int fix_and_conclude(const Options& options) {
  constexpr int most_rounds = 16;
  std::set<std::string> done;
  for (int round = 0; round < most_rounds; ++round) {
    Run run(options);
    if (const auto failed = run.examine()) return *failed;
    const auto fixed = run.fix(done);
    if (!fixed) return fail(fixed.error());
    if (!*fixed) return run.conclude();
  }
  return examine_and_conclude(options);
}

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
      case Command::serve:
        return fail(become_server(options->server_arguments));
      case Command::usage:
        complain(help(""));
        return exit_usage;
      case Command::explain:
        if (options->id) return print(std::string(diagnostics::page(*options->id)), exit_ok);
        break;
      case Command::generate:
      case Command::check:
        break;
    }
    return options->fix ? fix_and_conclude(*options) : examine_and_conclude(*options);
  } catch (const std::exception& e) {
    return fail({exit_failure, std::string("internal fault: ") + e.what()});
  }
}

}  // namespace partita::driver
