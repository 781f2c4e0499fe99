// Batches between two events.
#include "cuda/device_time.hpp"

namespace parallelization::cuda {
namespace {

/// 2000 times the resolution of cudaEventElapsedTime (CUDA Runtime API, Event Management).
constexpr double shortest_batch = 1e-3;

class TimedEvent {
 public:
  TimedEvent() {
    cudaEvent_t event = nullptr;
    throw_on_error(cudaEventCreate(&event), "cudaEventCreate");
    handle_.reset(event);
  }
  void record(Stream& stream) {
    throw_on_error(cudaEventRecord(handle_.get(), stream.get()), "cudaEventRecord");
  }
  double seconds_since(const TimedEvent& earlier) const {
    throw_on_error(cudaEventSynchronize(handle_.get()), "cudaEventSynchronize");
    float milliseconds = 0;
    throw_on_error(cudaEventElapsedTime(&milliseconds, earlier.handle_.get(), handle_.get()),
                   "cudaEventElapsedTime");
    return 1e-3 * static_cast<double>(milliseconds);
  }

 private:
  Owner<cudaEvent_t, cudaEventDestroy> handle_;
};

}  // namespace

double device_seconds(Stream& stream, const std::function<void()>& enqueue) {
  TimedEvent begin;
  TimedEvent end;
  for (std::size_t batch = 1;; batch *= 2) {
    begin.record(stream);
    for (std::size_t call = 0; call < batch; ++call) {
      enqueue();
    }
    end.record(stream);
    const double seconds = end.seconds_since(begin);
    if (seconds >= shortest_batch) {
      return seconds / static_cast<double>(batch);
    }
  }
}

}  // namespace parallelization::cuda
