#include "serve/options.hpp"

#include "diagnostics/suggestion.hpp"
#include "serve/address.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>

namespace partita::serve {
namespace {

using Problem = std::optional<std::string>;

struct Spec {
  std::string_view name;
  std::string_view value;  // empty: the option takes none
  std::string_view summary;
  Problem (*apply)(Options&, const std::string& value);
};

template <bool Options::* Field>
Problem turn_on(Options& options, const std::string&) {
  options.*Field = true;
  return std::nullopt;
}

template <std::string Options::* Field>
Problem store(Options& options, const std::string& value) {
  options.*Field = value;
  return std::nullopt;
}

Problem set_db(Options& options, const std::string& value) {
  options.db = value;
  if (value.starts_with("memory:")) return "'" + value + "' is a URL; without --db tables are in memory";
  if (!value.starts_with("file:")) return std::nullopt;
  std::string path = value.substr(std::string_view("file:").size());
  if (path.starts_with("//")) path.erase(0, 2);
  return "'" + value + "' is a URL, and --db takes a path" + (path.empty() ? "" : "; did you mean '" + path + "'?");
}

Problem set_port(Options& options, const std::string& value) {
  const auto [end, fault] = std::from_chars(value.data(), value.data() + value.size(), options.port);
  if (fault == std::errc() && end == value.data() + value.size()) return std::nullopt;
  return "'" + value + "' is no port; a port is a number from 1 to 65535, or 0 for any that is free";
}

Problem set_address(Options& options, const std::string& value) {
  options.address = value;
  const auto is_address = [](const std::string& text) { return socket_address(text, 0).has_value(); };
  if (is_address(value)) return std::nullopt;
  const bool has_brackets = value.size() > 2 && value.front() == '[' && value.back() == ']';
  const std::string meant = value == "localhost" ? "127.0.0.1" : has_brackets ? value.substr(1, value.size() - 2) : "";
  return "'" + value + "' is no IPv4 or IPv6 address" +
         (is_address(meant) ? "; did you mean '" + meant + "'?" : ", such as 127.0.0.1 or ::1");
}

Problem set_expire_every(Options& options, const std::string& value) {
  std::uint32_t seconds = 0;
  const auto [end, fault] = std::from_chars(value.data(), value.data() + value.size(), seconds);
  options.expire_every = std::chrono::seconds(seconds);
  if (fault == std::errc() && end == value.data() + value.size()) return std::nullopt;
  return "'" + value + "' is no number of seconds from 0 to " +
         std::to_string(std::numeric_limits<std::uint32_t>::max()) + "; 0 leaves expired items where they are";
}

constexpr std::array specs{
    Spec{"--db", "FILE", "where tables are kept; without it they end with the server", set_db},
    Spec{"--port", "N", "8000 if not given; 0: any free one, which the first line names", set_port},
    Spec{"--address", "IP", "127.0.0.1 if not given; others let other machines in, without encryption", set_address},
    Spec{"--durable", "", "has each write on the disk before it is answered: safe in a power cut, slower",
         turn_on<&Options::durable>},
    Spec{"--expire-every", "SEC", "looks for items past their time to live; 60 if not given, 0: they stay",
         set_expire_every},
    Spec{"--verify-signatures", "", "refuses what AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY have not signed",
         turn_on<&Options::verify_signatures>},
    Spec{"--verbose", "", "writes a line a request to the standard error", turn_on<&Options::verbose>},
    Spec{"--help", "", "prints this", turn_on<&Options::help>},
};

std::string unknown(const std::string& name) {
  std::vector<std::string> names;
  for (const Spec& spec : specs) names.emplace_back(spec.name);
  const auto near = diagnostics::closest(name, names);
  return "unknown option '" + name + "'" +
         (near ? "; did you mean '" + *near + "'?" : "; 'partita serve --help' lists them");
}

}  // namespace

tl::expected<Options, std::string> parse_options(const std::vector<std::string>& arguments) {
  Options options;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& word = arguments[i];
    if (!word.starts_with('-')) {
      return tl::unexpected("'partita serve' takes no input, but '" + word +
                            "' is given; a file of tables is --db FILE");
    }
    const auto equals = word.find('=');
    const std::string name = word.substr(0, equals);
    const auto spec = std::find_if(specs.begin(), specs.end(), [&](const Spec& each) {
      return each.name == name || (each.name == "--help" && name == "-h");
    });
    if (spec == specs.end()) return tl::unexpected(unknown(name));
    std::string value;
    if (spec->value.empty()) {
      if (equals != std::string::npos) return tl::unexpected("option '" + name + "' takes no value");
    } else {
      if (equals != std::string::npos) {
        value = word.substr(equals + 1);
      } else if (i + 1 < arguments.size() && !arguments[i + 1].starts_with("--")) {
        value = arguments[++i];
      }
      if (value.empty()) {
        return tl::unexpected("option '" + name + "' needs a value: " + name + " " + std::string(spec->value));
      }
    }
    if (Problem problem = spec->apply(options, value)) return tl::unexpected(*problem);
  }
  if (options.durable && options.db.empty() && !options.help) {
    return tl::unexpected<std::string>("'--durable' needs --db FILE: tables in memory end with the server");
  }
  return options;
}

std::string help() {
  constexpr std::size_t column = 22;
  std::string text =
      "partita serve answers requests of DynamoDB's HTTP API from tables on this machine.\n\n"
      "Usage: partita serve [OPTION...]\n\n";
  for (const Spec& spec : specs) {
    std::string left(spec.name);
    if (!spec.value.empty()) left.append(" ").append(spec.value);
    left.resize(std::max(left.size() + 2, column), ' ');
    text.append("  ").append(left).append(spec.summary).append("\n");
  }
  return text +
         "\nA request needs an Authorization header, as AWS's clients send it, of whatever keys.\n"
         "It prints the address that it listens on, and ends after SIGINT or SIGTERM, when the requests that it has\n"
         "are answered; what is not after ten seconds is cut off.\n\n"
         "Exit codes: 0 ended; 2 wrong use; 3 the file or the address cannot be used.\n";
}

}  // namespace partita::serve
