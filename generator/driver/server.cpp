#include "driver/server.hpp"

#include "driver/driver.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

namespace partita::driver {

Failure become_server(const std::vector<std::string>& arguments) {
  std::error_code fault;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", fault);
  if (fault) return {exit_failure, "cannot find this program: " + fault.message()};
  std::string program = (self.parent_path() / "partita-serve").string();
  std::vector<char*> words{program.data()};
  std::vector<std::string> copies = arguments;
  for (std::string& each : copies) words.push_back(each.data());
  words.push_back(nullptr);
  execv(program.c_str(), words.data());
  return {exit_failure, "cannot run '" + program + "': " + std::strerror(errno) +
                            "; the target partita_serve builds it, where libmicrohttpd is found"};
}

}  // namespace partita::driver
