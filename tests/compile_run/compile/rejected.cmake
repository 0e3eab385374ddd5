# Compiles SOURCE with COMPILER and the arguments in ARGUMENTS (separated by |): it must be refused, and the first error
# must be about what the source says in its line "// rejected: ...".
string(REPLACE "|" ";" arguments "${ARGUMENTS}")
execute_process(
  COMMAND ${CMAKE_COMMAND} -E env LC_ALL=C ${COMPILER} -std=c++20 -fsyntax-only ${arguments} ${SOURCE}
  RESULT_VARIABLE failed ERROR_VARIABLE said OUTPUT_VARIABLE said)
if(NOT failed)
  message(FATAL_ERROR "accepted")
endif()
file(STRINGS ${SOURCE} line REGEX "^// rejected: ")
string(REPLACE "// rejected: " "" expected "${line}")
string(FIND "${said}" "${expected}" found)
if(found EQUAL -1)
  message(FATAL_ERROR "expected '${expected}', the compiler said:\n${said}")
endif()
string(REGEX MATCHALL " error: " errors "${said}")
list(LENGTH errors count)
if(NOT count EQUAL 1)
  message(FATAL_ERROR "expected one error, the compiler said:\n${said}")
endif()
