# Run before the generation on Makefiles: cmake -D STATE_DIR=... -P PartitaForgetStamp.cmake
# If a generated file is gone, removes the stamp, so that the tool runs.
file(STRINGS "${STATE_DIR}/outputs.txt" outputs ENCODING UTF-8)
foreach(output IN LISTS outputs)
  if(NOT EXISTS "${output}")
    file(REMOVE "${STATE_DIR}/stamp")
    return()
  endif()
endforeach()
