// `cuda/eager`: one kernel and one new array per operation, as CuPy evaluates x + x * x + x * x * x.
// `cuda/eager_graph`: the same five kernels and four temporary arrays, recorded once and launched as one
// graph.
#include <cstdint>

#include "cuda/device_strategy.hpp"

namespace parallelization::cuda {
namespace {

struct Add {
  __device__ float operator()(float a, float b) const { return a + b; }
};

struct Multiply {
  __device__ float operator()(float a, float b) const { return a * b; }
};

template <class Operation>
__global__ void elementwise(const float* a, const float* b, float* result, std::size_t count) {
  const std::size_t i = std::size_t{blockIdx.x} * blockDim.x + threadIdx.x;
  if (i < count) {
    result[i] = Operation()(a[i], b[i]);
  }
}

/// Makes the device's pool keep what is freed while this object lives: by default it gives all of it back to
/// the system whenever the host waits, and the next run would pay for mapping it again.
class KeepFreedMemory {
 public:
  KeepFreedMemory() {
    throw_on_error(cudaGetDevice(&device_), "cudaGetDevice");
    throw_on_error(cudaDeviceGetDefaultMemPool(&pool_, device_), "cudaDeviceGetDefaultMemPool");
    throw_on_error(set_threshold(UINT64_MAX), "cudaMemPoolSetAttribute");
  }
  KeepFreedMemory(const KeepFreedMemory&) = delete;
  KeepFreedMemory& operator=(const KeepFreedMemory&) = delete;
  ~KeepFreedMemory() {
    static_cast<void>(set_threshold(0));
    static_cast<void>(cudaMemPoolTrimTo(pool_, 0));
    static_cast<void>(cudaDeviceGraphMemTrim(device_));
  }

 private:
  cudaError_t set_threshold(std::uint64_t bytes) {
    return cudaMemPoolSetAttribute(pool_, cudaMemPoolAttrReleaseThreshold, &bytes);
  }

  int device_ = 0;
  cudaMemPool_t pool_ = nullptr;
};

/// An array that is allocated and freed in the order of the stream's work, without waiting.
class Temporary {
 public:
  Temporary(Stream& stream, std::size_t count) : stream_(stream) {
    throw_on_error(cudaMallocAsync(&data_, count * sizeof(float), stream.get()), "cudaMallocAsync");
  }
  Temporary(const Temporary&) = delete;
  Temporary& operator=(const Temporary&) = delete;
  ~Temporary() { static_cast<void>(cudaFreeAsync(data_, stream_.get())); }

  float* get() const { return static_cast<float*>(data_); }

 private:
  Stream& stream_;
  void* data_ = nullptr;
};

class Eager : public DeviceStrategy {
 public:
  explicit Eager(const Setup& setup) : DeviceStrategy(setup, 1, most_arrays) {}

 protected:
  /// In the order in which Python evaluates the formula and drops its temporaries. Written out instead of
  /// calling cubic() with an array that computes at once, because the last operation shall write to y.
  void enqueue() override {
    const Temporary sum(stream(), count());
    {
      const Temporary square(stream(), count());
      apply<Multiply>(x(), x(), square.get());
      apply<Add>(x(), square.get(), sum.get());
    }
    const Temporary cube(stream(), count());
    {
      const Temporary square(stream(), count());
      apply<Multiply>(x(), x(), square.get());
      apply<Multiply>(square.get(), x(), cube.get());
    }
    apply<Add>(sum.get(), cube.get(), y());
  }

 private:
  static constexpr unsigned most_arrays = 5;  // x, y, and three temporaries at a time

  template <class Operation>
  void apply(const float* a, const float* b, float* result) {
    launch(stream(), count(), 1, elementwise<Operation>, a, b, result, count());
  }

  KeepFreedMemory keep_;
};

class EagerGraph final : public Eager {
 public:
  explicit EagerGraph(const Setup& setup) : Eager(setup), graph_(stream(), [this] { Eager::enqueue(); }) {}

 private:
  void enqueue() override { graph_.launch(stream()); }

  Graph graph_;
};

const Registration eager{on_gpu({.name = "cuda/eager",
                                 .summary = "a kernel and a new array per operation, as CuPy does it",
                                 .make = make_strategy<Eager>,
                                 .moves_data = true})};

const Registration eager_graph{on_gpu({.name = "cuda/eager_graph",
                                       .summary = "the five kernels of cuda/eager, launched as one graph",
                                       .make = make_strategy<EagerGraph>})};

}  // namespace
}  // namespace parallelization::cuda
