// The texts that a run wants to write, before any is written.
#pragma once

#include <map>
#include <string>
#include <utility>

namespace partita::emit {

class OutputSet {
 public:
  /// `path` is relative to the output directory, with '/'. False if there is an output of that path already.
  [[nodiscard]] bool add(std::string path, std::string text) {
    return outputs_.emplace(std::move(path), std::move(text)).second;
  }

  /// Path -> text, in the order of the paths.
  const std::map<std::string, std::string>& outputs() const { return outputs_; }

 private:
  std::map<std::string, std::string> outputs_;
};

}  // namespace partita::emit
