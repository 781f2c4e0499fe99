// Memory, waiting and figures of strategies that run on a GPU.
#include "cuda/device_strategy.hpp"

#include "cuda/device.hpp"
#include "cuda/device_time.hpp"
#include "cuda/fastest_copy.hpp"

namespace parallelization::cuda {

DeviceStrategy::DeviceStrategy(const Setup& setup, unsigned runs_per_call, unsigned arrays)
    : count_(setup.count()),
      runs_per_call_(runs_per_call),
      arrays_(arrays),
      x_(device_array(count_)),
      y_(device_array(count_)) {
  constexpr int not_a_number = 0xff;  // in every byte
  throw_on_error(cudaMemsetAsync(y_.get(), not_a_number, count_ * sizeof(float), stream_.get()),
                 "cudaMemsetAsync");
}

void DeviceStrategy::load(std::span<const float> x) {
  stream_.copy(x.data(), x_.get(), x.size(), cudaMemcpyHostToDevice);
  if (!staging_ || x.data() != staging_->data()) {
    stream_.synchronize();
  }
}

void DeviceStrategy::run() {
  const Work before = stream_.work();
  enqueue();
  stream_.synchronize();
  last_ = stream_.work() - before;
}

std::span<const float> DeviceStrategy::result() {
  if (!result_) {
    result_.emplace(count_);
  }
  stream_.copy(y_.get(), result_->data(), count_, cudaMemcpyDeviceToHost);
  stream_.synchronize();
  return result_->span();
}

std::span<float> DeviceStrategy::staging() {
  if (!staging_) {
    staging_.emplace(count_);
  }
  return staging_->span();
}

Evidence DeviceStrategy::evidence() const {
  if (last_.elements == 0) {
    return {};
  }
  int device = 0;
  throw_on_error(cudaGetDevice(&device), "cudaGetDevice");
  return {.workers = {device},
          .passes = static_cast<unsigned>(last_.elements / (count_ * runs_per_call_)),
          .instruction_set = {}};
}

std::vector<Metric> DeviceStrategy::metrics() {
  const double seconds = device_seconds(stream_, [this] { enqueue(); }) / runs_per_call_;
  stream_.synchronize();
  const double bytes = 2.0 * sizeof(float) * static_cast<double>(count_);
  return {{.name = "device_seconds", .value = seconds},
          {.name = "device_bytes_per_second", .value = bytes / seconds},
          {.name = "share_of_cuda_copy", .value = fastest_copy(count_).seconds / seconds},
          {.name = "launches", .value = static_cast<double>(last_.launches) / runs_per_call_}};
}

std::optional<std::string> DeviceStrategy::memory_level() const {
  return cuda::memory_level(arrays_ * count_ * sizeof(float));
}

Entry on_gpu(Entry entry) {
  entry.unavailable = unavailable;
  entry.extra_sizes = {4096, 8192};
  entry.context = context;
  return entry;
}

}  // namespace parallelization::cuda
