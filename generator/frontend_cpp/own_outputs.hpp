// Hides the files that a run is about to write. What they hold was made from older inputs: it may no longer compile,
// and a run that read its own output would depend on it.
#pragma once

#include "model/declared.hpp"

#include <llvm/ADT/IntrusiveRefCntPtr.h>
#include <llvm/Support/VirtualFileSystem.h>

#include <string>
#include <vector>

namespace partita::frontend_cpp {

class OwnOutputsHidden : public llvm::vfs::ProxyFileSystem {
 public:
  OwnOutputsHidden(llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> below, const std::vector<model::Input>& inputs);

  llvm::ErrorOr<llvm::vfs::Status> status(const llvm::Twine& path) override;
  llvm::ErrorOr<std::unique_ptr<llvm::vfs::File>> openFileForRead(const llvm::Twine& path) override;

 private:
  bool hidden(const llvm::Twine& path) const;

  std::vector<std::string> endings_;  ///< `/crm/contact.partita.hpp`
};

}  // namespace partita::frontend_cpp
