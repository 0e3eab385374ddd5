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

// expected-error@+1 [ambiguous-enumerator]: enumerators 'book' and 'volume' of 'shop::Kind' have one value, so
enum class Kind { book, volume = book, film };

union Either {
  int number;
  float fraction;
};

struct Nothing {};
struct StillNothing : Nothing {};

struct Line {
  // expected-error@+1 [unsupported-type]: type 'StillNothing' of member 'nothing' cannot be stored: it has no data members
  StillNothing nothing{};
  // expected-error@+1 [unsupported-type]: type 'std::pair<int, int>' of member 'range' cannot be stored: its parts
  std::pair<int, int> range{};
  // expected-error@+1 [unsupported-type]: type 'int *' of member 'next' cannot be stored: a pointer is no value; use
  int* next{};
};

struct Order {
  using partita_entity = partita::entity<"orders">;

  partita::partition_key<std::string> id{};
  // expected-error@+1 [unsupported-type]: type 'char' of member 'letter' cannot be stored: a character is neither a
  char letter{};
  // expected-error@+1 [unsupported-type]: type 'wchar_t' of member 'wide' cannot be stored: a character is neither a
  wchar_t wide{};
  // expected-error@+1 [unsupported-type]: type 'long double' of member 'weight' cannot be stored: its precision
  long double weight{};
  // expected-error@+1 [unsupported-type]: type 'std::byte' of member 'raw' cannot be stored: a byte alone is no
  std::byte raw{};
  // expected-error@+1 [unsupported-type]: type 'int[3]' of member 'lines' cannot be stored: arrays of C cannot be
  int lines[3]{};
  // expected-error@+1 [unsupported-type]: type 'std::wstring' of member 'title' cannot be stored: use std::string,
  std::wstring title{};
  // expected-error@+1 [unsupported-type]: type 'std::unique_ptr<Line>' of member 'first' cannot be stored: a pointer
  std::unique_ptr<Line> first{};
  // expected-error@+1 [unsupported-type]: type 'std::variant<int, std::string>' of member 'either' cannot be stored:
  std::variant<int, std::string> either{};
  // expected-error@+1 [unsupported-type]: type 'std::optional<int>' of member 'gaps' cannot be stored: only a member
  std::vector<std::optional<int>> gaps{};
  // expected-error@+1 [unsupported-type]: type 'int' of member 'by_number' cannot be stored: keys of a DynamoDB map
  std::map<int, std::string> by_number{};
  // expected-error@+1 [unsupported-type]: type 'bool' of member 'answers' cannot be stored: a DynamoDB set holds
  std::set<bool> answers{};
  // expected-error@+1 [unsupported-type]: type 'std::pair<int, int>' of member 'pairs' cannot be stored: its parts
  std::vector<std::pair<int, int>> pairs{};
  // expected-error@+1 [unsupported-type]: type 'Either' of member 'which' cannot be stored: a union does not say
  Either which{};
  // expected-note@+1: stored by name in 'kind'; give the enumerator a value of its own, or store it by number with
  Kind kind{};
  std::vector<Line> nested{};
  std::optional<Line> again{};
};

}  // namespace shop
