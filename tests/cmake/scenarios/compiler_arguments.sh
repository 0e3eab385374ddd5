# What the compiler is told about the target reaches the tool: the header compiles with all of it, and with all only.
write_cmakelists <<'END'
enable_language(C)
add_library(usage INTERFACE)
target_compile_definitions(usage INTERFACE "QUOTED=\"a\\; b\"" "$<$<COMPILE_LANGUAGE:CXX>:OF_LANGUAGE>"
  "$<$<BOOL:OFF>:NEVER>" "$<$<BOOL:OFF>:NEVER_EITHER>")
target_include_directories(usage INTERFACE "usage dir")
target_include_directories(usage SYSTEM INTERFACE system)
target_compile_features(usage INTERFACE cxx_std_23)

add_compile_definitions(OF_DIRECTORY=1)
add_library(entities)
partita_generate(TARGET entities HEADERS include/crm/contact.hpp)
target_include_directories(entities PUBLIC include)
target_link_libraries(entities PUBLIC usage)
target_compile_definitions(entities PRIVATE LIMIT=3 $<$<CONFIG:Debug>:OF_CONFIGURATION>)
target_compile_options(entities PRIVATE -DOF_OPTION "SHELL:-include forced.hpp" -Wall -Werror $<$<CXX_COMPILER_ID:GNU>:-fno-gnu-unique>
  $<$<COMPILE_LANGUAGE:C>:-DONLY_C>)
set_target_properties(entities PROPERTIES CXX_EXTENSIONS OFF)

add_library(extended)
target_include_directories(extended PUBLIC include)
target_compile_features(extended PUBLIC cxx_std_20)
partita_generate(TARGET extended HEADERS include/extended.hpp)
END
write "usage dir/usage.hpp" <<<'#pragma once'
write system/system.hpp <<<'#pragma once'
write include/forced.hpp <<<'#define FORCED'
sed -i 's,#include <partita/annotations.hpp>,#include "arguments.hpp"\n&,' "$source_dir/include/crm/contact.hpp"
write include/arguments.hpp <<'END'
#pragma once

#include <system.hpp>
#include <usage.hpp>

#if !defined(OF_LANGUAGE) || !defined(OF_DIRECTORY) || !defined(OF_CONFIGURATION) || !defined(OF_OPTION)
#error "a definition is missing"
#endif
#if LIMIT != 3 || !defined(FORCED) || !defined(OF_FLAGS) || defined(ONLY_C)
#error "a definition is missing, or there is one too many"
#endif
#ifndef __STRICT_ANSI__
#error "these are the extensions of GNU C++"
#endif
static_assert(sizeof(QUOTED) == sizeof("a; b"));
static_assert(__cplusplus > 202002L);
END
write include/extended.hpp <<'END'
#pragma once

#include <partita/annotations.hpp>

#include <string>

#ifdef __STRICT_ANSI__
#error "these are not the extensions of GNU C++"
#endif
static_assert(__cplusplus == 202002L);

struct Extended {
  using partita_entity = partita::entity<"extended">;

  partita::partition_key<std::string> id{};
};
END
configure -DCMAKE_CXX_FLAGS=-DOF_FLAGS
build
expect_runs 2
expect_generated entities crm/contact.partita.hpp crm/contact.partita.cpp
