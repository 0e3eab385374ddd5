#pragma once

#include <partita/annotations.hpp>

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace shop {

enum class Kind { book, volume = book, film };

union Either {
  int number;
  float fraction;
};

struct Line {
  std::pair<int, int> range{};
  int* next{};
};

struct Order {
  using partita_entity = partita::entity<"orders">;

  partita::partition_key<std::string> id{};
  char letter{};
  wchar_t wide{};
  long double weight{};
  std::byte raw{};
  int lines[3]{};
  std::wstring title{};
  std::unique_ptr<Line> first{};
  std::variant<int, std::string> either{};
  std::vector<std::optional<int>> gaps{};
  std::map<int, std::string> by_number{};
  std::set<bool> answers{};
  std::vector<std::pair<int, int>> pairs{};
  Either which{};
  Kind kind{};
  std::vector<Line> nested{};
  std::optional<Line> again{};
};

}  // namespace shop
