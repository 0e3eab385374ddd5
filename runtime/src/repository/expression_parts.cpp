#include "request_text.hpp"

#include <string>

namespace partita::inline epoch1::detail {

namespace {

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html (Expression parameters)
constexpr std::size_t max_operators = 300;
constexpr std::size_t max_text = 4096;
constexpr std::size_t max_values = 2 * 1024 * 1024;

// What the values weigh: the texts, without the JSON around them. Base64 stands for fewer bytes.
std::size_t size_of_values(std::string_view json) {
  std::size_t total = 0;
  std::string_view tag;
  for (std::size_t i = 0; i < json.size(); ++i) {
    if (json[i] != '"') continue;
    const std::size_t begin = ++i;
    std::size_t characters = 0;
    for (; i < json.size() && json[i] != '"'; ++i, ++characters) {
      if (json[i] == '\\') i += json[i + 1] == 'u' ? std::size_t{5} : std::size_t{1};
    }
    if (i + 1 < json.size() && json[i + 1] == ':') {
      tag = json.substr(begin, i - begin);
    } else {
      total += tag == "B" || tag == "BS" ? characters / 4 * 3 : characters;
    }
  }
  return total;
}

}  // namespace

std::string ExpressionParts::path(const std::vector<PathStep>& steps) {
  std::string text;
  for (const PathStep& step : steps) {
    if (step.kind == PathStep::Kind::element) {
      text.append("[").append(std::to_string(step.element)).append("]");
      continue;
    }
    if (!text.empty()) text += '.';
    const bool needs_alias = step.kind == PathStep::Kind::entry || !step.alias.empty();
    if (!needs_alias) {
      text += step.name;
    } else if (text.empty()) {
      name({step.name, step.alias});
      text = step.alias;
    } else {
      // Only the attribute's own alias was chosen to be unlike all others of the item.
      text += numbered_alias(step.name);
    }
  }
  return text;
}

// An alias of an attribute begins with a letter or an underscore, so a digit keeps clear of them.
std::string ExpressionParts::numbered_alias(const std::string& name) {
  const auto known = std::find_if(names_.begin(), names_.end(), [&](const Alias& each) {
    return each.name == name && each.alias[1] >= '0' && each.alias[1] <= '9';
  });
  if (known != names_.end()) return known->alias;
  names_.push_back({"#" + std::to_string(numbered_++), name});
  return names_.back().alias;
}

std::optional<Error> ExpressionParts::refused(std::string_view what, std::string_view text) const {
  const auto refuse = [&](std::string_view has, std::size_t count, std::string_view of, std::size_t limit) {
    return Error(ErrorKind::invalid_argument, "the " + std::string(what) + " " + std::string(has) + " " +
                                                  std::to_string(count) + " " + std::string(of) + "; DynamoDB allows " +
                                                  std::to_string(limit));
  };
  if (operators_ > max_operators) return refuse("has", operators_, "operators", max_operators);
  if (text.size() > max_text) return refuse("is", text.size(), "bytes long as an expression", max_text);
  const std::size_t values = size_of_values(values_);
  if (values > max_values) return refuse("has", values, "bytes of values", max_values);
  return std::nullopt;
}

}  // namespace partita::inline epoch1::detail
