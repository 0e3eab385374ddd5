# The warnings that generated code must be clean under are the ones our own code is built with.
set(PARTITA_WARNINGS -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion)

if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # False alarms of optimised builds: on `"literal" + std::string` (GCC bug 105651), and on strings in an aggregate that
  # std::optional or a braced list holds (GCC bug 105562 and its kin).
  list(APPEND PARTITA_WARNINGS -Wno-restrict -Wno-maybe-uninitialized)
endif()

# Turns the project's warnings on for a target of ours; never for a user's target.
function(partita_warnings target)
  target_compile_options(${target} PRIVATE ${PARTITA_WARNINGS})
  if(PARTITA_WARNINGS_AS_ERRORS)
    target_compile_options(${target} PRIVATE -Werror)
  endif()
endfunction()
