# Cross compiling: the tool of this machine comes from the toolchain file and wins over the installed one.
write toolchain.cmake <<END
set(CMAKE_CXX_COMPILER "$CXX")
set(PARTITA_GENERATOR "$tool")
END

step "first build"
try_configure -DCMAKE_TOOLCHAIN_FILE="$source_dir/toolchain.cmake" || fail "the project does not configure"
build
run app
expect_runs 1

step "without it, the installed tool"
rm -r "$build_dir"
try_configure || fail "the project does not configure"
build --target partita_headers
expect_runs 0
expect_file entities_partita/crm/contact.partita.hpp

step "a tool that is not there"
rm -r "$build_dir"
try_configure -DPARTITA_GENERATOR=/nowhere/partita && fail "the project configures"
expect_output "PARTITA_GENERATOR is '/nowhere/partita', which is not a file" "set it to the absolute path"
