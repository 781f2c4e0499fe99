// What the strategies need of the CUDA runtime: errors as exceptions, handles that free themselves, and one
// way to launch a kernel. Launches go through launch() and never through <<<>>>, so that host compilers can
// read the .cu files too: the tests run them on a stand-in for the runtime (cuda/stand_in).
#pragma once

#include <cuda_runtime.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <stdexcept>
#include <type_traits>

namespace parallelization::cuda {

/// A call of the CUDA runtime that failed; what() has the call, CUDA's name for the error, and its words.
class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Throws Error; or WorkerLost where the error is one of those that stay, so that every later call in this
/// process fails with it (a kernel's bad access, a GPU that fell off the bus).
void throw_on_error(cudaError_t status, const char* call);

template <auto destroy>
struct Destroy {
  /// Called in destructors, also when an error has made the device unusable: what it returns tells nothing
  /// new.
  template <class Handle>
  void operator()(Handle handle) const {
    static_cast<void>(destroy(handle));
  }
};

/// Owns what `destroy` frees.
template <class Handle, auto destroy>
using Owner = std::unique_ptr<std::remove_pointer_t<Handle>, Destroy<destroy>>;

/// Memory of the device, on no element initialised.
using DeviceArray = Owner<float*, cudaFree>;
DeviceArray device_array(std::size_t count);

/// Page-locked memory of the host, which the device reads and writes by itself.
class PinnedArray {
 public:
  explicit PinnedArray(std::size_t count);
  std::span<float> span() const { return {data_.get(), count_}; }
  float* data() const { return data_.get(); }

 private:
  Owner<float*, cudaFreeHost> data_;
  std::size_t count_;
};

/// What was put into a stream since it was made.
struct Work {
  std::uint64_t launches = 0;  ///< of kernels, of graphs, of copies from device to device
  std::uint64_t elements = 0;  ///< written by them

  friend Work operator-(const Work& a, const Work& b) {
    return {.launches = a.launches - b.launches, .elements = a.elements - b.elements};
  }
};

class Stream;

/// A point in a stream, for others to wait for. It keeps no time.
class Event {
 public:
  Event();
  void record(Stream& stream);
  cudaEvent_t get() const { return handle_.get(); }

 private:
  Owner<cudaEvent_t, cudaEventDestroy> handle_;
};

/// A queue of work for the device, done in order.
class Stream {
 public:
  Stream();
  cudaStream_t get() const { return handle_.get(); }
  void synchronize();
  /// What is put into this stream from now on begins after the event's last record().
  void wait(const Event& event);
  /// Copies between any two places; the host may go on before it is done, where its memory is pinned.
  void copy(const float* from, float* to, std::size_t count, cudaMemcpyKind kind);
  const Work& work() const { return work_; }
  void add(const Work& more) {
    work_.launches += more.launches;
    work_.elements += more.elements;
  }

 private:
  Owner<cudaStream_t, cudaStreamDestroy> handle_;
  Work work_;
};

/// A recorded sequence of work, launched as one.
class Graph {
 public:
  /// Records what `enqueue` puts into the stream, which is not done.
  Graph(Stream& stream, const std::function<void()>& enqueue);
  void launch(Stream& stream) const;

 private:
  Owner<cudaGraphExec_t, cudaGraphExecDestroy> executable_;
  std::uint64_t elements_ = 0;
};

inline constexpr unsigned threads_per_block = 256;

/// Launches `kernel` with enough blocks to give each thread `elements_per_thread` of the `elements` that it
/// writes. The last block may have threads too many: the kernel checks.
template <class... Parameters, class... Arguments>
void launch(Stream& stream, std::size_t elements, unsigned elements_per_thread, void (*kernel)(Parameters...),
            Arguments... arguments) {
  const std::size_t per_block = std::size_t{threads_per_block} * elements_per_thread;
  const std::size_t blocks = (elements + per_block - 1) / per_block;
  constexpr std::size_t most_blocks = 0x7fffffff;  // CUDA C++ Programming Guide, "Compute Capabilities"
  if (blocks > most_blocks) {
    throw Error("an array of more elements than one grid covers: give a smaller N");
  }
  cudaLaunchConfig_t configuration{};
  configuration.gridDim = static_cast<unsigned>(blocks);
  configuration.blockDim = threads_per_block;
  configuration.stream = stream.get();
  throw_on_error(cudaLaunchKernelEx(&configuration, kernel, static_cast<Parameters>(arguments)...),
                 "cudaLaunchKernelEx");
  stream.add({.launches = 1, .elements = elements});
}

}  // namespace parallelization::cuda
