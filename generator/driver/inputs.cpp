#include "driver/inputs.hpp"

#include "diagnostics/suggestion.hpp"
#include "driver/driver.hpp"
#include "emit/emit_cpp.hpp"
#include "frontend_cpp/argument_file.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <utility>

namespace partita::driver {

namespace {

namespace fs = std::filesystem;

std::optional<model::Notation> notation_of(const std::string& path) {
  constexpr std::array<std::string_view, 4> headers{".hpp", ".h", ".hh", ".hxx"};
  const std::string extension = fs::path(path).extension().string();
  if (extension == ".json") return model::Notation::json;
  if (std::find(headers.begin(), headers.end(), extension) != headers.end()) return model::Notation::cpp;
  return std::nullopt;
}

// No one writes a header or schema of this size, and what is read of it takes many times its bytes.
constexpr std::size_t largest_input = 16U << 20U;

std::vector<std::string> include_directories(const std::vector<std::string>& clang_args) {
  std::vector<std::string> result;
  for (std::size_t i = 0; i < clang_args.size(); ++i) {
    for (const std::string_view flag : {"-I", "-isystem", "-iquote"}) {
      if (clang_args[i] == flag) {
        if (i + 1 < clang_args.size()) result.push_back(clang_args[++i]);
        break;
      }
      if (clang_args[i].starts_with(flag)) {
        result.push_back(clang_args[i].substr(flag.size()));
        break;
      }
    }
  }
  return result;
}

fs::path normal(const std::string& path) {
  std::error_code failed;
  const fs::path result = fs::absolute(path, failed).lexically_normal();
  return result.has_filename() ? result : result.parent_path();  // without a trailing '/'
}

/// The path below the longest of the directories that holds it.
std::optional<std::string> below(const fs::path& input, const std::vector<std::string>& directories) {
  std::optional<std::string> shortest;
  for (const std::string& directory : directories) {
    const std::string relative = input.lexically_relative(normal(directory)).generic_string();
    if (relative.empty() || relative == "." || relative == ".." || relative.starts_with("../")) continue;
    if (!shortest || relative.size() < shortest->size()) shortest = relative;
  }
  return shortest;
}

/// `a.types.hpp` and `a.json` share an output, though they differ in more than the extension.
void report_same_outputs(const Inputs& read, diagnostics::Sink& sink) {
  std::map<std::string, std::size_t> first;
  for (std::size_t i = 0; i < read.inputs.size(); ++i) {
    const source::Span here{read.files[i], 0, 0};
    std::map<std::size_t, std::vector<std::string>> shared;
    for (const std::string& path : emit::output_paths(read.inputs[i])) {
      const auto [known, fresh] = first.emplace(path, i);
      if (!fresh) shared[known->second].push_back(path);
    }
    for (const auto& [other, paths] : shared) {
      if (read.files[i] == read.files[other]) {
        sink.report(diagnostics::Id::duplicate_output, here, "input '" + read.inputs[i].path + "' is given twice")
            .notes.push_back({{}, "name each input once", {}});
        continue;
      }
      const std::string message =
          paths.size() == 1 ? "output " + diagnostics::quoted_list(paths) + " of this input is also that of '"
                            : "outputs " + diagnostics::quoted_list(paths) + " of this input are also those of '";
      auto& d = sink.report(diagnostics::Id::duplicate_output, here, message + read.inputs[other].path + "'");
      d.notes.push_back({{read.files[other], 0, 0}, "the other input is here", {}});
      d.notes.push_back({{}, "rename one of them, or give with '--base' a directory that holds both", {}});
    }
  }
}

}  // namespace

tl::expected<std::string, Failure> read_file(const std::string& path) {
  const auto fail = [&](const std::string& reason) {
    return tl::unexpected(Failure{exit_failure, "cannot read '" + path + "': " + reason});
  };
  std::error_code ignored;
  if (fs::is_directory(path, ignored)) return fail("it is a directory");
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  if (!file) return fail(std::strerror(errno));
  std::string text;
  for (std::array<char, 65536> chunk{}; file && text.size() <= largest_input;) {
    file.read(chunk.data(), chunk.size());
    text.append(chunk.data(), static_cast<std::size_t>(file.gcount()));
  }
  if (file.bad()) return fail(std::strerror(errno));
  if (text.size() > largest_input) return fail("it has more than 16 MiB; divide it into several inputs");
  return text;
}

std::string include_name(const std::string& input, const std::vector<std::string>& bases,
                         const std::vector<std::string>& clang_args) {
  const fs::path path = normal(input);
  if (auto relative = below(path, bases)) return *relative;
  if (auto relative = below(path, include_directories(clang_args))) return *relative;
  return path.filename().string();
}

tl::expected<Inputs, Failure> read_inputs(const Options& options, source::SourceSet& sources, diagnostics::Sink& sink) {
  Inputs result;
  result.clang_args = options.clang_args;
  if (auto problem = frontend_cpp::expand_argument_files(result.clang_args)) {
    return tl::unexpected(Failure{exit_failure, *problem});
  }
  std::string unreadable;
  for (const std::string& path : options.inputs) {
    const auto notation = notation_of(path);
    if (!notation) {
      return tl::unexpected(
          Failure{exit_usage, "'" + path + "' is neither a header (.hpp, .h, .hh, .hxx) nor a schema (.json)"});
    }
    auto text = read_file(path);
    if (!text) {
      unreadable += (unreadable.empty() ? "" : "\n") + text.error().message;
      continue;
    }
    result.inputs.push_back({path, include_name(path, options.bases, result.clang_args), *notation});
    result.files.push_back(sources.add(path, std::move(*text)));
  }
  if (!unreadable.empty()) return tl::unexpected(Failure{exit_failure, unreadable});
  report_same_outputs(result, sink);
  return result;
}

}  // namespace partita::driver
