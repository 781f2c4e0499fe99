# What tools/mutate asks of breaks in benchmarks and kernels; it sets $copy and $build.
options=(-DNATIVE=OFF)
no_source='_test\.cpp$|(fakes|test_support|mock_pjrt_plugin|stablehlo_interpreter|untraceable|planted_race)\.cpp$'  # of a folder
memory=unlimited  # `bench` itself looks at how much there is

# The tests, by stages: those beside what is broken; what the strategies compute and leave behind; how code is made while running;
# `bench` as a program; and processes that MPI starts. Each says by its status alone whether it passed.
all_stages=(near kernels jit program mpi) long_stages=(mpi)
declare -A target=([near]=
                   [kernels]="partition_test worker_processes_test functions_test reference_test tracer_test strategy_test evidence_test
                             resources_test"
                   [jit]="tracer_test nvrtc_test pjrt_test strategy_test mock_pjrt_plugin llvm_test"
                   [program]="bench_core_test bounds_test bench_test"
                   [mpi]="mpi_test strategy_test resources_test mpi_bench_test")
programs() {
  local program
  for program in "$@"; do
    [ ! -x "$build/$program" ] || "$build/$program" --gtest_fail_fast --gtest_brief=1 || return 1
  done
}
listed() { ctest --test-dir "$build" --stop-on-failure -R "$1"; }
test_near() { programs $near; }
test_kernels() {
  programs partition_test worker_processes_test functions_test reference_test tracer_test strategy_test evidence_test resources_test
}
test_jit() { programs tracer_test nvrtc_test pjrt_test llvm_test && listed '^xla_strategy_with_mock$'; }
test_program() { programs bench_core_test bounds_test bench_test; }
test_mpi() { listed '^mpi_'; }
# stages_of FILE: sets $stages, and $near, the program of its own tests. What can't see a break is not asked.
stages_of() {
  near=$(basename "${1%.*}")_test
  [[ $1 != benchmarks/* ]] || near=bench_core_test
  target[near]=$near
  case $1 in
    benchmarks/*) stages=(near program mpi) ;;
    kernels/jit/*) stages=(near jit kernels program) ;;
    kernels/multiprocessing/mpi*) stages=(mpi kernels) ;;  # its tests take a launcher
    kernels/multi*) stages=(near kernels program mpi) ;;
    *) stages=("${all_stages[@]}") ;;
  esac
}
near=
export build near
export -f programs listed test_near test_kernels test_jit test_program test_mpi
