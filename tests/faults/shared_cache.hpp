#pragma once

#include <partita/second_cache.hpp>

#include <memory>

namespace faults {

/// A Redis that comes and goes. Where there is none to run, no cache.
class SharedCache {
 public:
  SharedCache();
  ~SharedCache();
  SharedCache(const SharedCache&) = delete;
  SharedCache& operator=(const SharedCache&) = delete;

  std::shared_ptr<partita::SecondCache> cache() const;
  void stop();
  void start();
  int stops() const { return stops_; }

 private:
  class Server;
  std::unique_ptr<Server> server_;
  int stops_ = 0;
};

}  // namespace faults
