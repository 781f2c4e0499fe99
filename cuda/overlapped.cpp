// `cuda/overlapped`: the round trip of cuda/fused in chunks. While one chunk is computed, the next is on its
// way to the device and the last on its way back: the bus works in both directions at once.
#include <algorithm>
#include <array>
#include <limits>

#include "cuda/device_strategy.hpp"
#include "cuda/device_time.hpp"
#include "cuda/fused.hpp"

namespace parallelization::cuda {
namespace {

constexpr std::size_t most_chunks = 8;
/// 1 MiB, which a bus of 25 GB/s moves in 40 µs: several times what starting a copy costs.
constexpr std::size_t least_chunk = std::size_t{1} << 18U;

/// Its x and y are pinned memory of the host: run() is the whole way there and back.
class Overlapped final : public DeviceStrategy {
 public:
  explicit Overlapped(const Setup& setup)
      : DeviceStrategy(setup),
        chunk_(std::max(least_chunk, (count() + most_chunks - 1) / most_chunks)),
        result_(count()) {
    std::ranges::fill(result_.span(), std::numeric_limits<float>::quiet_NaN());
  }

  void load(std::span<const float> x) override {
    if (x.data() != staging().data()) {
      std::ranges::copy(x, staging().data());
    }
  }

  std::span<const float> result() override { return result_.span(); }

  /// Its device time is the bus's: no share of a copy within the device.
  std::vector<Metric> metrics() override {
    auto metrics = DeviceStrategy::metrics();
    std::erase_if(metrics, [](const Metric& metric) { return metric.name == "share_of_cuda_copy"; });
    return metrics;
  }

  std::optional<std::string> memory_level() const override { return "host memory"; }

 private:
  struct Chunk {
    Event arrived;
    Event computed;
  };

  void enqueue() override {
    const std::span<const float> source = staging();
    begun_.record(stream());
    in_.wait(begun_);
    for (std::size_t first = 0, c = 0; first < count(); first += chunk_, ++c) {
      const std::size_t size = std::min(chunk_, count() - first);
      in_.copy(source.data() + first, writable_x() + first, size, cudaMemcpyHostToDevice);
      chunks_[c].arrived.record(in_);
      stream().wait(chunks_[c].arrived);
      enqueue_fused(stream(), x() + first, y() + first, size);
      chunks_[c].computed.record(stream());
      out_.wait(chunks_[c].computed);
      out_.copy(y() + first, result_.data() + first, size, cudaMemcpyDeviceToHost);
    }
    finished_.record(out_);
    stream().wait(finished_);
  }

  std::size_t chunk_;
  PinnedArray result_;
  Stream in_;
  Stream out_;
  Event begun_;
  Event finished_;
  std::array<Chunk, most_chunks> chunks_;
};

const Registration registration{
    on_gpu({.name = "cuda/overlapped",
            .summary = "the round trip of cuda/fused in chunks, both ways at once",
            .make = make_strategy<Overlapped>,
            .roundtrip_only = true})};

}  // namespace
}  // namespace parallelization::cuda
