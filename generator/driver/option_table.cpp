#include "driver/option_table.hpp"

#include "diagnostics/suggestion.hpp"

#include <algorithm>
#include <array>

namespace partita::driver {

namespace {

constexpr std::array command_table{
    CommandSpec{"generate", Command::generate, "writes the C++ code of the entities in the inputs", "INPUT..."},
    CommandSpec{"check", Command::check, "validates the entities in the inputs, and edits them only with --fix",
                "INPUT..."},
    CommandSpec{"explain", Command::explain,
                "prints the plan and price of access patterns, or the page of a diagnostic", "(INPUT... | --id ID)"},
    CommandSpec{"serve", Command::serve, "answers DynamoDB's HTTP API from tables on this machine", "[OPTION...]"},
};

constexpr KnownTo inputs_read{.generate = true, .check = true};
constexpr KnownTo all_read{.generate = true, .check = true, .explain = true};
constexpr KnownTo generate_only{.generate = true};
constexpr KnownTo check_only{.check = true};
constexpr KnownTo explain_only{.explain = true};

template <bool Options::* Field>
Problem turn_on(Options& options, const std::string&) {
  options.*Field = true;
  return std::nullopt;
}

template <std::string Options::* Field>
Problem store(Options& options, const std::string& value) {
  options.*Field = value;
  return std::nullopt;
}

Problem add_base(Options& options, const std::string& value) {
  options.bases.push_back(value);
  return std::nullopt;
}

Problem set_format(Options& options, const std::string& value) {
  const std::vector<std::string> names{"text", "json", "sarif", "github"};
  const auto found = std::find(names.begin(), names.end(), value);
  if (found == names.end()) return "unknown format '" + value + "'; known are " + diagnostics::quoted_list(names);
  options.format = static_cast<Format>(found - names.begin());
  return std::nullopt;
}

Problem find_warning(const std::string& name, std::vector<diagnostics::Id>& into) {
  const auto id = diagnostics::find_id(name);
  if (id && diagnostics::info(*id).level == diagnostics::Level::error) {
    return "'" + name + "' is always an error; only a warning can be raised or silenced";
  }
  if (!id) {
    std::vector<std::string> warnings;
    for (const auto& known : diagnostics::all_ids()) {
      if (known.level == diagnostics::Level::warning) warnings.emplace_back(known.name);
    }
    return "unknown warning '" + name + "'" + did_you_mean(name, warnings);
  }
  into.push_back(*id);
  return std::nullopt;
}

// As in compilers, the last word about a warning counts.
Problem raise(Options& options, const std::string& value) {
  if (Problem problem = find_warning(value, options.as_errors)) return problem;
  std::erase(options.silenced, options.as_errors.back());
  return std::nullopt;
}
Problem silence(Options& options, const std::string& value) {
  if (Problem problem = find_warning(value, options.silenced)) return problem;
  std::erase(options.as_errors, options.silenced.back());
  return std::nullopt;
}

Problem set_id(Options& options, const std::string& value) {
  options.id = diagnostics::find_id(value);
  if (options.id) return std::nullopt;
  std::vector<std::string> names;
  for (const auto& known : diagnostics::all_ids()) names.emplace_back(known.name);
  const std::string near = did_you_mean(value, names);
  return "unknown diagnostic '" + value + "'" + (near.empty() ? "; 'partita explain --help' lists them" : near);
}

constexpr std::array table{
    OptionSpec{"--id", "ID", explain_only, "the diagnostic, as it stands in square brackets behind a message", set_id},
    OptionSpec{"--out", "DIR", generate_only, "where to write; the current directory if not given",
               store<&Options::out>},
    OptionSpec{"--stamp", "FILE", generate_only,
               "written last, on every success; outputs that earlier runs\nwith this stamp wrote and this one does not "
               "are deleted",
               store<&Options::stamp>},
    OptionSpec{"--depfile", "FILE", generate_only, "lists every file that was read, for Make and Ninja; needs --stamp",
               store<&Options::depfile>},
    OptionSpec{"--base", "DIR", inputs_read,
               "outputs and their #includes are named relative to the longest\nof these (or else of the -I "
               "directories) that holds the input",
               add_base},
    OptionSpec{"--format", "FORMAT", check_only,
               "of the findings: text or github (on stderr), json or sarif (on\nstdout); text if not given",
               set_format},
    OptionSpec{"--format", "FORMAT", explain_only, "text or json, on stdout; text if not given", set_format},
    OptionSpec{"--fix", "", check_only, "edits the inputs where a finding comes with a fix, then checks again",
               turn_on<&Options::fix>},
    OptionSpec{"-Werror=", "ID", inputs_read, "makes the warning ID an error", raise},
    OptionSpec{"-Werror", "", inputs_read, "makes every warning an error", turn_on<&Options::all_as_errors>},
    OptionSpec{"-Wno-", "ID", inputs_read, "silences the warning ID", silence},
    OptionSpec{"--baseline", "FILE", inputs_read, "accepts the warnings that FILE lists", store<&Options::baseline>},
    OptionSpec{"--update-baseline", "", check_only, "lists in the baseline the warnings there are now, and no others",
               turn_on<&Options::update_baseline>},
    OptionSpec{"--templates", "DIR", generate_only, "takes templates from DIR where it has them",
               store<&Options::templates>},
    OptionSpec{"--export-header", "FILE", generate_only, "header that generated headers include for --export-macro",
               store<&Options::export_header>},
    OptionSpec{"--export-macro", "NAME", generate_only, "macro that exports generated classes from a shared library",
               store<&Options::export_macro>},
    OptionSpec{"--resource-dir", "DIR", all_read, "directory of clang's own headers", store<&Options::resource_dir>},
};

}  // namespace

std::span<const CommandSpec> commands() {
  return command_table;
}

std::span<const OptionSpec> option_table() {
  return table;
}

const CommandSpec* find_command(std::string_view name) {
  const auto found =
      std::find_if(command_table.begin(), command_table.end(), [&](const auto& spec) { return spec.name == name; });
  return found == command_table.end() ? nullptr : &*found;
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates) {
  const auto near = diagnostics::closest(word, candidates);
  return near ? "; did you mean '" + *near + "'?" : "";
}

}  // namespace partita::driver
