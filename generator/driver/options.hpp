// What a command line asks for.
#pragma once

#include "diagnostics/ids.hpp"

#include <tl/expected.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace partita::driver {

enum class Command : std::uint8_t { generate, check, explain, serve, help, usage, version };
enum class Format : std::uint8_t { text, json, sarif, github };

struct Options {
  Command command = Command::usage;  ///< until one is named: what `partita` alone prints
  std::string help_topic;            ///< the command whose help was asked for; empty: the tool's

  std::vector<std::string> server_arguments;  ///< of `serve`: what follows it, for the server to read

  std::vector<std::string> inputs;
  std::vector<std::string> bases;
  std::vector<std::string> clang_args;  ///< what follows `--`
  std::string out = ".";
  std::string depfile;
  std::string stamp;
  std::string templates;      ///< empty: the embedded ones
  std::string export_header;  ///< empty: generated headers include none
  std::string export_macro;   ///< empty: nothing stands before the names of generated classes
  std::string resource_dir;   ///< empty: the one that was found when the tool was built
  Format format = Format::text;
  std::string baseline;  ///< empty: none
  bool update_baseline = false;
  bool fix = false;
  std::optional<diagnostics::Id> id;       ///< the diagnostic to explain
  bool all_as_errors = false;              ///< -Werror
  std::vector<diagnostics::Id> as_errors;  ///< -Werror=ID
  std::vector<diagnostics::Id> silenced;   ///< -Wno-ID
};

/// The options, or what is wrong with them and what is right: one line.
tl::expected<Options, std::string> parse_options(const std::vector<std::string>& arguments);

}  // namespace partita::driver
