// The common part of the strategies that run on a GPU.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "cuda/runtime.hpp"
#include "kernels/strategy.hpp"

namespace parallelization::cuda {

/// Holds x and y in the memory of the device. A derived class overrides enqueue().
class DeviceStrategy : public Strategy {
 public:
  /// `runs_per_call` as in its Entry. `arrays` are those that one run goes through, for telling whether the
  /// L2 cache holds them.
  explicit DeviceStrategy(const Setup& setup, unsigned runs_per_call = 1, unsigned arrays = 2);

  void load(std::span<const float> x) override;
  void run() final;
  std::span<const float> result() override;
  std::span<float> staging() override;
  Evidence evidence() const override;
  /// `device_seconds` of a run, `device_bytes_per_second`, `share_of_cuda_copy` (its bandwidth over that of
  /// limit/cuda_copy), and the `launches` of a run.
  std::vector<Metric> metrics() override;
  std::optional<std::string> memory_level() const override;

 protected:
  /// Puts one call's work into stream(), without waiting. What it puts into other streams begins after what
  /// was in stream(), and stream() waits for it.
  virtual void enqueue() = 0;

  Stream& stream() { return stream_; }
  const float* x() const { return x_.get(); }
  float* y() const { return y_.get(); }
  float* writable_x() const { return x_.get(); }
  std::size_t count() const { return count_; }

 private:
  std::size_t count_;
  unsigned runs_per_call_;
  unsigned arrays_;
  Stream stream_;
  DeviceArray x_;
  DeviceArray y_;
  std::optional<PinnedArray> staging_;
  std::optional<PinnedArray> result_;
  Work last_;  // of the last run
};

/// Adds to an entry what all strategies of this group have in common. Up to N = 1000 the arrays fit into the
/// L2 cache of a large GPU: two sizes more show its memory.
Entry on_gpu(Entry entry);

}  // namespace parallelization::cuda
