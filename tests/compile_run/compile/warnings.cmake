# Compiles SOURCE with COMPILER and the arguments in ARGUMENTS (separated by |): it must be accepted, and warned about in
# just the lines that are marked "// warned about".
string(REPLACE "|" ";" arguments "${ARGUMENTS}")
execute_process(
  COMMAND ${CMAKE_COMMAND} -E env LC_ALL=C ${COMPILER} -std=c++20 -fsyntax-only -Wall -Wextra ${arguments} ${SOURCE}
  RESULT_VARIABLE failed ERROR_VARIABLE said OUTPUT_VARIABLE said)
if(failed)
  message(FATAL_ERROR "rejected:\n${said}")
endif()
file(STRINGS ${SOURCE} lines)
set(number 0)
set(wrong "")
foreach(line IN LISTS lines)
  math(EXPR number "${number} + 1")
  string(REGEX MATCH "// warned about" marked "${line}")
  string(REGEX MATCH "forgotten.cpp:${number}:[0-9]+: warning:[^\n]*nodiscard" warned "${said}")
  if((marked AND NOT warned) OR (warned AND NOT marked))
    string(APPEND wrong "${number}: ${line}\n")
  endif()
endforeach()
if(wrong)
  message(FATAL_ERROR "marked and not warned about, or the reverse:\n${wrong}\nthe compiler said:\n${said}")
endif()
