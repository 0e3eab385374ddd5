#include "driver/help.hpp"

#include "driver/option_table.hpp"

namespace partita::driver {

namespace {

constexpr std::size_t option_column = 22;
constexpr std::size_t id_column = 32;

void append_row(std::string& text, const std::string& left, std::string_view right,
                std::size_t column = option_column) {
  text += "  " + left;
  text.append(left.size() + 2 < column ? column - left.size() : 2, ' ');
  for (const char c : right) {
    text += c;
    if (c == '\n') text.append(column + 2, ' ');
  }
  text += '\n';
}

constexpr std::string_view exit_codes =
    "Exit codes: 0 no errors, maybe warnings; 1 errors; 2 wrong use; 3 a file cannot be read or\nwritten.\n";

std::string command_list() {
  std::string text =
      "Partita generates typed access to Amazon DynamoDB from C++ structs and JSON schemas.\n\nUsage: partita "
      "COMMAND ...\n\n";
  for (const CommandSpec& spec : commands()) append_row(text, std::string(spec.name), spec.summary);
  append_row(text, "COMMAND --help", "says what a command takes");
  append_row(text, "--version", "says which version this is");
  return text + "\n" + std::string(exit_codes);
}

}  // namespace

std::string help(std::string_view topic) {
  const CommandSpec* command = find_command(topic);
  if (command == nullptr) return command_list();
  const std::string name(command->name);
  const bool reads_inputs = command->usage.find("INPUT") != std::string_view::npos;
  std::string text = "partita " + name + " " + std::string(command->summary) + ".\n\n";
  text += "Usage: partita " + name + " " + std::string(command->usage);
  text += reads_inputs ? " [OPTION...] [-- CLANG_ARGS]\n\n" : "\n\n";
  if (reads_inputs) append_row(text, "INPUT", "an annotated header (.hpp, .h, .hh, .hxx) or a schema (.json)");
  for (const OptionSpec& spec : option_table()) {
    if (!spec.known_to.knows(command->command)) continue;
    const std::string_view blank = spec.joined() || spec.value.empty() ? "" : " ";
    append_row(text, std::string(spec.name).append(blank).append(spec.value), spec.summary);
  }
  if (reads_inputs) {
    append_row(text, "-- CLANG_ARGS",
               "what the compiler needs to read the headers: -I, -D, -std;\n@FILE takes them from a file, one a line");
  }
  if (command->command == Command::explain) {
    text += "\nDiagnostics:\n";
    for (const auto& id : diagnostics::all_ids()) append_row(text, std::string(id.name), id.summary, id_column);
  }
  return text + "\n" + std::string(exit_codes);
}

}  // namespace partita::driver
