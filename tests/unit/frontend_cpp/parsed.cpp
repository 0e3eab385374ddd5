#include "parsed.hpp"

#include <catch2/catch.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <utility>

namespace {

namespace fs = std::filesystem;

/// A directory that is gone with the object.
class Directory {
 public:
  Directory() {
    std::string name = (fs::temp_directory_path() / "partita-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  ~Directory() { fs::remove_all(path_); }
  Directory(const Directory&) = delete;
  Directory& operator=(const Directory&) = delete;

  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

/// Sends stderr to a file as long as it lives: clang writes to the descriptor itself.
class CapturedErrors {
 public:
  explicit CapturedErrors(const fs::path& file) : saved_(dup(STDERR_FILENO)) {
    const int target = open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    REQUIRE(target >= 0);
    dup2(target, STDERR_FILENO);
    close(target);
  }
  ~CapturedErrors() {
    dup2(saved_, STDERR_FILENO);
    close(saved_);
  }
  CapturedErrors(const CapturedErrors&) = delete;
  CapturedErrors& operator=(const CapturedErrors&) = delete;

 private:
  int saved_;
};

std::string read_file(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

}  // namespace

Parsed::Parsed(const Headers& headers, std::vector<std::string> inputs, std::vector<std::string> arguments,
               std::string resource_dir) {
  const Directory directory;
  for (const auto& [name, text] : headers) {
    std::ofstream(directory.path() / name) << text;
    if (inputs.empty()) inputs = {name};
  }
  partita::frontend_cpp::Options options;
  for (const std::string& input : inputs) {
    options.inputs.push_back(declared.inputs.size());
    declared.inputs.push_back({(directory.path() / input).string(), input, partita::model::Notation::cpp});
  }
  options.clang_args = std::move(arguments);
  options.resource_dir = std::move(resource_dir);
  const fs::path errors = directory.path() / "stderr";
  {
    const CapturedErrors capture(errors);
    outcome = partita::frontend_cpp::parse(options, sources_, declared, sink_, dependencies);
  }
  host_output = read_file(errors);
  const std::string prefix = directory.path().string() + "/";
  for (std::string& dependency : dependencies) {
    if (dependency.starts_with(prefix)) dependency.erase(0, prefix.size());
  }
}

std::vector<std::string> Parsed::findings() const {
  const auto place = [this](const partita::source::Span& span) {
    if (!span.valid()) return std::string("-");
    const partita::source::Position position = sources_.position(span.file, span.begin);
    return fs::path(sources_.path(span.file)).filename().string() + ":" + std::to_string(position.line) + ":" +
           std::to_string(position.column);
  };
  std::vector<std::string> lines;
  for (const partita::diagnostics::Diagnostic& diagnostic : sink_.sorted()) {
    if (diagnostic.id == partita::diagnostics::Id::clang) continue;  // as clang itself says, in host_output
    lines.push_back(place(diagnostic.span) + ": " + std::string(partita::diagnostics::info(diagnostic.id).name) + ": " +
                    diagnostic.message);
    for (const partita::diagnostics::Note& note : diagnostic.notes) {
      lines.push_back("  " + place(note.span) + ": " + note.message);
    }
  }
  return lines;
}

std::string Parsed::report() const {
  std::string text;
  for (const std::string& line : findings()) text += line + "\n";
  return text;
}

const partita::model::DeclaredEntity& Parsed::entity(const std::string& cpp_name) const {
  for (const partita::model::DeclaredEntity& entity : declared.entities) {
    if (entity.cpp_name == cpp_name) return entity;
  }
  FAIL("no entity '" << cpp_name << "'\n" << report() << host_output);
  std::abort();
}

const partita::model::Member& Parsed::member(const std::string& entity_name, const std::string& field) const {
  for (const partita::model::DeclaredAttribute& attribute : entity(entity_name).attributes) {
    if (attribute.member.field == field) return attribute.member;
  }
  FAIL("no member '" << field << "'");
  std::abort();
}

const partita::model::NamedType& Parsed::type(const std::string& qualified) const {
  for (const partita::model::NamedType& type : declared.types) {
    if (type.qualified == qualified) return type;
  }
  FAIL("no type '" << qualified << "'\n" << report());
  std::abort();
}

std::string Parsed::at(const partita::source::Span& span) const {
  if (!span.valid()) return "nowhere";
  const partita::source::Position position = sources_.position(span.file, span.begin);
  return std::to_string(position.line) + ":" + std::to_string(position.column) + " " +
         sources_.text(span.file).substr(span.begin, span.end - span.begin);
}

Headers entity_with(const std::string& members, const std::string& before) {
  // A header is included only where its name is used, since parsing them is what takes the time. The lines stay.
  static const std::vector<std::pair<std::string, std::string>> library{{"std::array", "array"},
                                                                        {"std::chrono", "chrono"},
                                                                        {"std::byte", "cstddef"},
                                                                        {"_t", "cstdint"},
                                                                        {"std::map", "map"},
                                                                        {"std::unique_ptr", "memory"},
                                                                        {"std::optional", "optional"},
                                                                        {"std::set", "set"},
                                                                        {"string", "string"},
                                                                        {"string_view", "string_view"},
                                                                        {"std::pair", "utility"},
                                                                        {"std::unordered_map", "unordered_map"},
                                                                        {"std::unordered_set", "unordered_set"},
                                                                        {"std::variant", "variant"},
                                                                        {"std::vector", "vector"}};
  std::string text = "#include <partita/annotations.hpp>\n";
  for (const auto& [name, header] : library) {
    const bool used = members.find(name) != std::string::npos || before.find(name) != std::string::npos;
    text += (used ? "#include <" + header + ">" : "") + "\n";
  }
  // Line 17 is `before`; the members begin on line 20.
  text += before + "\nstruct E {\n  using partita_entity = partita::entity<\"es\">;\n" + members + "\n};\n";
  return {{"e.hpp", text}};
}
