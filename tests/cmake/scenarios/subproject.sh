# Partita as a part of the user's build, without its generator: no installed package, no install rules, no tests.
{ printf 'cmake_minimum_required(VERSION 3.25)\nproject(scenario LANGUAGES CXX)\nset(PARTITA_BUILD_GENERATOR OFF)\n'
  printf 'add_subdirectory("%s" partita EXCLUDE_FROM_ALL)\n' "$partita_source"
  cat <<'END'
if(PARTITA_BUILD_TESTS OR PARTITA_INSTALL OR PARTITA_WARNINGS_AS_ERRORS)
  message(FATAL_ERROR "a part of another project must not bring its own tests, installation and warnings")
endif()
add_library(entities)
target_include_directories(entities PUBLIC include)
partita_generate(TARGET entities HEADERS include/crm/contact.hpp SCHEMAS schemas/session.json)
add_library(user OBJECT main.cpp)
target_link_libraries(user PRIVATE entities)
END
} | write CMakeLists.txt
configure
build --target partita_headers
expect_runs 1
expect_compiled
"$CMAKE" --install "$build_dir" --prefix "$work/prefix" >"$log" 2>&1 || fail "the project does not install"
[ -z "$(find "$work/prefix" -type f 2>/dev/null)" ] || fail "Partita was installed with the project"
