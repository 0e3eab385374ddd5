#include "frontend_cpp/own_outputs.hpp"

#include <llvm/ADT/SmallString.h>
#include <llvm/ADT/StringRef.h>
#include <llvm/ADT/Twine.h>

#include <algorithm>
#include <system_error>
#include <utility>

namespace partita::frontend_cpp {

OwnOutputsHidden::OwnOutputsHidden(llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> below,
                                   const std::vector<model::Input>& inputs)
    : ProxyFileSystem(std::move(below)) {
  for (const model::Input& input : inputs) {
    endings_.push_back("/" + input.include.substr(0, input.include.rfind('.')) + ".partita.hpp");
  }
}

llvm::ErrorOr<llvm::vfs::Status> OwnOutputsHidden::status(const llvm::Twine& path) {
  if (hidden(path)) return std::make_error_code(std::errc::no_such_file_or_directory);
  return ProxyFileSystem::status(path);
}

llvm::ErrorOr<std::unique_ptr<llvm::vfs::File>> OwnOutputsHidden::openFileForRead(const llvm::Twine& path) {
  if (hidden(path)) return std::make_error_code(std::errc::no_such_file_or_directory);
  return ProxyFileSystem::openFileForRead(path);
}

bool OwnOutputsHidden::hidden(const llvm::Twine& path) const {
  llvm::SmallString<256> storage;
  const llvm::StringRef name = path.toStringRef(storage);
  return std::any_of(endings_.begin(), endings_.end(), [&](const std::string& ending) {
    return name.ends_with(ending) || name == llvm::StringRef(ending).drop_front();
  });
}

}  // namespace partita::frontend_cpp
