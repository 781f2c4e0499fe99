// `multithreading/pool`: persistent threads, each on its own contiguous share: what threads can do when
// waking them costs next to nothing.
#include "kernels/local_strategy.hpp"
#include "kernels/multithreading/thread_pool.hpp"
#include "kernels/partition.hpp"
#include "kernels/vectorized/simd.hpp"

namespace parallelization {
namespace {

class Pool final : public LocalStrategy {
 public:
  explicit Pool(const Setup& setup)
      : LocalStrategy(setup),
        stores_(simd::stores_for(setup.count())),
        seen_(busy_workers(setup.count(), setup.workers)),
        pool_(static_cast<unsigned>(seen_.size()), [this](unsigned worker) { compute(worker); }) {}

  void run() override { pool_.run(); }

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
  ThreadPool pool_;  // last: its threads use all of the above
};

const Registration registration{
    {.name = "multithreading/pool",
     .summary = "persistent threads that spin briefly, then sleep; one share each",
     .make = make_strategy<Pool>,
     .division = Division::even_shares}};

}  // namespace
}  // namespace parallelization
