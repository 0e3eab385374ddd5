# What is installed, in four components: the runtime, which needs no LLVM, the generator, the cache on Redis, and the
# listener for Prometheus.
option(PARTITA_INSTALL "Install Partita with the project that contains it" ${PROJECT_IS_TOP_LEVEL})
if(NOT PARTITA_INSTALL)
  return()
endif()

include(CMakePackageConfigHelpers)
set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/Partita)

install(TARGETS partita_runtime EXPORT PartitaRuntimeTargets
  ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT Partita_runtime
  LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT Partita_runtime NAMELINK_COMPONENT Partita_runtime
  RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT Partita_runtime)
install(DIRECTORY runtime/include/partita DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT Partita_runtime
  FILES_MATCHING PATTERN "*.hpp")
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT Partita_runtime)

install(EXPORT PartitaRuntimeTargets NAMESPACE Partita:: DESTINATION ${package_dir} COMPONENT Partita_runtime)
get_target_property(PARTITA_RUNTIME_TYPE partita_runtime TYPE)
configure_package_config_file(
  generator/cmake/PartitaConfig.cmake.in ${PROJECT_BINARY_DIR}/package/PartitaConfig.cmake
  INSTALL_DESTINATION ${package_dir} NO_SET_AND_CHECK_MACRO)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/package/PartitaConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES
  ${PROJECT_BINARY_DIR}/package/PartitaConfig.cmake
  ${PROJECT_BINARY_DIR}/package/PartitaConfigVersion.cmake
  generator/cmake/PartitaCheck.cmake
  generator/cmake/PartitaGenerate.cmake
  generator/cmake/PartitaForgetStamp.cmake
  DESTINATION ${package_dir} COMPONENT Partita_runtime)

if(TARGET partita_redis)
  install(TARGETS partita_redis EXPORT PartitaRedisTargets
    ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT Partita_redis
    LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT Partita_redis NAMELINK_COMPONENT Partita_redis
    RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT Partita_redis)
  install(EXPORT PartitaRedisTargets NAMESPACE Partita:: DESTINATION ${package_dir} COMPONENT Partita_redis)
endif()

if(TARGET partita_metrics_listener)
  install(TARGETS partita_metrics_listener EXPORT PartitaMetricsListenerTargets
    ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT Partita_metrics_listener
    LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT Partita_metrics_listener
      NAMELINK_COMPONENT Partita_metrics_listener
    RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT Partita_metrics_listener)
  install(EXPORT PartitaMetricsListenerTargets NAMESPACE Partita:: DESTINATION ${package_dir}
    COMPONENT Partita_metrics_listener)
endif()

if(PARTITA_BUILD_GENERATOR)
  # LLVM's shared libraries may be in a directory that the loader does not search.
  set_target_properties(partita PROPERTIES EXPORT_NAME generator INSTALL_RPATH_USE_LINK_PATH ON)
  install(TARGETS partita EXPORT PartitaGeneratorTargets
    RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT Partita_generator)
  if(TARGET partita_serve)
    install(TARGETS partita_serve RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT Partita_generator)
  endif()
  install(FILES schemas/partita.schema.json DESTINATION ${CMAKE_INSTALL_DATADIR}/partita COMPONENT Partita_generator)
  install(EXPORT PartitaGeneratorTargets NAMESPACE Partita:: DESTINATION ${package_dir} COMPONENT Partita_generator)
endif()
