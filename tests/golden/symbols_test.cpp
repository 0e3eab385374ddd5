// What the runtime exports carries its ABI epoch, so that code generated for another one fails to link.
#include <catch2/catch.hpp>

#include <cstdio>
#include <memory>
#include <string>
#include <vector>

namespace partita::test {
namespace {

std::vector<std::string> exported_symbols(const std::string& library) {
  const std::string command = PARTITA_NM " -g --defined-only --format=posix '" + library + "'";
  const auto close = [](std::FILE* pipe) { pclose(pipe); };
  const std::unique_ptr<std::FILE, decltype(close)> pipe(popen(command.c_str(), "r"), close);
  REQUIRE(pipe != nullptr);
  std::vector<std::string> symbols(1);
  for (int c = std::fgetc(pipe.get()); c != EOF; c = std::fgetc(pipe.get())) {
    if (c == '\n') {
      symbols.emplace_back();
    } else {
      symbols.back() += static_cast<char>(c);
    }
  }
  return symbols;
}

}  // namespace

TEST_CASE("every exported symbol of the runtime names its epoch") {
  std::size_t ours = 0;
  for (const std::string& symbol : exported_symbols(PARTITA_RUNTIME_LIBRARY)) {
    if (symbol.find("7partita") == std::string::npos) continue;
    ++ours;
    INFO(symbol);
    CHECK(symbol.find("7partita6epoch1") != std::string::npos);
  }
  CHECK(ours > 100);
}

}  // namespace partita::test
