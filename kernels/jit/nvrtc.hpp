// NVRTC, NVIDIA's compiler as a library, opened when first needed. It needs no GPU and no driver.
#pragma once

#include <string>

namespace parallelization::jit {

/// Opens the library. Throws std::runtime_error with the loader's words where there is none.
void open_nvrtc();

/// Compiles CUDA C++ for an architecture such as "sm_90"; returns a cubin, what that GPU executes. Throws
/// std::runtime_error with the compiler's log.
std::string nvrtc_compile(const std::string& source, const std::string& architecture);

}  // namespace parallelization::jit
