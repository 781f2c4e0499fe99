# cpack: bench-report as .deb and .tar.gz; statically linked as .tar.gz alone.
set(CPACK_PACKAGE_NAME bench-report)
set(CPACK_PACKAGE_VENDOR "The Parallelization Basics authors")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "reads Google Benchmark's JSON: quantiles, charts, comparisons")
set(CPACK_RESOURCE_FILE_LICENSE ${PROJECT_SOURCE_DIR}/LICENSE)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
    OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_PACKAGE_FILE_NAME bench-report-${PROJECT_VERSION}-${CMAKE_SYSTEM_NAME}-${CMAKE_SYSTEM_PROCESSOR})

if(STATIC)
  string(APPEND CPACK_PACKAGE_FILE_NAME -static)
  set(CPACK_GENERATOR TGZ)
else()
  set(CPACK_GENERATOR DEB TGZ)
  set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
  set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
  set(CPACK_DEBIAN_PACKAGE_SECTION devel)
  set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
  set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
  set(CPACK_DEBIAN_PACKAGE_MAINTAINER "${CPACK_PACKAGE_VENDOR} <maintainers@parallelization-basics.invalid>"
      CACHE STRING "Who answers for the package: name and address")
  file(READ ${CMAKE_CURRENT_LIST_DIR}/description.txt CPACK_DEBIAN_PACKAGE_DESCRIPTION)

  # Debian wants to know when each version came, in a form of its own; docs/changes.md says it for people.
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/docs/changes.md)
  file(STRINGS ${PROJECT_SOURCE_DIR}/docs/changes.md headings REGEX "^## [0-9.]+, [0-9-]+$")
  set(changelog "")
  foreach(heading IN LISTS headings)
    string(REGEX REPLACE "^## ([0-9.]+), ([0-9-]+)$" "\\1;\\2" parts "${heading}")
    list(GET parts 0 version)
    list(GET parts 1 day)
    execute_process(COMMAND date --utc --rfc-email --date=${day} OUTPUT_VARIABLE date OUTPUT_STRIP_TRAILING_WHITESPACE
                    ERROR_QUIET)
    string(APPEND changelog "bench-report (${version}-${CPACK_DEBIAN_PACKAGE_RELEASE}) unstable; urgency=medium\n\n"
      "  * Version ${version}: see changelog.gz.\n\n -- ${CPACK_DEBIAN_PACKAGE_MAINTAINER}  ${date}\n\n")
  endforeach()
  find_program(GZIP gzip)
  mark_as_advanced(GZIP)
  set(folder ${PROJECT_BINARY_DIR}/packaging)
  file(WRITE ${folder}/changelog.Debian "${changelog}")
  configure_file(${PROJECT_SOURCE_DIR}/docs/changes.md ${folder}/changelog COPYONLY)
  if(GZIP)
    execute_process(COMMAND ${GZIP} -9nkf ${folder}/changelog ${folder}/changelog.Debian)
    install(FILES ${folder}/changelog.gz ${folder}/changelog.Debian.gz DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/bench-report
            COMPONENT bench-report)
  endif()
endif()
include(CPack)
