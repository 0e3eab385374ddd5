#include "frontend_cpp/command_line.hpp"

#include <clang/Driver/Options.h>
#include <llvm/Option/ArgList.h>
#include <llvm/Option/OptTable.h>
#include <llvm/Option/Option.h>
#include <llvm/Support/FileSystem.h>
#include <llvm/Support/Path.h>

#include <algorithm>
#include <string_view>

namespace partita::frontend_cpp {
namespace {

namespace options = clang::driver::options;

bool is_irrelevant(const llvm::opt::Option& option) {
  for (const unsigned id :
       {options::OPT_UNKNOWN, options::OPT_INPUT, options::OPT_W_Group, options::OPT_O_Group, options::OPT_g_Group,
        options::OPT_M_Group, options::OPT_Action_Group, options::OPT_clang_ignored_f_Group,
        options::OPT_clang_ignored_gcc_optimization_f_Group, options::OPT_flto, options::OPT_flto_EQ, options::OPT_o,
        options::OPT_x, options::OPT_v, options::OPT_save_temps_EQ, options::OPT_save_temps}) {
    if (option.matches(id)) return true;
  }
  return false;
}

}  // namespace

std::vector<std::string> relevant_arguments(const std::vector<std::string>& arguments) {
  std::vector<const char*> pointers;
  for (const std::string& argument : arguments) pointers.push_back(argument.c_str());
  unsigned missing_index = 0;
  unsigned missing_count = 0;
  const llvm::opt::InputArgList parsed = clang::driver::getDriverOptTable().ParseArgs(
      pointers, missing_index, missing_count, llvm::opt::Visibility(options::ClangOption));
  std::vector<std::string> relevant;
  for (const llvm::opt::Arg* argument : parsed) {
    if (is_irrelevant(argument->getOption())) continue;
    llvm::opt::ArgStringList rendered;
    argument->renderAsInput(parsed, rendered);
    relevant.insert(relevant.end(), rendered.begin(), rendered.end());
  }
  return relevant;
}

std::vector<std::string> command_line(const std::vector<std::string>& arguments, const std::string& resource_dir,
                                      const std::string& partita_include_dir, const std::string& main_file) {
  std::vector<std::string> line{"partita"};
  const std::vector<std::string> relevant = relevant_arguments(arguments);
  const bool has_standard = std::any_of(relevant.begin(), relevant.end(), [](std::string_view argument) {
    return argument.starts_with("-std=") || argument.starts_with("--std");
  });
  if (!has_standard) line.emplace_back("-std=c++20");
  line.insert(line.end(), relevant.begin(), relevant.end());
  // Ours comes last in the search order: a user who names another copy of the headers gets that one.
  for (const std::string& ours :
       {std::string("-isystem"), partita_include_dir, std::string("-resource-dir"), resource_dir, std::string("-w"),
        std::string("-fsyntax-only"), std::string("-x"), std::string("c++"), main_file}) {
    line.push_back(ours);
  }
  return line;
}

std::string partita_include_dir() {
  static const int anchor = 0;
  const std::string tool = llvm::sys::fs::getMainExecutable("partita", const_cast<int*>(&anchor));
  llvm::SmallString<256> installed(llvm::sys::path::parent_path(llvm::sys::path::parent_path(tool)));
  llvm::sys::path::append(installed, "include");
  llvm::SmallString<256> header(installed);
  llvm::sys::path::append(header, "partita", "annotations.hpp");
  return llvm::sys::fs::exists(header) ? std::string(installed) : std::string(PARTITA_RUNTIME_INCLUDE_DIR);
}

}  // namespace partita::frontend_cpp
