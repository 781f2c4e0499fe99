// The LLVM engine. What is linked with LLVM is a library of its own (llvm_module.cpp), opened when first
// needed: the program starts without LLVM.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "kernels/jit/graph.hpp"

namespace parallelization::jit {

/// Machine code for this processor, and what it took to get it.
struct LlvmCode {
  /// y[i] = f(x[i]) for `count` elements; x and y don't overlap.
  void (*run)(const float* x, float* y, std::size_t count) = nullptr;
  std::shared_ptr<void> memory = {};  ///< holds the code
  double compile_seconds = 0;         ///< building the IR, optimising it, generating machine code
  double load_seconds = 0;            ///< linking that and making it executable
};

/// glibc's library of exp, log, tanh, sin and cos for whole vectors, on x86-64 and, from glibc 2.38 on, on
/// ARM64.
inline constexpr const char* vector_math = "libmvec.so.1";

/// Compiles a graph. exp, log, tanh, sin and cos are taken of whole vectors where `vector_library` has them
/// for vectors of this processor, else of one element at a time. Throws std::runtime_error with the words of
/// LLVM, or of the loader.
LlvmCode llvm_compile(const Graph& graph, const std::string& vector_library = vector_math);

/// The IR of a graph before and after optimisation, and of each function that it calls, whether it is taken
/// of whole vectors.
std::string llvm_explain(const Graph& graph, const std::string& vector_library = vector_math);

/// What the library exports.
extern "C" {
void llvm_module_compile(const Graph& graph, const std::string& vector_library, LlvmCode& code);
void llvm_module_explain(const Graph& graph, const std::string& vector_library, std::string& text);
}

}  // namespace parallelization::jit
