// Memory for an array of float: page-aligned, touched before it is measured, poisoned with NaN.
#pragma once

#include <cstddef>
#include <span>

namespace parallelization {

/// `count` floats of memory mapped for this object alone. Every byte is 0xff at first (each float a NaN):
/// pages are present before anything is timed, and an element that nobody writes can't pass for an answer.
class Array {
 public:
  /// Throws std::bad_alloc when the system has no such memory.
  explicit Array(std::size_t count);
  Array(const Array&) = delete;
  Array& operator=(const Array&) = delete;
  ~Array();

  float* data() { return data_; }
  const float* data() const { return data_; }
  std::size_t size() const { return count_; }
  std::span<float> span() { return {data_, count_}; }
  std::span<const float> span() const { return {data_, count_}; }

 private:
  std::size_t count_;
  float* data_;
};

}  // namespace parallelization
