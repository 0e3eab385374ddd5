#include "driver/options.hpp"

#include "diagnostics/suggestion.hpp"
#include "driver/option_table.hpp"

#include <cstddef>
#include <string_view>

namespace partita::driver {

namespace {

class Parser {
 public:
  explicit Parser(const std::vector<std::string>& arguments) : arguments_(arguments) {}

  tl::expected<Options, std::string> parse() {
    if (arguments_.empty()) return options_;
    const std::string& first = arguments_.front();
    if (is_help(first) || first == "--version") {
      options_.command = is_help(first) ? Command::help : Command::version;
      if (arguments_.size() > 1) return tl::unexpected("'" + first + "' takes no arguments here");
      return options_;
    }
    const CommandSpec* command = find_command(first);
    if (command == nullptr) return tl::unexpected(unknown_command(first));
    options_.command = command->command;
    command_name_ = command->name;
    if (command->command == Command::serve) {
      options_.server_arguments.assign(arguments_.begin() + 1, arguments_.end());
      return options_;
    }
    for (at_ = 1; at_ < arguments_.size(); ++at_) {
      const std::string& word = arguments_[at_];
      if (is_help(word)) {
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
  static bool is_help(const std::string& word) { return word == "--help" || word == "-h"; }

  static std::string unknown_command(const std::string& word) {
    for (const std::string_view known : {"--help", "--version"}) {
      if (word.starts_with(std::string(known) + "=")) return "option '" + std::string(known) + "' takes no value";
    }
    std::vector<std::string> names{"--help", "--version"};
    for (const CommandSpec& spec : commands()) names.emplace_back(spec.name);
    const std::string what = word.starts_with('-') ? "unknown option '" : "unknown command '";
    const std::string near = did_you_mean(word, names);
    return what + word + "'" + (near.empty() ? "; 'partita --help' lists the commands" : near);
  }

  Problem option(const std::string& word) {
    const auto equals = word.find('=');
    const std::string name = word.substr(0, equals);
    bool foreign = false;
    for (const OptionSpec& spec : option_table()) {
      if (spec.joined() ? !word.starts_with(spec.name) : name != spec.name) continue;
      if (!spec.known_to.knows(options_.command)) {
        foreign = true;
        continue;
      }
      if (spec.joined()) return spec.apply(options_, word.substr(spec.name.size()));
      if (spec.value.empty()) {
        if (equals != std::string::npos) return "option '" + name + "' takes no value";
        return spec.apply(options_, "");
      }
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
    if (foreign) return "option '" + name + "' belongs to " + owners(name);
    return unknown_option(name);
  }

  /// The commands that know an option: "'partita check' and 'partita explain'".
  static std::string owners(const std::string& option) {
    std::vector<std::string> names;
    for (const CommandSpec& command : commands()) {
      for (const OptionSpec& spec : option_table()) {
        const bool same = spec.joined() ? option.starts_with(spec.name) : option == spec.name;
        if (same && spec.known_to.knows(command.command)) names.push_back("partita " + std::string(command.name));
      }
    }
    return diagnostics::quoted_list(names);
  }

  Problem unknown_option(const std::string& name) const {
    // Without a value it has been found before.
    if (is_help(name)) return "option '" + name + "' takes no value";
    std::vector<std::string> names{"--help"};
    for (const OptionSpec& spec : option_table()) {
      if (spec.known_to.knows(options_.command)) names.emplace_back(spec.name);
    }
    std::string near = did_you_mean(name, names);
    if (near.empty()) {
      near = "; options for clang come after '--'; 'partita " + command_name_ + " --help' lists ours";
    }
    return "unknown option '" + name + "'" + near;
  }

  Problem whole() const {
    if (options_.command == Command::explain) {
      if (!options_.id && options_.inputs.empty()) {
        return "nothing to explain is given; name headers or schemas, or a diagnostic with '--id ID'";
      }
      if (options_.id && !options_.inputs.empty()) {
        return "'partita explain --id' takes no input, but '" + options_.inputs[0] + "' is given";
      }
      if (options_.format != Format::text && options_.format != Format::json) {
        return "'partita explain' prints text or json";
      }
      return std::nullopt;
    }
    if (options_.inputs.empty()) return "no input is given; name headers (.hpp, .h, .hh, .hxx) or schemas (.json)";
    if (options_.update_baseline && options_.baseline.empty()) {
      return "option '--update-baseline' needs '--baseline FILE': the file to write";
    }
    if (!options_.depfile.empty() && options_.stamp.empty()) {
      return "option '--depfile' needs '--stamp FILE': the stamp is what depends on the files that were read";
    }
    return std::nullopt;
  }

  const std::vector<std::string>& arguments_;
  std::size_t at_ = 0;
  std::string command_name_;
  Options options_;
};

}  // namespace

tl::expected<Options, std::string> parse_options(const std::vector<std::string>& arguments) {
  return Parser(arguments).parse();
}

}  // namespace partita::driver
