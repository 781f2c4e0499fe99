// `multithreading/openmp`: a parallel loop over shares, the one-line way to threads.
#include <omp.h>

#include <vector>

#include "kernels/local_strategy.hpp"
#include "kernels/partition.hpp"
#include "kernels/shortage.hpp"
#include "kernels/vectorized/simd.hpp"

namespace parallelization {
namespace {

class OpenMp final : public LocalStrategy {
 public:
  explicit OpenMp(const Setup& setup)
      : LocalStrategy(setup),
        stores_(simd::stores_for(setup.count())),
        seen_(busy_workers(setup.count(), setup.workers)) {
    require_threads(static_cast<unsigned>(seen_.size()) -
                    1);  // libgomp ends the program where one is missing
  }
  OpenMp(const OpenMp&) = delete;
  OpenMp& operator=(const OpenMp&) = delete;
  /// The run-time library keeps its threads, and lets them spin for milliseconds: they would disturb who
  /// comes next.
  ~OpenMp() override { omp_pause_resource_all(omp_pause_soft); }

  void run() override {
    const int workers = static_cast<int>(seen_.size());
#pragma omp parallel for num_threads(workers) schedule(static, 1)
    for (int worker = 0; worker < workers; ++worker) {
      compute(static_cast<unsigned>(worker));
    }
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

const Registration registration{{.name = "multithreading/openmp",
                                 .summary = "#pragma omp parallel for over the shares",
                                 .make = make_strategy<OpenMp>,
                                 .division = Division::even_shares}};

}  // namespace
}  // namespace parallelization
