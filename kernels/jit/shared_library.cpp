// dlopen and dlsym.
#include "kernels/jit/shared_library.hpp"

#include <dlfcn.h>

#include <filesystem>
#include <stdexcept>

namespace parallelization::jit {

SharedLibrary::SharedLibrary(const std::string& file)
    : file_(file), handle_(dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL)) {
  if (handle_ == nullptr) {
    throw std::runtime_error(dlerror());
  }
}

void* SharedLibrary::address(const std::string& symbol) const {
  void* const found = dlsym(handle_, symbol.c_str());
  if (found == nullptr) {
    throw std::runtime_error(file_ + " has no " + symbol);
  }
  return found;
}

std::string beside_program(const std::string& file) {
  return std::filesystem::read_symlink("/proc/self/exe").parent_path() / file;
}

}  // namespace parallelization::jit
