# strategy(), backend() and the helpers that programs use to link what they made. docs/adding-a-strategy.md
# explains both.

set(STRATEGY_STUB ${CMAKE_CURRENT_LIST_DIR}/stub.cpp.in)

# Builds `target` for the processor of this machine, unless NATIVE is off.
function(build_for_this_machine target)
  if(NATIVE)
    target_compile_options(${target} PRIVATE $<$<COMPILE_LANGUAGE:CXX>:-march=native>)
  endif()
endfunction()

# backend(TBB PACKAGE TBB TARGET TBB::tbb TITLE "oneTBB" DEBIAN libtbb-dev)
# An optional backend and its one switch, WITH_TBB: AUTO (use it where it is found), ON (missing is an error), OFF.
# PACKAGE may carry arguments of find_package, such as `PACKAGE MPI COMPONENTS CXX`; without PACKAGE the caller has
# looked for TARGET itself, and may give the REASON for which it is missing.
function(backend name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "TARGET;TITLE;DEBIAN;REASON" "PACKAGE")
  set(WITH_${name} AUTO CACHE STRING "Use ${arg_TITLE}: AUTO, ON or OFF")
  set_property(CACHE WITH_${name} PROPERTY STRINGS AUTO ON OFF)
  if(NOT WITH_${name} MATCHES "^(AUTO|ON|OFF)$")
    message(FATAL_ERROR "WITH_${name} is '${WITH_${name}}': it takes AUTO, ON or OFF")
  endif()
  if(WITH_${name} STREQUAL "OFF")
    set(reason "built without ${arg_TITLE} (WITH_${name}=OFF)")
  else()
    if(arg_PACKAGE)
      find_package(${arg_PACKAGE} QUIET GLOBAL)
    endif()
    if(NOT TARGET ${arg_TARGET})
      set(reason "${arg_REASON}")
      if(NOT reason)
        set(reason "built without ${arg_TITLE} (Debian and Ubuntu: apt install ${arg_DEBIAN}, then build again)")
      endif()
      if(WITH_${name} STREQUAL "ON")
        message(FATAL_ERROR "WITH_${name}=ON, but: ${reason}")
      endif()
    endif()
  endif()
  set_property(GLOBAL PROPERTY "MISSING_${arg_TARGET}" "${reason}")
endfunction()

# strategy(multithreading/tbb.cpp NEEDS TBB::tbb)
# Builds one strategy. Its name is the file's path without the ending, unless NAMES lists the families that the
# file registers. A NEEDS target that is missing replaces the file with a generated stub, which registers the same
# names with the reason. SOURCES are further files of it, OPTIONS its own compiler flags; PORTABLE keeps
# -march=native away from it. MODULE lists the files that are linked with what it NEEDS, where that must not be linked
# with the program: they become a library beside the program, whose name the strategy gets as the macro MODULE.
function(strategy source)
  get_property(linked DIRECTORY PROPERTY STRATEGIES_LINKED)
  if(linked)
    message(FATAL_ERROR "strategy(${source}) stands below link_strategies(${linked}), which would not see it: move it up")
  endif()
  cmake_parse_arguments(PARSE_ARGV 1 arg "PORTABLE" "" "NEEDS;NAMES;SOURCES;MODULE;OPTIONS")
  string(REGEX REPLACE "\\.[a-z]+$" "" name ${source})
  if(NOT arg_NAMES)
    set(arg_NAMES ${name})
  endif()
  string(REPLACE "/" "-" target "strategy-${name}")
  foreach(need IN LISTS arg_NEEDS)
    get_property(reason GLOBAL PROPERTY "MISSING_${need}")
    if(reason)
      set(missing "${reason}")
    elseif(NOT TARGET ${need})
      message(FATAL_ERROR "strategy(${source}) needs ${need}, which no backend() has looked for")
    endif()
  endforeach()
  if(missing)
    strategy_stub("${missing}" ${arg_NAMES})
    return()
  endif()
  add_library(${target} OBJECT ${source} ${arg_SOURCES})
  if(arg_MODULE)
    add_library(module-${target} MODULE ${arg_MODULE})
    set_target_properties(module-${target} PROPERTIES PREFIX "" OUTPUT_NAME ${target}
                          LIBRARY_OUTPUT_DIRECTORY ${CMAKE_RUNTIME_OUTPUT_DIRECTORY})
    target_include_directories(module-${target} PRIVATE ${PROJECT_SOURCE_DIR})
    target_link_libraries(module-${target} PRIVATE ${arg_NEEDS})
    target_compile_definitions(${target} PRIVATE MODULE="$<TARGET_FILE_NAME:module-${target}>")
    set_property(GLOBAL APPEND PROPERTY STRATEGY_MODULES module-${target})
    set(arg_NEEDS "")
  endif()
  target_link_libraries(${target} PRIVATE kernels ${arg_NEEDS})
  target_compile_options(${target} PRIVATE ${arg_OPTIONS})
  if(NOT arg_PORTABLE)
    build_for_this_machine(${target})
  endif()
  set_property(GLOBAL APPEND PROPERTY STRATEGIES ${target})
endfunction()

# strategy_stub("the reason" cuda/fused cuda/eager): families that are listed, and skipped with the reason. Their targets
# are called stub-…: there is a target strategy-… only where that strategy is built.
function(strategy_stub STUB_REASON)
  foreach(STUB_NAME IN LISTS ARGN)
    string(REPLACE "/" "-" target "stub-${STUB_NAME}")
    configure_file(${STRATEGY_STUB} ${CMAKE_CURRENT_BINARY_DIR}/${target}.cpp @ONLY)
    add_library(${target} OBJECT ${CMAKE_CURRENT_BINARY_DIR}/${target}.cpp)
    target_link_libraries(${target} PRIVATE kernels)
    set_property(GLOBAL APPEND PROPERTY STRATEGIES ${target})
  endforeach()
endfunction()

# Links all strategies made so far into a program: as objects, since an archive would drop them. This folder makes no
# more of them then: tests would miss one that came later.
function(link_strategies program)
  set_property(DIRECTORY PROPERTY STRATEGIES_LINKED ${program})
  get_property(strategies GLOBAL PROPERTY STRATEGIES)
  target_link_libraries(${program} PRIVATE kernels ${strategies})
  get_property(modules GLOBAL PROPERTY STRATEGY_MODULES)
  if(modules)
    add_dependencies(${program} ${modules})
  endif()
endfunction()
