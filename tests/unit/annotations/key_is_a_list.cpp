// expect: 'std::vector<std::basic_string<char>>' does not satisfy 'string_number_or_bytes'
// expect: required for the satisfaction of 'string_number_or_bytes<T>'
// at most: 16 lines
#include <partita/annotations.hpp>

#include <string>
#include <vector>

struct Contact {
  partita::partition_key<std::vector<std::string>> id{};
};
