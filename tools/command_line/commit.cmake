# Writes what is being built, version and commit, into OUT, at every build, and only where it has changed.
# Run as: cmake -D SOURCE=… -D VERSION=… -D COMPILER=… -D IN=… -D OUT=… -P commit.cmake
execute_process(COMMAND git -C ${SOURCE} rev-parse HEAD OUTPUT_VARIABLE COMMIT OUTPUT_STRIP_TRAILING_WHITESPACE
                RESULT_VARIABLE failed ERROR_QUIET)
execute_process(COMMAND git -C ${SOURCE} status --porcelain OUTPUT_VARIABLE changes ERROR_QUIET)
set(DIRTY false)
if(failed)
  set(COMMIT unknown)
elseif(changes)
  set(DIRTY true)
endif()
configure_file(${IN} ${OUT} @ONLY)
