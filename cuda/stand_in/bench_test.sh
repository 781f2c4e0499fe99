#!/usr/bin/env bash
# The program `bench` with the CUDA families on the stand-in: what its users see of failures on the device.
# usage: bench_test.sh BENCH
set -euo pipefail
bench=$1

# run STATUS NAME=VALUE…: bench with these variables; its exit status must be STATUS. The rows go into $rows.
run() {
  local status=0 wanted=$1
  shift
  rows=$(env "$@" "$bench" --sizes=3,101 --benchmark_repetitions=1 --benchmark_min_time=0.001 \
    --benchmark_format=json --benchmark_enable_random_interleaving=false 2>&1) || status=$?
  [ "$status" -eq "$wanted" ] || fail "exit status $status instead of $wanted with $*"
}
fail() { printf '%s\nFAILED: %s\n' "$rows" "$*" && exit 1; }
# expect COUNT REGULAR-EXPRESSION: so many lines match.
expect() {
  local found
  found=$(grep -cE "$2" <<<"$rows" || true)
  [ "$found" -eq "$1" ] || fail "$found lines instead of $1 match $2"
}

families=9 # with round trips; two sizes of each
run 0 CUDA_STAND_IN_SEED=1
expect $((2 * families)) '"device_seconds"'
expect $((2 * families)) '"launches"'
expect $((2 * (families - 1))) '"share_of_cuda_copy"'
expect $((2 * (families - 1))) '"label": "GPU L2"'
expect 2 '"label": "host memory"'
expect 2 '"runs_per_call": 1.0+e\+02'
expect 6 '"passes": 5.0+e\+00'
expect 1 '"gpu": "stand-in"'
expect 1 '"cuda_version_of_runtime": "13.0"'

echo "one allocation fails: that row is an error row, the others are measured"
run 1 CUDA_STAND_IN_FAIL=cudaMalloc:5:2
expect 1 '"error_message": "cudaMalloc: cudaErrorMemoryAllocation'
expect $((2 * families - 1)) '"device_seconds"'

echo "likewise a launch, a copy, a graph"
run 1 CUDA_STAND_IN_FAIL=cudaLaunchKernelEx:1000:719
expect 1 '"error_message": "cudaLaunchKernelEx: cudaErrorLaunchFailure'
run 1 CUDA_STAND_IN_FAIL=cudaMemcpyAsync:1:1
expect 1 '"error_message": "cudaMemcpyAsync: cudaErrorInvalidValue'
run 1 CUDA_STAND_IN_FAIL=cudaGraphInstantiate:1:2
expect 1 '"error_message": "cudaGraphInstantiate: cudaErrorMemoryAllocation'

echo "the device is lost halfway: all rows from then on are error rows that say so"
run 1 CUDA_STAND_IN_FAIL=cudaGraphInstantiate:1:214:stays
expect 14 '"error_message": "the GPU is lost to this process: .*cudaErrorECCUncorrectable' # after the rows of cuda/eager
expect 4 '"device_seconds"'

echo "no device: one skipped row a family"
run 0 CUDA_STAND_IN_DEVICES=100:13000
expect $families '"error_message": "skipped: no GPU \(cudaErrorNoDevice'

rows=$("$bench" --benchmark_list_tests)
expect $((12 * families)) '/N:(100|129|166|215|278|359|464|599|774|1000|4096|8192)/real_time'
