// Arrays of float in pages of their own.
#include "kernels/array.hpp"

#include <sys/mman.h>

#include <cstring>
#include <new>

namespace parallelization {

Array::Array(std::size_t count) : count_(count) {
  void* memory =
      mmap(nullptr, count * sizeof(float), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) {
    throw std::bad_alloc();
  }
  std::memset(memory, 0xff, count * sizeof(float));
  data_ = static_cast<float*>(memory);
}

Array::~Array() {
  munmap(data_, count_ * sizeof(float));
}

}  // namespace parallelization
