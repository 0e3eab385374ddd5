// The commands and options of the tool as data: parsing, --help and suggestions all read these tables.
#pragma once

#include "driver/options.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace partita::driver {

struct CommandSpec {
  std::string_view name;
  Command command;
  std::string_view summary;
  std::string_view usage;  ///< what stands between the command and its options
};

/// What is wrong with an option's value, and what would be right.
using Problem = std::optional<std::string>;

/// Which commands know an option.
struct KnownTo {
  bool generate = false;
  bool check = false;
  bool explain = false;

  bool knows(Command command) const {
    return (command == Command::generate && generate) || (command == Command::check && check) ||
           (command == Command::explain && explain);
  }
};

struct OptionSpec {
  std::string_view name;   ///< ends in '=' or '-' where the value is part of the same word only
  std::string_view value;  ///< empty: the option takes none
  KnownTo known_to;
  std::string_view summary;
  Problem (*apply)(Options&, const std::string& value);

  bool joined() const { return name.back() == '=' || name.back() == '-'; }
};

std::span<const CommandSpec> commands();
std::span<const OptionSpec> option_table();

const CommandSpec* find_command(std::string_view name);

/// "; did you mean 'x'?", or nothing.
std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace partita::driver
