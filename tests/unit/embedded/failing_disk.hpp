// SQLite's files on a disk that fails when it is told to.
#pragma once

#include <sqlite3.h>

#include <functional>
#include <map>

/// While it lives, files that SQLite opens are on it. One at a time, and of one thread. Functions that are set stand
/// for the system's: they call `real`, or fail. https://www.sqlite.org/c3ref/io_methods.html
class FailingDisk {
 public:
  FailingDisk() {
    only_ = this;
    before_ = sqlite3_vfs_find(nullptr);
    mine_ = *before_;
    mine_.zName = "failing";
    mine_.xOpen = [](sqlite3_vfs*, const char* path, sqlite3_file* file, int flags, int* given) {
      const int code = only_->before_->xOpen(only_->before_, path, file, flags, given);
      if (code == SQLITE_OK) only_->take(file);
      return code;
    };
    sqlite3_vfs_register(&mine_, 1);
  }
  FailingDisk(const FailingDisk&) = delete;
  FailingDisk& operator=(const FailingDisk&) = delete;
  ~FailingDisk() {
    sqlite3_vfs_unregister(&mine_);
    sqlite3_vfs_register(before_, 1);
  }

  std::function<int(sqlite3_file*, int flags)> sync;
  std::function<int(sqlite3_file*, const void*, int count, sqlite3_int64 at)> write;
  std::function<int(sqlite3_file*, int region, int size, int extend, void volatile**)> map_index;

  void heal() {
    sync = nullptr;
    write = nullptr;
    map_index = nullptr;
  }

  /// The system's, for a file that is on this disk.
  static const sqlite3_io_methods& real(const sqlite3_file* file) {
    return *static_cast<const Methods*>(file->pMethods)->real;
  }

 private:
  struct Methods : sqlite3_io_methods {
    const sqlite3_io_methods* real = nullptr;
  };

  // Kinds of files have methods of their own.
  void take(sqlite3_file* file) {
    Methods& mine = methods_[file->pMethods];
    static_cast<sqlite3_io_methods&>(mine) = *file->pMethods;
    mine.real = file->pMethods;
    mine.xSync = [](sqlite3_file* each, int flags) {
      return only_->sync ? only_->sync(each, flags) : real(each).xSync(each, flags);
    };
    mine.xWrite = [](sqlite3_file* each, const void* bytes, int count, sqlite3_int64 at) {
      return only_->write ? only_->write(each, bytes, count, at) : real(each).xWrite(each, bytes, count, at);
    };
    mine.xShmMap = [](sqlite3_file* each, int region, int size, int extend, void volatile** mapped) {
      return only_->map_index ? only_->map_index(each, region, size, extend, mapped)
                              : real(each).xShmMap(each, region, size, extend, mapped);
    };
    file->pMethods = &mine;
  }

  inline static FailingDisk* only_ = nullptr;
  sqlite3_vfs* before_ = nullptr;
  sqlite3_vfs mine_{};
  std::map<const sqlite3_io_methods*, Methods> methods_;
};
