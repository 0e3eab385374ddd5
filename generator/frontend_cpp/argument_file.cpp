#include "frontend_cpp/argument_file.hpp"

#include <llvm/ADT/SmallVector.h>
#include <llvm/ADT/StringRef.h>
#include <llvm/Support/Allocator.h>
#include <llvm/Support/CommandLine.h>
#include <llvm/Support/MemoryBuffer.h>
#include <llvm/Support/StringSaver.h>

#include <utility>

namespace partita::frontend_cpp {
namespace {

void append_line(llvm::StringRef line, std::vector<std::string>& arguments) {
  if (line.consume_front("DEFINE:")) {
    if (!line.empty()) arguments.push_back("-D" + line.str());
    return;
  }
  if (!line.consume_front("SHELL:")) {
    arguments.push_back(line.str());
    return;
  }
  llvm::BumpPtrAllocator memory;
  llvm::StringSaver saver(memory);
  llvm::SmallVector<const char*, 8> words;
  llvm::cl::TokenizeGNUCommandLine(line, saver, words);
  arguments.insert(arguments.end(), words.begin(), words.end());
}

}  // namespace

std::optional<std::string> expand_argument_files(std::vector<std::string>& arguments) {
  std::vector<std::string> expanded;
  for (std::string& argument : arguments) {
    if (argument.size() < 2 || argument.front() != '@') {
      expanded.push_back(std::move(argument));
      continue;
    }
    const std::string path = argument.substr(1);
    const auto file = llvm::MemoryBuffer::getFile(path, /*IsText=*/true);
    if (!file) return "cannot read the compiler arguments in '" + path + "': " + file.getError().message();
    llvm::SmallVector<llvm::StringRef, 32> lines;
    (*file)->getBuffer().split(lines, '\n', /*MaxSplit=*/-1, /*KeepEmpty=*/false);
    for (const llvm::StringRef line : lines) append_line(line.rtrim('\r'), expanded);
  }
  arguments = std::move(expanded);
  return std::nullopt;
}

}  // namespace partita::frontend_cpp
