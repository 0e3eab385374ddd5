#include "frontend_cpp/pattern_spec.hpp"

#include "diagnostics/suggestion.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace partita::frontend_cpp {
namespace {

constexpr std::string_view every_item = "*";
constexpr std::string_view blanks = " \t\r\n";

struct Word {
  std::string_view text;
  std::size_t begin = 0;

  std::size_t end() const { return begin + text.size(); }
};

/// The words of text[begin, end), which are separated by blanks.
std::vector<Word> words(std::string_view text, std::size_t begin, std::size_t end) {
  std::vector<Word> found;
  const std::string_view part = text.substr(0, end);
  for (std::size_t at = part.find_first_not_of(blanks, begin); at != std::string_view::npos;) {
    const std::size_t stop = std::min(part.find_first_of(blanks, at), end);
    found.push_back({part.substr(at, stop - at), at});
    at = part.find_first_not_of(blanks, stop);
  }
  return found;
}

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  PatternResult run() {
    constexpr std::string_view arrow = "->";
    const std::size_t at = text_.find(arrow);
    if (at == std::string_view::npos) {
      conditions(text_.size());
      return std::move(result_);
    }
    conditions(at);
    const std::size_t reads = at + arrow.size();
    if (const std::size_t second = text_.find(arrow, reads); second != std::string_view::npos) {
      fail("a second '->'; name all attributes that are read after the first", second, second + arrow.size());
    }
    for_each_term(reads, text_.size(), "attributes that are read", [this](const std::vector<Word>& term, bool) {
      if (term.size() > 1) fail(unexpected(term[1], "a comma between attribute names"), term[1]);
      result_.spec.reads.push_back(name(term[0]));
    });
    return std::move(result_);
  }

 private:
  void conditions(std::size_t end) {
    if (const std::vector<Word> all = words(text_, 0, end); all.size() == 1 && all[0].text == every_item) {
      result_.spec.scan = true;
      return;
    }
    for_each_term(0, end, "attribute names",
                  [this](const std::vector<Word>& term, bool last) { condition(term, last); });
  }

  void condition(const std::vector<Word>& term, bool last) {
    if (term[0].text == every_item) {
      fail("'*' asks for every item, so nothing else can be asked; name the attributes, or write '*' alone", term[0]);
      return;
    }
    if (term.size() == 1) {
      result_.spec.where.push_back(name(term[0]));
      return;
    }
    std::size_t at = 1;
    const bool range = term[at].text == "range";
    if (range) ++at;
    const bool ordered = at < term.size() && (term[at].text == "asc" || term[at].text == "desc");
    if (ordered) ++at;
    if (at < term.size()) {
      unknown_word(term[at], range);
      return;
    }
    if (!last) {
      fail("'" + std::string(term[1].text) + "' on '" + std::string(term[0].text) +
               "', which is not the last attribute; a query can have a range or an order on the last one only",
           term[1]);
      return;
    }
    if (range) result_.spec.range = name(term[0]);
    if (ordered) {
      result_.spec.ordered = name(term[0]);
      if (term.back().text == "desc") result_.spec.order = model::Order::descending;
    }
  }

  void unknown_word(const Word& word, bool after_range) {
    std::vector<std::string> known{"asc", "desc"};
    if (!after_range) known.emplace_back("range");
    std::string message =
        unexpected(word, after_range ? "'asc' or 'desc' after 'range'" : "a comma, 'asc', 'desc' or 'range'");
    std::optional<std::string> meant = diagnostics::closest(word.text, known);
    if (meant == word.text) meant.reset();
    if (meant) message += "; did you mean '" + *meant + "'?";
    fail(std::move(message), word);
    if (result_.error->begin == word.begin) result_.error->replacement = std::move(meant);
  }

  template <class Use>
  void for_each_term(std::size_t begin, std::size_t end, std::string_view what, const Use& use) {
    bool first = true;
    for (bool last = false; !last; first = false) {
      const std::size_t comma = text_.substr(0, end).find(',', begin);
      last = comma == std::string_view::npos;
      const std::size_t stop = last ? end : comma;
      const std::vector<Word> term = words(text_, begin, stop);
      if (term.empty()) {
        fail(first && last ? "no attribute; write the " + std::string(what) + ", separated by commas"
                           : "an attribute name is missing here",
             stop, stop + (last ? 0 : 1));
        return;
      }
      use(term, last);
      begin = stop + 1;
    }
  }

  static std::string unexpected(const Word& word, std::string_view expected) {
    return "unexpected '" + std::string(word.text) + "'; expected " + std::string(expected);
  }

  static PatternName name(const Word& word) { return {std::string(word.text), word.begin, word.end()}; }

  void fail(std::string message, const Word& at) { fail(std::move(message), at.begin, at.end()); }

  void fail(std::string message, std::size_t begin, std::size_t end) {
    if (!result_.error) result_.error = PatternError{std::move(message), begin, end, std::nullopt};
  }

  std::string_view text_;
  PatternResult result_;
};

}  // namespace

PatternResult parse_pattern(std::string_view text) {
  return Parser(text).run();
}

}  // namespace partita::frontend_cpp
