// G5: what typed conditions cost a compiler: 100 call sites with a condition of four terms each, beside 100 calls of as
// many methods that take plain values.
#include "harness.hpp"
#include "program_run.hpp"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace partita::benchmarks;

constexpr int call_sites = 100;

std::vector<std::string> words(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> list;
  for (std::string word; stream >> word;) list.push_back(word);
  return list;
}

template <class Call>
void write_unit(const std::filesystem::path& path, Call call) {
  std::ofstream out(path);
  out << "#include \"crm/contact.partita.hpp\"\n\nusing Fields = crm::ContactFields;\n\n";
  for (int i = 0; i < call_sites; ++i) {
    out << "auto site_" << i << "(const crm::ContactRepository& contacts) {\n  return " << call(i) << ";\n}\n";
  }
  if (!out.flush()) {
    std::fprintf(stderr, "cannot write '%s'\n", path.c_str());
    std::exit(1);
  }
}

std::string chain(int i) {
  const std::string number = std::to_string(i + 1);
  return "contacts.by_account(\"a-" + number + "\").page_size(" + number + ").max_items(" + number + ").max_pages(" +
         number + ").descending().all()";
}

// Neighbours differ in their attributes and comparisons, as they do in a program.
std::string condition(int i) {
  const std::string number = std::to_string(i + 1);
  const std::array<std::string, 8> terms{"Fields::name == \"n-" + number + "\"",
                                         "Fields::phone.exists()",
                                         "Fields::revision > " + number,
                                         "Fields::department.begins_with(\"d-" + number + "\")",
                                         "Fields::status != crm::Status::gone",
                                         "Fields::role == \"r-" + number + "\"",
                                         "Fields::phone.contains(\"" + number + "\")",
                                         "Fields::revision <= " + number + "00"};
  std::string text;
  for (int term = 0; term < 4; ++term) {
    const auto at = static_cast<std::size_t>(i * 3 + term * (i % 2 == 0 ? 1 : 3)) % terms.size();
    text += (term == 0 ? "" : i % 3 == 0 && term == 2 ? " || " : " && ") + terms[at];
  }
  return "contacts.by_account(\"a-" + number + "\").where(" + text + ").all()";
}

}  // namespace

int main() {
  const std::filesystem::path folder = std::filesystem::temp_directory_path() / "partita-benchmark-conditions";
  std::filesystem::create_directories(folder);
  const auto chains = folder / "chains.cpp";
  const auto conditions = folder / "conditions.cpp";
  const auto header = folder / "header.cpp";
  write_unit(chains, chain);
  write_unit(conditions, condition);
  std::ofstream(header) << "#include \"crm/contact.partita.hpp\"\n";

  const auto compile = [](const std::filesystem::path& unit) {
    std::vector<std::string> command = words(COMPILE_COMMAND);
    command.insert(command.end(), {"-c", unit.string(), "-o", "/dev/null"});
    return cpu_milliseconds(command);
  };
  CpuComparison comparison("G5: compiling 100 call sites, " COMPILE_COMMAND_NAME);
  comparison.add("chains of five methods", [&] { return compile(chains); });
  comparison.add("conditions of four terms", [&] { return compile(conditions); });
  comparison.add("the header alone", [&] { return compile(header); });
  comparison.run(5);
  target("G5", "conditions of four terms, times plain method chains", comparison.ratio(1, 0), 2.6);
  std::filesystem::remove_all(folder);
  return 0;
}
