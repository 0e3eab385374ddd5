# partita_generate(): adds generated DynamoDB code to a target. docs/guide/cmake.md is its manual.
#
# The tool runs once a target. It always writes a stamp file, but generated files only when their text changes. So the
# stamp is the command's OUTPUT and the generated files are BYPRODUCTS: the one form in which neither Ninja nor Makefiles
# run the tool again for nothing. Their names depend on input paths and include directories alone.

include_guard(GLOBAL)
include("${CMAKE_CURRENT_LIST_DIR}/PartitaCheck.cmake")

function(partita_generate)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "TARGET;BASE_DIR;EXPORT_HEADER;EXPORT_MACRO" "HEADERS;SCHEMAS")
  _partita_check_arguments()
  set(target ${arg_TARGET})
  _partita_check_target(${target})
  _partita_absolute_inputs(headers "HEADERS" "\\.(hpp|h|hh|hxx)$" ${arg_HEADERS})
  _partita_absolute_inputs(schemas "SCHEMAS" "\\.json$" ${arg_SCHEMAS})
  if(DEFINED arg_BASE_DIR)
    cmake_path(ABSOLUTE_PATH arg_BASE_DIR NORMALIZE)
    if(NOT IS_DIRECTORY "${arg_BASE_DIR}")
      message(FATAL_ERROR "partita_generate: BASE_DIR '${arg_BASE_DIR}' is not a directory")
    endif()
  endif()
  _partita_find_generator(generator)

  set(state "${CMAKE_CURRENT_BINARY_DIR}/CMakeFiles/${target}_partita.dir")
  set_target_properties(${target} PROPERTIES
    PARTITA_HEADERS "${headers}"
    PARTITA_SCHEMAS "${schemas}"
    PARTITA_BASE_DIR "${arg_BASE_DIR}"
    PARTITA_EXPORT_HEADER "${arg_EXPORT_HEADER}"
    PARTITA_EXPORT_MACRO "${arg_EXPORT_MACRO}"
    PARTITA_GENERATOR "${generator}"
    PARTITA_STATE_DIR "${state}")

  # Rules of custom commands are known in their directory only: others wait for a target.
  add_custom_target(${target}_partita DEPENDS "${state}/stamp")
  add_dependencies(${target} ${target}_partita)
  if(NOT TARGET partita_headers)
    add_custom_target(partita_headers COMMENT "Everything that partita_generate() generates")
  endif()
  add_dependencies(partita_headers ${target}_partita)

  # The rest waits for the end of the directory, when the target's include directories and libraries are complete.
  cmake_language(EVAL CODE "cmake_language(DEFER CALL _partita_add_outputs [==[${target}]==])")
endfunction()

# --- checks -----------------------------------------------------------------------------------------------------------

macro(_partita_check_arguments)
  set(known "TARGET, HEADERS, SCHEMAS, BASE_DIR, EXPORT_HEADER and EXPORT_MACRO")
  if(arg_UNPARSED_ARGUMENTS)
    list(GET arg_UNPARSED_ARGUMENTS 0 unknown)
    message(FATAL_ERROR "partita_generate: unknown argument '${unknown}'; the arguments are ${known}")
  endif()
  foreach(keyword IN ITEMS TARGET BASE_DIR EXPORT_HEADER EXPORT_MACRO)
    if(keyword IN_LIST arg_KEYWORDS_MISSING_VALUES)
      message(FATAL_ERROR "partita_generate: ${keyword} needs a value")
    endif()
  endforeach()
  if(NOT DEFINED arg_TARGET)
    message(FATAL_ERROR "partita_generate: TARGET is missing: the target that the generated code becomes part of")
  endif()
  if(NOT arg_HEADERS AND NOT arg_SCHEMAS)
    message(FATAL_ERROR
      "partita_generate: '${arg_TARGET}' has no inputs: name annotated headers after HEADERS or JSON schemas after SCHEMAS")
  endif()
  if((DEFINED arg_EXPORT_HEADER AND NOT DEFINED arg_EXPORT_MACRO)
     OR (DEFINED arg_EXPORT_MACRO AND NOT DEFINED arg_EXPORT_HEADER))
    message(FATAL_ERROR
      "partita_generate: EXPORT_HEADER and EXPORT_MACRO go together: the header that defines the macro, and the macro")
  endif()
endmacro()

function(_partita_check_target target)
  if(NOT TARGET ${target})
    message(FATAL_ERROR "partita_generate: there is no target '${target}'; create it with add_library() or add_executable() first")
  endif()
  get_target_property(aliased ${target} ALIASED_TARGET)
  if(aliased)
    message(FATAL_ERROR "partita_generate: '${target}' is an alias; use the target itself, '${aliased}'")
  endif()
  get_target_property(type ${target} TYPE)
  get_target_property(imported ${target} IMPORTED)
  if(imported OR type STREQUAL "INTERFACE_LIBRARY" OR type STREQUAL "UTILITY")
    if(imported)
      set(kind "an imported target")
    elseif(type STREQUAL "UTILITY")
      set(kind "a custom target")
    else()
      set(kind "an INTERFACE library")
    endif()
    string(MAKE_C_IDENTIFIER "${target}_entities" suggestion)
    message(FATAL_ERROR
      "partita_generate: '${target}' is ${kind}, which cannot compile the generated code. "
      "Give that code a library of its own:\n"
      "  add_library(${suggestion})\n"
      "  target_link_libraries(${suggestion} PUBLIC ${target})\n"
      "  partita_generate(TARGET ${suggestion} ...)\n")
  endif()
  get_target_property(directory ${target} BINARY_DIR)
  if(NOT directory STREQUAL CMAKE_CURRENT_BINARY_DIR)
    get_target_property(directory ${target} SOURCE_DIR)
    message(FATAL_ERROR "partita_generate: '${target}' was created in another directory; call partita_generate() there, in\n  ${directory}\n")
  endif()
  get_target_property(state ${target} PARTITA_STATE_DIR)
  if(state)
    message(FATAL_ERROR
      "partita_generate: '${target}' has been given its inputs before; name all of them in one call, "
      "as the tool reads all inputs of a target at once")
  endif()
endfunction()

function(_partita_absolute_inputs result keyword pattern)
  set(paths)
  foreach(input IN LISTS ARGN)
    if(NOT input MATCHES "${pattern}")
      set(way_out "HEADERS takes .hpp, .h, .hh and .hxx files, SCHEMAS takes .json files")
      message(FATAL_ERROR "partita_generate: '${input}' cannot be one of the ${keyword}; ${way_out}")
    endif()
    cmake_path(ABSOLUTE_PATH input NORMALIZE OUTPUT_VARIABLE path)
    get_source_file_property(is_generated "${path}" GENERATED)
    if(NOT EXISTS "${path}" AND NOT is_generated)
      message(FATAL_ERROR
        "partita_generate: there is no file '${input}'; ${keyword} are relative to the directory of the CMakeLists.txt:\n  ${path}\n")
    endif()
    list(APPEND paths "${path}")
  endforeach()
  set(${result} "${paths}" PARENT_SCOPE)
endfunction()

# A tool that the user names wins over the one of the package, which may be for another machine, or not there.
function(_partita_find_generator result)
  if(PARTITA_GENERATOR)
    if(NOT IS_ABSOLUTE "${PARTITA_GENERATOR}" OR NOT EXISTS "${PARTITA_GENERATOR}" OR IS_DIRECTORY "${PARTITA_GENERATOR}")
      message(FATAL_ERROR
        "PARTITA_GENERATOR is '${PARTITA_GENERATOR}', which is not a file; "
        "set it to the absolute path of a 'partita' tool that runs on this machine")
    endif()
    set(${result} "${PARTITA_GENERATOR}" PARENT_SCOPE)
  elseif(TARGET Partita::generator)
    set(${result} Partita::generator PARENT_SCOPE)
  else()
    message(FATAL_ERROR
      "partita_generate: the 'partita' tool is not part of this installation of Partita. Either\n"
      "  set PARTITA_GENERATOR to a 'partita' tool that runs on this machine, for example with\n"
      "    -DPARTITA_GENERATOR=/usr/bin/partita\n"
      "  or build Partita with -DPARTITA_BUILD_GENERATOR=ON, which needs clang 19 and LLVM 19\n")
  endif()
endfunction()

# --- names of the outputs ---------------------------------------------------------------------------------------------

# The directories of a list that are known before generation: $<BUILD_INTERFACE:...> is taken at its word, any other
# generator expression is left out.
function(_partita_plain_directories result source_dir)
  string(REGEX REPLACE "\\$<BUILD_(LOCAL_)?INTERFACE:([^<>]*)>" "\\2" text "${ARGN}")
  string(GENEX_STRIP "${text}" text)
  set(directories)
  foreach(directory IN LISTS text)
    if(directory)
      cmake_path(ABSOLUTE_PATH directory BASE_DIRECTORY "${source_dir}" NORMALIZE)
      string(REGEX REPLACE "(.)/$" "\\1" directory "${directory}")
      list(APPEND directories "${directory}")
    endif()
  endforeach()
  set(${result} "${directories}" PARENT_SCOPE)
endfunction()

# The libraries that a target links, directly or not, as far as they are known by now.
function(_partita_linked_targets result target)
  set(known)
  get_target_property(pending ${target} LINK_LIBRARIES)
  while(pending)
    string(REGEX REPLACE "\\$<BUILD_(LOCAL_)?INTERFACE:([^<>]*)>" "\\2" pending "${pending}")
    string(GENEX_STRIP "${pending}" pending)
    set(next)
    foreach(library IN LISTS pending)
      if(TARGET "${library}" AND NOT library IN_LIST known)
        list(APPEND known "${library}")
        get_target_property(libraries "${library}" INTERFACE_LINK_LIBRARIES)
        if(libraries)
          list(APPEND next ${libraries})
        endif()
      endif()
    endforeach()
    set(pending "${next}")
  endwhile()
  set(${result} "${known}" PARENT_SCOPE)
endfunction()

function(_partita_include_directories result target)
  get_target_property(own ${target} INCLUDE_DIRECTORIES)
  get_target_property(source_dir ${target} SOURCE_DIR)
  _partita_plain_directories(directories "${source_dir}" "${own}")
  foreach(library IN LISTS ARGN)
    get_target_property(interface "${library}" INTERFACE_INCLUDE_DIRECTORIES)
    if(interface)
      _partita_plain_directories(more "${source_dir}" "${interface}")
      list(APPEND directories ${more})
    endif()
  endforeach()
  set(${result} "${directories}" PARENT_SCOPE)
endfunction()

# The directory that an input's generated files are named relative to: the longest include directory that holds it,
# else BASE_DIR, else its own.
function(_partita_base result input base_dir)
  cmake_path(GET input PARENT_PATH longest)
  set(found FALSE)
  foreach(directory IN LISTS ARGN)
    cmake_path(IS_PREFIX directory "${input}" holds)
    if(holds)
      string(LENGTH "${directory}" length)
      string(LENGTH "${longest}" longest_length)
      if(NOT found OR length GREATER longest_length)
        set(longest "${directory}")
        set(found TRUE)
      endif()
    endif()
  endforeach()
  if(NOT found AND base_dir)
    cmake_path(IS_PREFIX base_dir "${input}" holds)
    if(holds)
      string(REGEX REPLACE "(.)/$" "\\1" longest "${base_dir}")
    endif()
  endif()
  set(${result} "${longest}" PARENT_SCOPE)
endfunction()

# --- the command ------------------------------------------------------------------------------------------------------

function(_partita_add_outputs target)
  foreach(property IN ITEMS HEADERS SCHEMAS BASE_DIR EXPORT_HEADER EXPORT_MACRO GENERATOR STATE_DIR)
    get_target_property(${property} ${target} PARTITA_${property})
  endforeach()
  set(out "${CMAKE_CURRENT_BINARY_DIR}/${target}_partita")
  set(inputs ${HEADERS} ${SCHEMAS})

  _partita_linked_targets(libraries ${target})
  _partita_include_directories(include_directories ${target} ${libraries})
  set(outputs)
  set(bases)
  foreach(input IN LISTS inputs)
    _partita_base(base "${input}" "${BASE_DIR}" ${include_directories})
    list(APPEND bases "${base}")
    if(input IN_LIST HEADERS AND NOT base IN_LIST include_directories)
      # Generated code includes the header by this name.
      target_include_directories(${target} PUBLIC "$<BUILD_INTERFACE:${base}>")
    endif()
    cmake_path(RELATIVE_PATH input BASE_DIRECTORY "${base}" OUTPUT_VARIABLE stem)
    cmake_path(REMOVE_EXTENSION stem LAST_ONLY)
    if("${out}/${stem}.partita.hpp" IN_LIST outputs)
      message(FATAL_ERROR
        "partita_generate: two inputs of '${target}' would both generate '${stem}.partita.hpp'; "
        "rename one of them, or put it into another directory and name the common one with BASE_DIR")
    endif()
    list(APPEND outputs "${out}/${stem}.partita.hpp" "${out}/${stem}.partita.cpp")
    if(input IN_LIST SCHEMAS)
      list(APPEND outputs "${out}/${stem}.types.partita.hpp")
    endif()
  endforeach()
  list(REMOVE_DUPLICATES bases)

  _partita_write_clang_arguments(clang_arguments ${target} "${STATE_DIR}")
  set(command ${GENERATOR} generate ${inputs} --out "${out}" --depfile "${STATE_DIR}/stamp.d" --stamp "${STATE_DIR}/stamp")
  foreach(base IN LISTS bases)
    list(APPEND command --base "${base}")
  endforeach()
  if(EXPORT_HEADER)
    list(APPEND command --export-header "${EXPORT_HEADER}" --export-macro "${EXPORT_MACRO}")
  endif()
  get_target_property(checked ${target} PARTITA_CHECK_FORMAT)
  if(checked)
    get_target_property(check_options ${target} PARTITA_CHECK_OPTIONS)
    get_target_property(baseline ${target} PARTITA_CHECK_BASELINE)
    list(APPEND command ${check_options})
    _partita_add_check(${target} "${GENERATOR}" "${inputs}" "${bases}" "${clang_arguments}")
  endif()
  list(APPEND command -- "@${clang_arguments}")
  # Makefiles do not see that a command changed, and neither sees an upgrade to a tool with an older date.
  list(JOIN command "\n" command_text)
  file(CONFIGURE OUTPUT "${STATE_DIR}/command.txt" CONTENT "${Partita_VERSION}\n@command_text@\n" @ONLY)

  file(MAKE_DIRECTORY "${out}")
  cmake_policy(SET CMP0116 NEW)
  add_custom_command(
    OUTPUT "${STATE_DIR}/stamp"
    BYPRODUCTS ${outputs}
    COMMAND ${command}
    DEPENDS ${inputs} ${GENERATOR} ${baseline} "${clang_arguments}" "${STATE_DIR}/command.txt"
    DEPFILE "${STATE_DIR}/stamp.d"
    COMMENT "Generating DynamoDB code of ${target}"
    VERBATIM)
  _partita_guard_outputs(${target} "${STATE_DIR}" ${outputs})
  _partita_order_after_dependencies(${target} ${libraries})

  # Generated files are the generator's concern: no moc, no linter.
  set_source_files_properties(${outputs} PROPERTIES GENERATED TRUE SKIP_AUTOGEN TRUE SKIP_LINTING TRUE)
  target_sources(${target} PRIVATE ${outputs})
  target_include_directories(${target} PUBLIC "$<BUILD_INTERFACE:${out}>")
  # As target_link_libraries(... PUBLIC ...), but also for targets that use its form without PUBLIC and PRIVATE.
  set_property(TARGET ${target} APPEND PROPERTY LINK_LIBRARIES Partita::runtime)
  set_property(TARGET ${target} APPEND PROPERTY INTERFACE_LINK_LIBRARIES Partita::runtime)
endfunction()

# Headers may include what other targets generate: that comes first.
function(_partita_order_after_dependencies target)
  foreach(dependency IN ITEMS ${target} LISTS ARGN)
    get_target_property(aliased "${dependency}" ALIASED_TARGET)
    if(aliased)
      set(dependency "${aliased}")
    endif()
    get_target_property(others "${dependency}" MANUALLY_ADDED_DEPENDENCIES)
    foreach(other IN LISTS others)
      if(TARGET "${other}" AND NOT other STREQUAL "${target}_partita")
        add_dependencies(${target}_partita "${other}")
      endif()
    endforeach()
  endforeach()
endfunction()

# Makefiles do not see that a byproduct is gone. Before the stamp is looked at, forget it then. Ninja sees it by itself.
function(_partita_guard_outputs target state)
  if(NOT CMAKE_GENERATOR MATCHES "Makefiles")
    return()
  endif()
  list(JOIN ARGN "\n" outputs)
  file(WRITE "${state}/outputs.txt" "${outputs}\n")
  add_custom_target(${target}_partita_guard
    COMMAND "${CMAKE_COMMAND}" -D "STATE_DIR=${state}" -P "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/PartitaForgetStamp.cmake"
    VERBATIM)
  add_dependencies(${target}_partita ${target}_partita_guard)
endfunction()

# --- what the compiler is told, for the tool --------------------------------------------------------------------------

# Writes the target's compiler arguments to a file, one a line, so that neither length nor quoting matter, and
# expressions that depend on the language are allowed. The tool runs again when the file changes.
function(_partita_write_clang_arguments result target state)
  set(lines)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    _partita_gcc_arguments(gcc_arguments)
    list(APPEND lines ${gcc_arguments})
  elseif(CMAKE_CXX_COMPILER_TARGET)
    list(APPEND lines "--target=${CMAKE_CXX_COMPILER_TARGET}")
  endif()
  if(CMAKE_SYSROOT)
    list(APPEND lines "--sysroot=${CMAKE_SYSROOT}")
  endif()
  string(TOUPPER "${CMAKE_BUILD_TYPE}" build_type)
  separate_arguments(flags UNIX_COMMAND "${CMAKE_CXX_FLAGS} ${CMAKE_CXX_FLAGS_${build_type}}")
  list(APPEND lines ${flags})
  list(JOIN lines "\n" text)

  _partita_standard_argument(standard ${target})
  set(includes "$<TARGET_PROPERTY:${target},INCLUDE_DIRECTORIES>")
  set(definitions "$<TARGET_PROPERTY:${target},COMPILE_DEFINITIONS>")
  set(options "$<TARGET_PROPERTY:${target},COMPILE_OPTIONS>")
  string(CONCAT text "${text}\n" "${standard}\n"
    "$<$<BOOL:${options}>:$<JOIN:${options},\n>\n>"
    # The tool makes -D of it, but of the empty elements that conditions leave behind, as in nlohmann_json's definitions.
    "$<$<BOOL:${definitions}>:DEFINE:$<JOIN:${definitions},\nDEFINE:>\n>"
    "$<$<BOOL:${includes}>:-I$<JOIN:${includes},\n-I>\n>")
  foreach(directory IN LISTS CMAKE_CXX_STANDARD_INCLUDE_DIRECTORIES)
    string(APPEND text "-isystem${directory}\n")
  endforeach()
  # A file a language and configuration: the expressions are evaluated for each.
  get_property(has_configurations GLOBAL PROPERTY GENERATOR_IS_MULTI_CONFIG)
  if(has_configurations)
    set(configuration ".$<CONFIG>")
  endif()
  file(GENERATE OUTPUT "${state}/arguments.$<COMPILE_LANGUAGE>${configuration}.txt" CONTENT "${text}" TARGET ${target})
  set(${result} "${state}/arguments.CXX${configuration}.txt" PARENT_SCOPE)
endfunction()

# CMake itself adds -std from CXX_STANDARD and compile features, whichever asks for more; Partita needs 20.
function(_partita_standard_argument result target)
  set(standard "$<TARGET_PROPERTY:${target},CXX_STANDARD>")
  set(features "$<TARGET_PROPERTY:${target},COMPILE_FEATURES>")
  set(extensions "$<TARGET_PROPERTY:${target},CXX_EXTENSIONS>")
  foreach(level IN ITEMS 23 26)
    set(is_${level} "$<OR:$<STREQUAL:${standard},${level}>,$<IN_LIST:cxx_std_${level},${features}>>")
  endforeach()
  set(number "$<IF:${is_26},26,$<IF:${is_23},23,20>>")
  if(CMAKE_CXX_EXTENSIONS_DEFAULT)
    set(dialect "$<IF:$<OR:$<STREQUAL:${extensions},>,$<BOOL:${extensions}>>,gnu++,c++>")
  else()
    set(dialect "$<IF:$<BOOL:${extensions}>,gnu++,c++>")
  endif()
  set(${result} "-std=${dialect}${number}" PARENT_SCOPE)
endfunction()

# The tool shall read the standard library of the very compiler that builds the target.
function(_partita_gcc_arguments result)
  if(NOT "${PARTITA_GCC_ARGUMENTS_OF}" STREQUAL "${CMAKE_CXX_COMPILER}")
    execute_process(COMMAND "${CMAKE_CXX_COMPILER}" -print-libgcc-file-name
      OUTPUT_VARIABLE libgcc OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
    execute_process(COMMAND "${CMAKE_CXX_COMPILER}" -dumpmachine
      OUTPUT_VARIABLE machine OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
    cmake_path(GET libgcc PARENT_PATH directory)
    set(PARTITA_GCC_ARGUMENTS "--target=${machine};--gcc-install-dir=${directory}" CACHE INTERNAL "")
    set(PARTITA_GCC_ARGUMENTS_OF "${CMAKE_CXX_COMPILER}" CACHE INTERNAL "")
  endif()
  set(${result} "${PARTITA_GCC_ARGUMENTS}" PARENT_SCOPE)
endfunction()
