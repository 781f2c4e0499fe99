// `multithreading/spawn`: new threads for every run: what a pool saves.
#include <thread>
#include <vector>

#include "kernels/local_strategy.hpp"
#include "kernels/partition.hpp"
#include "kernels/shortage.hpp"
#include "kernels/vectorized/simd.hpp"

namespace parallelization {
namespace {

class Spawn final : public LocalStrategy {
 public:
  explicit Spawn(const Setup& setup)
      : LocalStrategy(setup),
        stores_(simd::stores_for(setup.count())),
        seen_(busy_workers(setup.count(), setup.workers)) {
    require_threads(static_cast<unsigned>(seen_.size()) - 1);
  }

  void run() override {
    std::vector<std::jthread> threads;
    threads.reserve(seen_.size() - 1);
    for (unsigned worker = 1; worker < seen_.size(); ++worker) {
      threads.emplace_back([this, worker] { compute(worker); });
    }
    compute(0);
  }

  Evidence evidence() const override {
    return {.workers = distinct_workers(seen_), .passes = 1, .instruction_set = {}};
  }

 private:
  void compute(unsigned worker) {
    const auto [first, size] = share(count(), static_cast<unsigned>(seen_.size()), worker);
    simd::cubic({x() + first, size}, {y() + first, size}, stores_);
    seen_[worker].id = worker_id();
  }

  simd::Stores stores_;
  std::vector<WorkerSlot> seen_;
};

const Registration registration{{.name = "multithreading/spawn",
                                 .summary = "new threads for every run, one share each",
                                 .make = make_strategy<Spawn>,
                                 .division = Division::even_shares}};

}  // namespace
}  // namespace parallelization
