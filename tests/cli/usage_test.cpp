// Wrong use, help and version: full texts.
#include "tool/run_tool.hpp"

#include <catch2/catch.hpp>

namespace partita::test {
namespace {

void check_usage(const std::vector<std::string>& arguments, const std::string& message) {
  const TemporaryDirectory directory;
  const ToolRun run = run_tool(arguments, directory.path());
  CHECK(run.exit_code == 2);
  CHECK(run.out.empty());
  CHECK(run.err == "partita: error: " + message + "\n");
}

TEST_CASE("help of the tool lists its commands") {
  const ToolRun run = run_tool({"--help"}, ".");
  CHECK(run.exit_code == 0);
  CHECK(run.err.empty());
  CHECK(run.out ==
        R"(Partita generates typed access to Amazon DynamoDB from C++ structs and JSON schemas.

Usage: partita COMMAND ...

  generate              writes the C++ code of the entities in the inputs
  check                 validates the entities in the inputs, and edits them only with --fix
  explain               prints the plan and price of access patterns, or the page of a diagnostic
  serve                 answers DynamoDB's HTTP API from tables on this machine
  COMMAND --help        says what a command takes
  --version             says which version this is

Exit codes: 0 no errors, maybe warnings; 1 errors; 2 wrong use; 3 a file cannot be read or
written.
)");
}

TEST_CASE("the last word about a warning counts") {
  const TemporaryDirectory directory;
  write_file(directory.path() / "a.hpp", "#pragma once\n");
  const auto exit_code = [&](const std::string& first, const std::string& last) {
    return run_tool({"check", first, last, "a.hpp"}, directory.path()).exit_code;
  };
  CHECK(exit_code("-Wno-no-entity", "-Werror=no-entity") == 1);
  CHECK(exit_code("-Werror=no-entity", "-Wno-no-entity") == 0);
  CHECK(exit_code("-Wno-no-entity", "-Werror") == 0);
}

TEST_CASE("-h is --help") {
  CHECK(run_tool({"-h"}, ".").out == run_tool({"--help"}, ".").out);
}

TEST_CASE("help of a command lists its options, and only those") {
  const ToolRun run = run_tool({"check", "--help"}, ".");
  CHECK(run.exit_code == 0);
  CHECK(run.out ==
        R"(partita check validates the entities in the inputs, and edits them only with --fix.

Usage: partita check INPUT... [OPTION...] [-- CLANG_ARGS]

  INPUT                 an annotated header (.hpp, .h, .hh, .hxx) or a schema (.json)
  --base DIR            outputs and their #includes are named relative to the longest
                        of these (or else of the -I directories) that holds the input
  --format FORMAT       of the findings: text or github (on stderr), json or sarif (on
                        stdout); text if not given
  --fix                 edits the inputs where a finding comes with a fix, then checks again
  -Werror=ID            makes the warning ID an error
  -Werror               makes every warning an error
  -Wno-ID               silences the warning ID
  --baseline FILE       accepts the warnings that FILE lists
  --update-baseline     lists in the baseline the warnings there are now, and no others
  --resource-dir DIR    directory of clang's own headers
  -- CLANG_ARGS         what the compiler needs to read the headers: -I, -D, -std;
                        @FILE takes them from a file, one a line

Exit codes: 0 no errors, maybe warnings; 1 errors; 2 wrong use; 3 a file cannot be read or
written.
)");
}

TEST_CASE("help of explain lists the diagnostics") {
  const ToolRun run = run_tool({"explain", "--help"}, ".");
  CHECK(run.exit_code == 0);
  CHECK(run.out.starts_with(
      R"(partita explain prints the plan and price of access patterns, or the page of a diagnostic.

Usage: partita explain (INPUT... | --id ID) [OPTION...] [-- CLANG_ARGS]

  INPUT                 an annotated header (.hpp, .h, .hh, .hxx) or a schema (.json)
  --id ID               the diagnostic, as it stands in square brackets behind a message
  --format FORMAT       text or json, on stdout; text if not given
)"));
  CHECK(run_tool({"explain", "-h"}, ".").out == run.out);
  CHECK(run.out.find("\nDiagnostics:\n  missing-partition-key           an entity has no partition key\n") !=
        std::string::npos);
}

TEST_CASE("the tool alone prints its help, and fails") {
  const ToolRun run = run_tool({}, ".");
  CHECK(run.exit_code == 2);
  CHECK(run.out.empty());
  CHECK(run.err == run_tool({"--help"}, ".").out);
}

TEST_CASE("the version is one line") {
  const ToolRun run = run_tool({"--version"}, ".");
  CHECK(run.exit_code == 0);
  CHECK(run.out.starts_with("partita 0."));
}

TEST_CASE("wrong use names the nearest right spelling") {
  check_usage({"generate", "a.hpp", "--depfil", "x"}, "unknown option '--depfil'; did you mean '--depfile'?");
  check_usage({"generat"}, "unknown command 'generat'; did you mean 'generate'?");
  check_usage({"check", "-Wno-no-entiti", "a.hpp"}, "unknown warning 'no-entiti'; did you mean 'no-entity'?");
}

TEST_CASE("wrong use says what is right") {
  check_usage({"bake"}, "unknown command 'bake'; 'partita --help' lists the commands");
  check_usage({"check"}, "no input is given; name headers (.hpp, .h, .hh, .hxx) or schemas (.json)");
  check_usage({"check", "a.cpp"}, "'a.cpp' is neither a header (.hpp, .h, .hh, .hxx) nor a schema (.json)");
  check_usage({"check", "a.hpp", "--out", "x"}, "option '--out' belongs to 'partita generate'");
  check_usage({"explain"}, "nothing to explain is given; name headers or schemas, or a diagnostic with '--id ID'");
  check_usage({"explain", "a.json", "--format", "sarif"}, "'partita explain' prints text or json");
  check_usage({"explain", "--id", "duplicate-key", "a.hpp"},
              "'partita explain --id' takes no input, but 'a.hpp' is given");
  check_usage({"explain", "--id", "duplicate-kee"},
              "unknown diagnostic 'duplicate-kee'; did you mean 'duplicate-key'?");
  check_usage({"explain", "--id", "zzz"}, "unknown diagnostic 'zzz'; 'partita explain --help' lists them");
  check_usage({"check", "a.hpp", "-Werror=", "no-entity"}, "unknown warning ''");
  check_usage({"check", "a.hpp", "--format"}, "option '--format' needs a value: --format FORMAT");
  check_usage({"check", "a.hpp", "--format", "xml"},
              "unknown format 'xml'; known are 'text', 'json', 'sarif' and 'github'");
  check_usage({"check", "a.hpp", "--fix=yes"}, "option '--fix' takes no value");
  check_usage({"check", "--help=1"}, "option '--help' takes no value");
  check_usage({"check", "-h=1"}, "option '-h' takes no value");
  check_usage({"--help=1"}, "option '--help' takes no value");
  check_usage({"generate", "a.hpp", "--format", "json"},
              "option '--format' belongs to 'partita check' and 'partita explain'");
  check_usage({"check", "a.hpp", "--update-baseline"},
              "option '--update-baseline' needs '--baseline FILE': the file to write");
  check_usage({"check", "-Werror=duplicate-key", "a.hpp"},
              "'duplicate-key' is always an error; only a warning can be raised or silenced");
  check_usage({"check", "a.hpp", "-Iinclude"},
              "unknown option '-Iinclude'; options for clang come after '--'; 'partita check --help' lists ours");
  check_usage({"generate", "a.hpp", "--depfile", "x"},
              "option '--depfile' needs '--stamp FILE': the stamp is what depends on the files that were read");
}

}  // namespace
}  // namespace partita::test
