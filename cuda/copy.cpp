// `limit/cuda_copy`: what bounds every strategy on the device, a copy of the same bytes from device memory to
// device memory (x read once, y written once).
#include <algorithm>

#include "cuda/device_strategy.hpp"
#include "kernels/reference.hpp"

namespace parallelization::cuda {
namespace {

class Copy final : public DeviceStrategy {
 public:
  explicit Copy(const Setup& setup) : DeviceStrategy(setup) {}

  std::optional<std::string> check(const Input& x) override {
    if (std::ranges::equal(x.values(), result())) {
      return std::nullopt;
    }
    return "the copy differs from its source";
  }

 private:
  void enqueue() override { stream().copy(x(), y(), count(), cudaMemcpyDeviceToDevice); }
};

const Registration registration{on_gpu({.name = "limit/cuda_copy",
                                        .summary = "bound: a copy of the same bytes on the device",
                                        .make = make_strategy<Copy>})};

}  // namespace
}  // namespace parallelization::cuda
