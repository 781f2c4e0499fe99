// What tests ask of the stand-in beyond CUDA: disorder, failures, and what is left.
#pragma once

#include <cuda_runtime.h>

#include <cstddef>
#include <string>

namespace cuda_stand_in {

/// Which of the orders that CUDA leaves open is taken: whenever the host waits, streams get priorities at
/// random. The environment variable CUDA_STAND_IN_SEED sets it from outside.
void set_seed(unsigned seed);

/// The call-th call from now on of the function named (of any function, where the name is empty) fails, once,
/// without doing anything; calls that free something free it all the same. From outside:
/// CUDA_STAND_IN_FAIL=NAME:CALL:ERROR; with :stays behind it the device is lost with this call.
void fail(const std::string& function, std::size_t call, cudaError_t error);

/// After so many more pieces of work the device is lost: every call from then on fails with this error, and
/// nothing is done any more.
void lose_device(std::size_t pieces, cudaError_t error);

/// What cudaGetDeviceCount says, and which driver is there. From outside: CUDA_STAND_IN_DEVICES=ERROR:DRIVER.
void set_devices(cudaError_t error, int driver_version);

/// Undoes the three above.
void repair();

/// Calls so far, of all functions that may fail.
std::size_t calls();

/// Pieces of work done so far: kernels, copies, allocations, and the nodes of graphs.
std::size_t pieces_done();

/// What was made and not yet destroyed: "2 streams, 1 graph"; empty when nothing. A program that ends with
/// something left says so on stderr and exits with status 99.
std::string left();

}  // namespace cuda_stand_in
