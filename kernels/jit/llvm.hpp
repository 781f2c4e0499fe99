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

/// Compiles a graph. Throws std::runtime_error with the words of LLVM, or of the loader.
LlvmCode llvm_compile(const Graph& graph);

/// The IR of a graph before and after optimisation.
std::string llvm_explain(const Graph& graph);

/// What the library exports.
extern "C" {
void llvm_module_compile(const Graph& graph, LlvmCode& code);
void llvm_module_explain(const Graph& graph, std::string& text);
}

}  // namespace parallelization::jit
