# Compiles SOURCE with COMPILER and the include directories INCLUDES (separated by |). It must be refused with one error,
# which is the sentence in the source's first line, in at most 12 lines.
set(most_lines 12)

file(STRINGS ${SOURCE} first_line LIMIT_COUNT 1)
if(NOT first_line MATCHES "^// error: (.+)$")
  message(FATAL_ERROR "the first line of ${SOURCE} must say '// error: ' and the sentence that is expected")
endif()
set(sentence "${CMAKE_MATCH_1}")

string(REPLACE "|" ";-I" includes "-I${INCLUDES}")
execute_process(
  COMMAND ${CMAKE_COMMAND} -E env LC_ALL=C ${COMPILER} -std=c++20 -fsyntax-only ${includes} ${SOURCE}
  RESULT_VARIABLE failed ERROR_VARIABLE said OUTPUT_VARIABLE said)
if(NOT failed)
  message(FATAL_ERROR "accepted; it must not compile: ${sentence}")
endif()

# A semicolon would part the list of lines.
string(REPLACE ";" "," said "${said}")
string(REPLACE ";" "," sentence "${sentence}")
string(REGEX REPLACE "\n$" "" said "${said}")
string(REPLACE "\n" ";" lines "${said}")
set(errors ${lines})
list(FILTER errors INCLUDE REGEX ": (fatal )?error: ")
list(LENGTH errors count)
list(LENGTH lines line_count)

# What compilers put before the text of a static_assert.
string(REGEX REPLACE "^.*: (fatal )?error: " "" told "${errors}")
string(REGEX REPLACE "^static assertion failed( due to requirement '[^']*')?: " "" told "${told}")
if(NOT count EQUAL 1 OR NOT told STREQUAL sentence)
  message(FATAL_ERROR "expected one error, '${sentence}'; the compiler said:\n${said}")
endif()
if(line_count GREATER most_lines)
  message(FATAL_ERROR "expected at most ${most_lines} lines, got ${line_count}:\n${said}")
endif()
