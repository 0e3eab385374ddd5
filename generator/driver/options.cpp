#include "driver/options.hpp"

#include "diagnostics/suggestion.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <utility>

namespace partita::driver {

namespace {

using Problem = std::optional<std::string>;

struct CommandSpec {
  std::string_view name;
  Command command;
  std::string_view summary;
};

constexpr std::array commands{
    CommandSpec{"generate", Command::generate, "writes the C++ code of the entities in the inputs"},
    CommandSpec{"check", Command::check, "validates the entities in the inputs; writes nothing"},
};

/// Which commands know an option.
struct KnownTo {
  bool generate = false;
  bool check = false;

  bool knows(Command command) const {
    return (command == Command::generate && generate) || (command == Command::check && check);
  }
};

constexpr KnownTo both{true, true};
constexpr KnownTo generate_only{true, false};
constexpr KnownTo check_only{false, true};

struct OptionSpec {
  std::string_view name;  ///< ends in '=' or '-' where the value is part of the same word only
  std::string_view value;
  KnownTo known_to;
  std::string_view summary;
  Problem (*apply)(Options&, const std::string& value);

  bool joined() const { return name.back() == '=' || name.back() == '-'; }
};

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
  if (value == "text" || value == "json") {
    options.format = value == "json" ? Format::json : Format::text;
    return std::nullopt;
  }
  return "unknown format '" + value + "'; known are 'text' and 'json'";
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates) {
  const auto near = diagnostics::closest(word, candidates);
  return near ? "; did you mean '" + *near + "'?" : "";
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

Problem raise(Options& options, const std::string& value) {
  return find_warning(value, options.as_errors);
}
Problem silence(Options& options, const std::string& value) {
  return find_warning(value, options.silenced);
}

constexpr std::array option_table{
    OptionSpec{"--out", "DIR", generate_only, "where to write; the current directory if not given",
               store<&Options::out>},
    OptionSpec{"--stamp", "FILE", generate_only,
               "written last, on every success; outputs that earlier runs\nwith this stamp wrote and this one does not "
               "are deleted",
               store<&Options::stamp>},
    OptionSpec{"--depfile", "FILE", generate_only, "lists every file that was read, for Make and Ninja; needs --stamp",
               store<&Options::depfile>},
    OptionSpec{"--base", "DIR", both,
               "outputs and their #includes are named relative to the longest\nof these (or else of the -I "
               "directories) that holds the input",
               add_base},
    OptionSpec{"--format", "FORMAT", check_only, "of the findings: text (on stderr) or json (on stdout)", set_format},
    OptionSpec{"-Werror=", "ID", check_only, "makes the warning ID an error", raise},
    OptionSpec{"-Wno-", "ID", check_only, "silences the warning ID", silence},
    OptionSpec{"--templates", "DIR", generate_only, "takes templates from DIR where it has them",
               store<&Options::templates>},
    OptionSpec{"--export-header", "FILE", generate_only, "header that generated headers include for --export-macro",
               store<&Options::export_header>},
    OptionSpec{"--export-macro", "NAME", generate_only, "macro that exports generated classes from a shared library",
               store<&Options::export_macro>},
    OptionSpec{"--resource-dir", "DIR", both, "directory of clang's own headers", store<&Options::resource_dir>},
};

const CommandSpec* find_command(std::string_view name) {
  const auto found =
      std::find_if(commands.begin(), commands.end(), [&](const auto& spec) { return spec.name == name; });
  return found == commands.end() ? nullptr : &*found;
}

const CommandSpec& spec_of(Command command) {
  return *std::find_if(commands.begin(), commands.end(), [&](const auto& spec) { return spec.command == command; });
}

class Parser {
 public:
  explicit Parser(const std::vector<std::string>& arguments) : arguments_(arguments) {}

  tl::expected<Options, std::string> parse() {
    if (arguments_.empty()) return tl::unexpected(std::string("no command is given; 'partita --help' lists them"));
    const std::string& first = arguments_.front();
    if (first == "--help" || first == "--version") {
      options_.command = first == "--help" ? Command::help : Command::version;
      if (arguments_.size() > 1) return tl::unexpected("'" + first + "' takes no arguments here");
      return options_;
    }
    const CommandSpec* command = find_command(first);
    if (command == nullptr) return tl::unexpected(unknown_command(first));
    options_.command = command->command;
    for (at_ = 1; at_ < arguments_.size(); ++at_) {
      const std::string& word = arguments_[at_];
      if (word == "--help") {
        options_.command = Command::help;
        options_.help_topic = command->name;
        return options_;
      }
      if (word == "--") {
        options_.clang_args.assign(arguments_.begin() + static_cast<std::ptrdiff_t>(at_) + 1, arguments_.end());
        break;
      }
      if (!word.starts_with('-')) {
        options_.inputs.push_back(word);
      } else if (Problem problem = option(word)) {
        return tl::unexpected(*problem);
      }
    }
    if (Problem problem = whole()) return tl::unexpected(*problem);
    return options_;
  }

 private:
  static std::string unknown_command(const std::string& word) {
    std::vector<std::string> names{"--help", "--version"};
    for (const CommandSpec& spec : commands) names.emplace_back(spec.name);
    const std::string what = word.starts_with('-') ? "unknown option '" : "unknown command '";
    const std::string near = did_you_mean(word, names);
    return what + word + "'" + (near.empty() ? "; 'partita --help' lists the commands" : near);
  }

  Problem option(const std::string& word) {
    const auto equals = word.find('=');
    const std::string name = word.substr(0, equals);
    for (const OptionSpec& spec : option_table) {
      if (spec.joined() ? !word.starts_with(spec.name) : name != spec.name) continue;
      if (!spec.known_to.knows(options_.command)) {
        const Command other = options_.command == Command::check ? Command::generate : Command::check;
        return "option '" + std::string(spec.name) + "' belongs to 'partita " + std::string(spec_of(other).name) + "'";
      }
      if (spec.joined()) return spec.apply(options_, word.substr(spec.name.size()));
      std::string value;
      if (equals != std::string::npos) {
        value = word.substr(equals + 1);
      } else if (at_ + 1 < arguments_.size() && arguments_[at_ + 1] != "--") {
        value = arguments_[++at_];
      }
      if (value.empty()) {
        std::string problem = "option '" + name + "' needs a value: ";
        return problem.append(name).append(" ").append(spec.value);
      }
      return spec.apply(options_, value);
    }
    return unknown_option(name);
  }

  Problem unknown_option(const std::string& name) const {
    std::vector<std::string> names{"--help"};
    for (const OptionSpec& spec : option_table) {
      if (spec.known_to.knows(options_.command)) names.emplace_back(spec.name);
    }
    std::string near = did_you_mean(name, names);
    if (near.empty()) {
      near = "; options for clang come after '--'; 'partita " + std::string(spec_of(options_.command).name) +
             " --help' lists ours";
    }
    return "unknown option '" + name + "'" + near;
  }

  Problem whole() const {
    if (options_.inputs.empty()) return "no input is given; name headers (.hpp, .h, .hh, .hxx) or schemas (.json)";
    if (!options_.depfile.empty() && options_.stamp.empty()) {
      return "option '--depfile' needs '--stamp FILE': the stamp is what depends on the files that were read";
    }
    return std::nullopt;
  }

  const std::vector<std::string>& arguments_;
  std::size_t at_ = 0;
  Options options_;
};

void append_row(std::string& text, const std::string& left, std::string_view right) {
  constexpr std::size_t column = 22;
  text += "  " + left;
  text.append(left.size() + 2 < column ? column - left.size() : 2, ' ');
  for (const char c : right) {
    text += c;
    if (c == '\n') text.append(column + 2, ' ');
  }
  text += '\n';
}

constexpr std::string_view exit_codes =
    "Exit codes: 0 nothing to say, 1 findings at error level, 2 wrong use, 3 a file cannot be\nread or written.\n";

}  // namespace

tl::expected<Options, std::string> parse_options(const std::vector<std::string>& arguments) {
  return Parser(arguments).parse();
}

std::string help(std::string_view topic) {
  std::string text;
  const CommandSpec* command = find_command(topic);
  if (command == nullptr) {
    text =
        "Partita generates typed access to Amazon DynamoDB from C++ structs and JSON schemas.\n\nUsage: partita "
        "COMMAND ...\n\n";
    for (const CommandSpec& spec : commands) append_row(text, std::string(spec.name), spec.summary);
    append_row(text, "COMMAND --help", "says what a command takes");
    append_row(text, "--version", "says which version this is");
    return text + "\n" + std::string(exit_codes);
  }
  text = "partita " + std::string(command->name) + " " + std::string(command->summary) + ".\n\n";
  text += "Usage: partita " + std::string(command->name) + " INPUT... [OPTION...] [-- CLANG_ARGS]\n\n";
  append_row(text, "INPUT", "an annotated header (.hpp, .h, .hh, .hxx) or a schema (.json)");
  for (const OptionSpec& spec : option_table) {
    if (!spec.known_to.knows(command->command)) continue;
    append_row(text, std::string(spec.name) + (spec.joined() ? "" : " ") + std::string(spec.value), spec.summary);
  }
  append_row(text, "-- CLANG_ARGS",
             "what the compiler needs to read the headers: -I, -D, -std;\n@FILE takes them from a file, one a line");
  return text + "\n" + std::string(exit_codes);
}

}  // namespace partita::driver
