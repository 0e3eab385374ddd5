# Wrong calls stop the configuration and say the way out.

# misuse TEXT...: what CMake says about the CMakeLists.txt on standard input.
misuse() {
  step "$1"
  rm -rf "$build_dir"
  write_cmakelists
  configure_fails
  expect_output "CMake Error at" "CMakeLists.txt:" "$@"
}

misuse "there is no target 'entities'" "add_library() or add_executable()" <<'END'
partita_generate(TARGET entities HEADERS include/crm/contact.hpp)
END
misuse "'types' is an INTERFACE library, which cannot compile the generated code" "add_library(types_entities)" \
  "target_link_libraries(types_entities PUBLIC types)" <<'END'
add_library(types INTERFACE)
partita_generate(TARGET types HEADERS include/crm/contact.hpp)
END
misuse "'Some::library' is an imported target" "add_library(Some__library_entities)" <<'END'
add_library(Some::library STATIC IMPORTED)
partita_generate(TARGET Some::library HEADERS include/crm/contact.hpp)
END
misuse "'custom' is a custom target" <<'END'
add_custom_target(custom)
partita_generate(TARGET custom HEADERS include/crm/contact.hpp)
END
misuse "'entities' is an alias; use the target itself, 'real'" <<'END'
add_library(real)
add_library(entities ALIAS real)
partita_generate(TARGET entities HEADERS include/crm/contact.hpp)
END
misuse "unknown argument 'HEADER'; the arguments are TARGET, HEADERS, SCHEMAS" <<'END'
add_library(entities)
partita_generate(HEADER include/crm/contact.hpp TARGET entities)
END
misuse "TARGET is missing" <<'END'
partita_generate(HEADERS include/crm/contact.hpp)
END
misuse "'entities' has no inputs" "after HEADERS" "after SCHEMAS" <<'END'
add_library(entities)
partita_generate(TARGET entities HEADERS ${nothing})
END
misuse "there is no file 'include/crm/contcat.hpp'" "relative to the directory of the CMakeLists.txt" <<'END'
add_library(entities)
partita_generate(TARGET entities HEADERS include/crm/contcat.hpp)
END
misuse "'schemas/session.json' cannot be one of the HEADERS" "SCHEMAS takes .json files" <<'END'
add_library(entities)
partita_generate(TARGET entities HEADERS schemas/session.json)
END
misuse "EXPORT_HEADER and EXPORT_MACRO go together" <<'END'
add_library(entities)
partita_generate(TARGET entities HEADERS include/crm/contact.hpp EXPORT_MACRO CRM_EXPORT)
END
misuse "BASE_DIR '" "nowhere' is not a directory" <<'END'
add_library(entities)
partita_generate(TARGET entities HEADERS include/crm/contact.hpp BASE_DIR nowhere)
END
misuse "'entities' has been given its inputs before; name all of them in one call" <<'END'
add_library(entities)
partita_generate(TARGET entities HEADERS include/crm/contact.hpp)
partita_generate(TARGET entities SCHEMAS schemas/session.json)
END
write sub/CMakeLists.txt <<<'add_library(entities)'
misuse "'entities' was created in another directory; call partita_generate() there" "project/sub" <<'END'
add_subdirectory(sub)
partita_generate(TARGET entities HEADERS include/crm/contact.hpp)
END
cp "$source_dir/include/crm/contact.hpp" "$source_dir/include/crm/contact.h"
misuse "two inputs of 'entities' would both generate 'crm/contact.partita.hpp'" "BASE_DIR" <<'END'
add_library(entities)
target_include_directories(entities PUBLIC include)
partita_generate(TARGET entities HEADERS include/crm/contact.hpp include/crm/contact.h)
END
