# partita_check(): warnings become errors in the build and in the test, but for what a baseline accepts.
write schemas/session.json <<'END'
{ "namespace": "crm",
  "entities": { "Session": { "table": "sessions",
      "attributes": { "tenant_id": "string", "session_id": "string" },
      "partition_key": "tenant_id", "sort_key": "session_id",
      "suppress": { "no-entity": "nothing of that kind is found here" } } } }
END
checked_project() {
  write_cmakelists <<END
enable_testing()
add_library(entities)
partita_check(TARGET entities $*)
partita_generate(TARGET entities SCHEMAS schemas/session.json)
END
}
run_test() { (cd "$build_dir" && ctest --output-on-failure) >"$log" 2>&1; }
expect_once() { [ "$(grep -c -F -- "$1" "$log")" -eq 1 ] || fail "not shown once: $1"; }

step "a warning leaves the build and the test alone"
checked_project
configure
build
expect_output "session.json:5:22: warning: " "[unused-suppression]"
run_test || fail "the test fails"
expect_output "entities_partita_check" "100% tests passed"

step "as an error it stops the build, is shown once, and in the compiler's format"
checked_project ERRORS unused-suppression
configure
build_fails
expect_output "$source_dir/schemas/session.json:5:22: error: "
expect_once "[unused-suppression]"
run_test && fail "the test passes"
expect_output "entities_partita_check" "session.json:5:22: error: "

step "in another format"
checked_project ERRORS all FORMAT github
configure
run_test && fail "the test passes"
expect_output "::error file=$source_dir/schemas/session.json,line=5,"

step "a baseline accepts it"
"$tool" check "$source_dir/schemas/session.json" --baseline "$source_dir/baseline.json" --update-baseline >"$log" 2>&1
checked_project ERRORS all BASELINE baseline.json
configure
build
run_test || fail "the test fails"

step "nothing changed: the tool does not run"
build
expect_runs 0

step "a baseline that changed counts at once"
write baseline.json <<<'{"findings": []}'
build_fails
expect_once "[unused-suppression]"

step "wrong calls"
checked_project ERRORS all BASELINE gone.json
configure_fails
expect_output "partita_check: there is no file 'gone.json'" "--update-baseline"
checked_project FORMAT xml
configure_fails
expect_output "partita_check: unknown FORMAT 'xml'; known are text, json, sarif and github"
checked_project ERRORS unused-supression
configure_fails
expect_output "partita_check: unknown diagnostic 'unused-supression' in ERRORS" "explain --help"
write_cmakelists <<'END'
add_library(entities main.cpp)
partita_check(TARGET entities)
END
configure_fails
expect_output "'entities' has no model to check" "partita_generate(TARGET entities ...)"
