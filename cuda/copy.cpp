// `limit/cuda_copy`: what bounds every strategy on the device, a copy of the same bytes from device memory to
// device memory (x read once, y written once), by the way that is faster at that size.
#include <algorithm>

#include "cuda/device_strategy.hpp"
#include "cuda/fastest_copy.hpp"
#include "kernels/reference.hpp"

namespace parallelization::cuda {
namespace {

class Copy final : public DeviceStrategy {
 public:
  explicit Copy(const Setup& setup) : DeviceStrategy(setup), way_(fastest_copy(setup.count()).way) {}

  std::optional<std::string> check(const Input& x) override {
    if (std::ranges::equal(x.values(), result())) {
      return std::nullopt;
    }
    return "the copy differs from its source";
  }

  std::vector<Metric> metrics() override {
    auto metrics = DeviceStrategy::metrics();
    metrics.push_back({.name = "by_kernel", .value = way_ == CopyBy::kernel ? 1.0 : 0.0});
    return metrics;
  }

 private:
  void enqueue() override { enqueue_copy(way_, stream(), x(), y(), count()); }

  CopyBy way_;
};

const Registration registration{
    on_gpu({.name = "limit/cuda_copy",
            .summary = "bound: the faster of cudaMemcpyAsync and a copying kernel, of the same bytes",
            .make = make_strategy<Copy>})};

}  // namespace
}  // namespace parallelization::cuda
