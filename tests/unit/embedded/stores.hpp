// The stores that the same tests run on.
#pragma once

#include "embedded/store/memory_store.hpp"
#include "embedded/store/sqlite_store.hpp"

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <tuple>

/// A directory of its own, gone with it.
struct TemporaryDirectory {
  TemporaryDirectory() { path = ::mkdtemp(path.data()); }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
  ~TemporaryDirectory() { std::filesystem::remove_all(path); }

  std::string file(const std::string& name) const { return path + "/" + name; }

  std::string path = (std::filesystem::temp_directory_path() / "partita-XXXXXX").string();
};

struct InMemory {
  std::unique_ptr<partita::embedded::Store> store = partita::embedded::make_memory_store();
};

struct InFile {
  TemporaryDirectory directory;
  std::unique_ptr<partita::embedded::Store> store = *partita::embedded::open_sqlite_store(directory.file("store.db"));
};

using Stores = std::tuple<InMemory, InFile>;
