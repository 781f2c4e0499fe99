// `cuda/graph`: the kernel of cuda/fused many times in one graph. Per run that is the time of a node: the
// least that a kernel costs on the device, with the host out of the way.
#include "cuda/device_strategy.hpp"
#include "cuda/fused.hpp"

namespace parallelization::cuda {
namespace {

constexpr unsigned nodes = 100;

class GraphOfFused final : public DeviceStrategy {
 public:
  explicit GraphOfFused(const Setup& setup)
      : DeviceStrategy(setup, nodes), graph_(stream(), [this] {
          for (unsigned node = 0; node < nodes; ++node) {
            enqueue_fused(stream(), x(), y(), count());
          }
        }) {}

 private:
  void enqueue() override { graph_.launch(stream()); }

  Graph graph_;
};

const Registration registration{on_gpu({.name = "cuda/graph",
                                        .summary = "cuda/fused 100 times in one graph: the time of one node",
                                        .make = make_strategy<GraphOfFused>,
                                        .runs_per_call = nodes})};

}  // namespace
}  // namespace parallelization::cuda
