// `multithreading/tbb`: oneTBB's parallel_for, which divides the range itself and lets idle threads steal.
#include <oneapi/tbb/blocked_range.h>
#include <oneapi/tbb/parallel_for.h>

#include <algorithm>
#include <vector>

#include "kernels/local_strategy.hpp"
#include "kernels/multithreading/tbb_scheduler.hpp"
#include "kernels/partition.hpp"
#include "kernels/vectorized/simd.hpp"

namespace parallelization {
namespace {

class Tbb final : public LocalStrategy {
 public:
  explicit Tbb(const Setup& setup)
      : LocalStrategy(setup), stores_(simd::stores_for(setup.count())), scheduler_(setup.workers) {
    seen_.resize(scheduler_.places());
  }

  void run() override {
    ++run_;
    scheduler_.arena().execute([this] {
      // Chunks are cache lines: no two tasks write the same one.
      tbb::parallel_for(tbb::blocked_range<std::size_t>(0, chunk_count(count()), smallest_task),
                        [this](const auto& range) {
                          const std::size_t first = range.begin() * floats_per_chunk;
                          const std::size_t size = std::min(count(), range.end() * floats_per_chunk) - first;
                          simd::apply({x() + first, size}, {y() + first, size}, stores_);
                          seen_[TbbScheduler::place()] = {.id = worker_id(), .run = run_};
                        });
    });
  }

  Evidence evidence() const override {
    return {.workers = distinct_workers(seen_, run_), .passes = 1, .instruction_set = {}};
  }

 private:
  /// In chunks, 16 KiB: below that, a task costs more than its work.
  static constexpr std::size_t smallest_task = 256;

  simd::Stores stores_;
  std::uint64_t run_ = 0;
  std::vector<WorkerSlot> seen_;
  TbbScheduler scheduler_;
};

const Registration registration{{.name = "multithreading/tbb",
                                 .summary = "oneTBB parallel_for; the scheduler divides and balances",
                                 .make = make_strategy<Tbb>,
                                 .division = Division::by_scheduler}};

}  // namespace
}  // namespace parallelization
