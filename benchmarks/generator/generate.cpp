// G1: what `partita generate` costs on annotated headers, beside clang's own check of the same translation unit.
// G2: what it costs on a JSON schema, beside flatc and protoc on schemas with as many fields.
// CPU time of whole processes, user and system. Outputs are removed before each run, so that all of them write.
#include "harness.hpp"
#include "inputs.hpp"
#include "program_run.hpp"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

namespace {

using namespace partita::benchmarks;
namespace fs = std::filesystem;

using Command = std::vector<std::string>;

// Removed at the end.
class WorkDirectory {
 public:
  WorkDirectory() {
    std::string name = (fs::temp_directory_path() / "partita-benchmark-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) {
      std::perror(name.c_str());
      std::exit(1);
    }
    path_ = name;
  }
  WorkDirectory(const WorkDirectory&) = delete;
  WorkDirectory& operator=(const WorkDirectory&) = delete;
  ~WorkDirectory() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }

  fs::path operator/(const std::string& name) const { return path_ / name; }

 private:
  fs::path path_;
};

std::uintmax_t bytes_below(const fs::path& directory) {
  std::uintmax_t bytes = 0;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(directory)) {
    if (entry.is_regular_file()) bytes += entry.file_size();
  }
  return bytes;
}

void empty(const fs::path& directory) {
  fs::remove_all(directory);
  fs::create_directories(directory);
}

void headers(const WorkDirectory& work, int count, int entities_each, int rounds) {
  const std::string name = "headers-" + std::to_string(count);
  const fs::path include = work / name;
  const fs::path out = work / (name + "-out");
  const Command clang_arguments = {"-std=c++20", "-I" PARTITA_RUNTIME_INCLUDE, "-I" + include.string()};
  Command generate = {PARTITA_TOOL, "generate"};
  std::string unit;
  for (int i = 0; i < count; ++i) {
    const std::string file = "entity_" + std::to_string(i) + ".hpp";
    write_file(include / file, annotated_header(i, entities_each));
    unit += "#include \"" + file + "\"\n";
    generate.push_back((include / file).string());
  }
  write_file(include / "unit.cpp", unit);
  for (const std::string& word :
       {std::string("--out"), out.string(), std::string("--base"), include.string(), std::string("--")}) {
    generate.push_back(word);
  }
  generate.insert(generate.end(), clang_arguments.begin(), clang_arguments.end());
  Command check = {CLANG_TOOL};
  check.insert(check.end(), clang_arguments.begin(), clang_arguments.end());
  check.insert(check.end(), {"-fsyntax-only", (include / "unit.cpp").string()});

  const std::string size = std::to_string(count) + (count == 1 ? " header" : " headers") + ", " +
                           std::to_string(count * entities_each) +
                           (count * entities_each == 1 ? " entity" : " entities");
  CpuComparison comparison("G1: " + size);
  comparison.add("clang++ -fsyntax-only of the same translation unit", [&] { return cpu_milliseconds(check); });
  comparison.add("partita generate", [&] {
    empty(out);
    return cpu_milliseconds(generate);
  });
  comparison.run(rounds);
  std::printf("  written: %.1f KB\n", static_cast<double>(bytes_below(out)) / 1024);
  target("G1", (size + ": times clang -fsyntax-only").c_str(), comparison.ratio(1, 0), 1.1);
}

void schemas(const WorkDirectory& work, int entities, int rounds) {
  const std::string name = "schema-" + std::to_string(entities);
  const fs::path in = work / name;
  write_file(in / "schema.json", json_schema(entities));
  write_file(in / "schema.fbs", flatbuffers_schema(entities));
  write_file(in / "schema.proto", protobuf_schema(entities));
  const fs::path ours = work / (name + "-partita");
  const fs::path flatc = work / (name + "-flatc");
  const fs::path protoc = work / (name + "-protoc");
  const auto run = [](const fs::path& out, const Command& command) {
    empty(out);
    return cpu_milliseconds(command);
  };

  CpuComparison comparison("G2: a schema of " + std::to_string(entities) + " entities of 10 attributes");
  comparison.add("flatc --cpp",
                 [&] { return run(flatc, {FLATC_TOOL, "--cpp", "-o", flatc.string(), (in / "schema.fbs").string()}); });
  comparison.add("protoc --cpp_out", [&] {
    return run(protoc,
               {PROTOC_TOOL, "--cpp_out=" + protoc.string(), "-I" + in.string(), (in / "schema.proto").string()});
  });
  comparison.add("partita generate", [&] {
    return run(
        ours, {PARTITA_TOOL, "generate", (in / "schema.json").string(), "--out", ours.string(), "--base", in.string()});
  });
  comparison.add("partita check",
                 [&] { return cpu_milliseconds({PARTITA_TOOL, "check", (in / "schema.json").string()}); });
  comparison.run(rounds);
  std::printf("  written: flatc %.0f KB, protoc %.0f KB, partita %.0f KB\n",
              static_cast<double>(bytes_below(flatc)) / 1024, static_cast<double>(bytes_below(protoc)) / 1024,
              static_cast<double>(bytes_below(ours)) / 1024);
  target("G2", (std::to_string(entities) + " entities from JSON, generated: times flatc").c_str(),
         comparison.ratio(2, 0), 3);
  target("G2", (std::to_string(entities) + " entities from JSON, checked: times flatc").c_str(), comparison.ratio(3, 0),
         3);
}

}  // namespace

int main() {
  const WorkDirectory work;
  headers(work, 1, 1, 15);
  headers(work, 50, 2, 15);
  schemas(work, 100, 15);
  schemas(work, 1000, 7);
  return 0;
}
