// Libraries that are opened when first needed: compilers are large, and slow to load.
#pragma once

#include <string>

namespace parallelization::jit {

/// A library opened with its symbols kept apart from everybody else's (two compilers may each bring an LLVM
/// of their own). It stays open until the process ends: such libraries have threads and tables that outlive
/// any handle.
class SharedLibrary {
 public:
  /// Throws std::runtime_error with the loader's words.
  explicit SharedLibrary(const std::string& file);

  /// Throws std::runtime_error where there is no such symbol.
  template <class Function>
  Function* function(const std::string& symbol) const {
    return reinterpret_cast<Function*>(address(symbol));
  }

 private:
  void* address(const std::string& symbol) const;

  std::string file_;
  void* handle_;
};

/// The path of a file that was built beside this program.
std::string beside_program(const std::string& file);

}  // namespace parallelization::jit
