# partita_check(): makes the checks of a target's model stricter, in its build and as a test. docs/guide/cmake.md is its
# manual.
#
# The build runs the tool once for both, so that a finding is shown once: the options of the check go to the generation.

include_guard(GLOBAL)

function(partita_check)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "TARGET;BASELINE;FORMAT" "ERRORS")
  if(arg_UNPARSED_ARGUMENTS)
    list(GET arg_UNPARSED_ARGUMENTS 0 unknown)
    message(FATAL_ERROR "partita_check: unknown argument '${unknown}'; the arguments are TARGET, ERRORS, BASELINE and FORMAT")
  endif()
  foreach(keyword IN ITEMS TARGET ERRORS BASELINE FORMAT)
    if(keyword IN_LIST arg_KEYWORDS_MISSING_VALUES)
      message(FATAL_ERROR "partita_check: ${keyword} needs a value")
    endif()
  endforeach()
  if(NOT DEFINED arg_TARGET)
    message(FATAL_ERROR "partita_check: TARGET is missing: the target that partita_generate() generates code for")
  endif()
  if(NOT TARGET ${arg_TARGET})
    message(FATAL_ERROR "partita_check: there is no target '${arg_TARGET}'")
  endif()
  if(NOT DEFINED arg_FORMAT)
    set(arg_FORMAT text)
  elseif(NOT arg_FORMAT MATCHES "^(text|json|sarif|github)$")
    message(FATAL_ERROR "partita_check: unknown FORMAT '${arg_FORMAT}'; known are text, json, sarif and github")
  endif()

  set(options)
  foreach(id IN LISTS arg_ERRORS)
    if(id STREQUAL "all")
      list(APPEND options "-Werror")
    else()
      _partita_check_id("${id}")
      list(APPEND options "-Werror=${id}")
    endif()
  endforeach()
  set(baseline)
  if(DEFINED arg_BASELINE)
    cmake_path(ABSOLUTE_PATH arg_BASELINE NORMALIZE OUTPUT_VARIABLE baseline)
    if(NOT EXISTS "${baseline}")
      message(FATAL_ERROR
        "partita_check: there is no file '${arg_BASELINE}'; write it with\n"
        "  partita check INPUT... --baseline ${baseline} --update-baseline\n")
    endif()
    list(APPEND options --baseline "${baseline}")
  endif()
  set_target_properties(${arg_TARGET} PROPERTIES
    PARTITA_CHECK_OPTIONS "${options}"
    PARTITA_CHECK_FORMAT "${arg_FORMAT}"
    PARTITA_CHECK_BASELINE "${baseline}")
  cmake_language(EVAL CODE "cmake_language(DEFER CALL _partita_require_generation [==[${arg_TARGET}]==])")
endfunction()

# The tool knows the ids. Where it is built together with the target the first build asks it.
function(_partita_check_id id)
  set(generator "${PARTITA_GENERATOR}")
  if(NOT generator AND TARGET Partita::generator)
    get_target_property(imported Partita::generator IMPORTED)
    if(imported)
      get_target_property(generator Partita::generator LOCATION)
    endif()
  endif()
  if(NOT EXISTS "${generator}")
    return()
  endif()
  execute_process(COMMAND "${generator}" explain --id "${id}"
    RESULT_VARIABLE exit_code OUTPUT_QUIET ERROR_QUIET)
  if(exit_code STREQUAL "2")
    message(FATAL_ERROR
      "partita_check: unknown diagnostic '${id}' in ERRORS; '${generator} explain --help' lists them, and 'all' stands for all")
  endif()
endfunction()

# At the end of the directory, as partita_generate() may come after partita_check().
function(_partita_require_generation target)
  get_target_property(state ${target} PARTITA_STATE_DIR)
  if(NOT state)
    message(FATAL_ERROR "partita_check: '${target}' has no model to check; name its inputs with partita_generate(TARGET ${target} ...)")
  endif()
endfunction()

# Called with what the generation of the target is told.
function(_partita_add_check target generator inputs bases clang_arguments)
  get_target_property(format ${target} PARTITA_CHECK_FORMAT)
  get_target_property(options ${target} PARTITA_CHECK_OPTIONS)
  if(TARGET "${generator}")
    set(generator "$<TARGET_FILE:${generator}>")
  endif()
  list(TRANSFORM bases PREPEND "--base;" OUTPUT_VARIABLE base_options)
  add_test(NAME ${target}_partita_check
    COMMAND "${generator}" check ${inputs} --format ${format} ${options} ${base_options} -- "@${clang_arguments}")
endfunction()
