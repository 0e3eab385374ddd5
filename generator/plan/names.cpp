#include "plan/names.hpp"

#include "plan/reserved_words.hpp"

#include <algorithm>
#include <iterator>

namespace partita::plan {
namespace {

// <cctype> follows the locale; C++ identifiers made here never do.
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}
bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}
bool is_identifier_char(char c) {
  return is_digit(c) || is_lower(c) || is_upper(c) || c == '_';
}
char to_upper(char c) {
  return is_lower(c) ? static_cast<char>(c - 'a' + 'A') : c;
}

// The second and later bytes of a UTF-8 sequence belong to a character that already became its underscore.
bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xC0u) == 0x80u;
}

template <typename Words>
bool contains(const Words& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

std::string identifier_shape(std::string_view stored) {
  std::string result;
  result.reserve(stored.size() + 1);
  for (const char c : stored) {
    if (is_identifier_char(c)) {
      result += c;
    } else if (!is_continuation(c)) {
      result += '_';
    }
  }
  if (result.empty() || is_digit(result.front())) result.insert(result.begin(), '_');
  return result;
}

}  // namespace

std::string cpp_identifier(std::string_view stored) {
  std::string result = identifier_shape(stored);
  if (is_cpp_keyword(result) || is_predefined_macro(result)) result += '_';
  return result;
}

std::string method_name(std::string_view stored) {
  std::string result = cpp_identifier(stored);
  while (is_api_word(result)) result += '_';
  return result;
}

std::string index_class_name(std::string_view method) {
  std::string result;
  bool start_of_word = true;
  for (const char c : method) {
    if (c == '_') {
      start_of_word = true;
    } else {
      result += start_of_word ? to_upper(c) : c;
      start_of_word = false;
    }
  }
  result = identifier_shape(result);
  if (is_cpp_keyword(result) || is_predefined_macro(result) || is_api_word(result)) result += '_';
  return result;
}

std::string index_class_name(std::string_view method, std::string_view cpp_name) {
  std::string result = index_class_name(method);
  while (result == method || result == cpp_name || result == entity_stem(cpp_name) + "Repository") result += "Query";
  return result;
}

std::string narrow_item_name(std::string_view stem, std::string_view class_name) {
  return std::string(stem).append(class_name).append("Item");
}

std::string collection_reader_name(std::string_view cpp_name) {
  return entity_stem(cpp_name) + "Reader";
}

std::string entity_stem(std::string_view cpp_name) {
  std::string result;
  std::copy_if(cpp_name.begin(), cpp_name.end(), std::back_inserter(result), [](char c) { return c != ':'; });
  return result;
}

std::string snake_case(std::string_view name) {
  std::string result;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const bool starts_word =
        is_upper(name[i]) && i != 0 && name[i - 1] != '_' &&
        (!is_upper(name[i - 1]) || (i + 1 < name.size() && !is_upper(name[i + 1]) && name[i + 1] != '_'));
    if (starts_word) result += '_';
    result += is_upper(name[i]) ? static_cast<char>(name[i] - 'A' + 'a') : name[i];
  }
  return result;
}

std::string detail_namespace(std::string_view stem) {
  return "detail_" + snake_case(stem);
}

std::vector<std::string> generated_names(std::string_view stem) {
  std::vector<std::string> names;
  names.reserve(generated_suffixes.size());
  for (const std::string_view suffix : generated_suffixes) names.push_back(std::string(stem) + std::string(suffix));
  return names;
}

bool has_identifier_form(std::string_view text) {
  return !text.empty() && !is_digit(text.front()) && std::all_of(text.begin(), text.end(), is_identifier_char);
}

bool is_cpp_keyword(std::string_view word) {
  return contains(cpp_keywords, word);
}

bool is_predefined_macro(std::string_view word) {
  return contains(predefined_macros, word);
}

bool is_api_word(std::string_view word) {
  return contains(api_words, word);
}

bool is_local_word(std::string_view word) {
  return contains(local_words, word);
}

std::vector<std::string_view> words_in_scope() {
  std::vector<std::string_view> words;
  // The classes among them are not all there, and users have an Item or a Page of their own.
  std::copy_if(api_words.begin(), api_words.end(), std::back_inserter(words),
               [](std::string_view word) { return !is_upper(word.front()); });
  words.insert(words.end(), local_words.begin(), local_words.end());
  words.insert(words.end(), scope_words.begin(), scope_words.end());
  return words;
}

}  // namespace partita::plan
