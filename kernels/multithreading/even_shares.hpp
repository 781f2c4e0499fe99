// The common part of strategies that give each thread an even share of the array: what is left to each of
// them is how it comes by its threads.
#pragma once

#include <vector>

#include "kernels/local_strategy.hpp"
#include "kernels/partition.hpp"
#include "kernels/vectorized/simd.hpp"

namespace parallelization {

/// A LocalStrategy for Division::even_shares. A derived class overrides run(), which calls compute() once for
/// each worker below workers(), each in a thread of its own.
class EvenShares : public LocalStrategy {
 public:
  explicit EvenShares(const Setup& setup)
      : LocalStrategy(setup),
        stores_(simd::stores_for(setup.count())),
        seen_(busy_workers(setup.count(), setup.workers)) {}

  Evidence evidence() const override {
    return {.workers = distinct_workers(seen_), .passes = 1, .instruction_set = {}};
  }

 protected:
  /// How many workers have a share that is not empty: at least 1.
  unsigned workers() const { return static_cast<unsigned>(seen_.size()); }

  void compute(unsigned worker) {
    const auto [first, size] = share(count(), workers(), worker);
    simd::apply({x() + first, size}, {y() + first, size}, stores_);
    seen_[worker].id = worker_id();
  }

 private:
  simd::Stores stores_;
  std::vector<WorkerSlot> seen_;
};

}  // namespace parallelization
