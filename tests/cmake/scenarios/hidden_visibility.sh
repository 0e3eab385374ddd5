# A shared library that hides what it does not export; the program uses its repositories.
write_cmakelists <<'END'
include(GenerateExportHeader)
add_library(entities SHARED)
set_target_properties(entities PROPERTIES CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
generate_export_header(entities EXPORT_FILE_NAME crm_export.hpp EXPORT_MACRO_NAME CRM_EXPORT)
target_include_directories(entities PUBLIC include ${CMAKE_CURRENT_BINARY_DIR})
partita_generate(TARGET entities HEADERS include/crm/contact.hpp SCHEMAS schemas/session.json
  EXPORT_HEADER crm_export.hpp EXPORT_MACRO CRM_EXPORT)
add_executable(app main.cpp)
target_link_libraries(app PRIVATE entities)
END
configure
build
run app
