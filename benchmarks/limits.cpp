// `limit/copy` and `limit/copy_parallel`: what bounds every strategy, a plain copy of the same bytes (x read
// once, y written once): by memcpy or past the caches, whichever is faster at that size.
#include <algorithm>
#include <chrono>
#include <cstring>
#include <map>
#include <utility>
#include <vector>

#include "kernels/local_strategy.hpp"
#include "kernels/multithreading/thread_pool.hpp"
#include "kernels/partition.hpp"
#include "kernels/reference.hpp"
#include "kernels/vectorized/simd.hpp"

namespace parallelization {
namespace {

class Copy : public LocalStrategy {
 public:
  Copy(const Setup& setup, unsigned workers)
      : LocalStrategy(setup),
        seen_(busy_workers(setup.count(), workers)),
        pool_(static_cast<unsigned>(seen_.size()), [this](unsigned worker) { copy(worker); }) {
    static std::map<std::pair<std::size_t, unsigned>, simd::Stores> faster;
    const auto [place, is_new] = faster.try_emplace({setup.count(), pool_.size()});
    if (is_new) {
      place->second = faster_stores();
    }
    stores_ = place->second;
    std::ranges::fill(seen_, WorkerSlot());
  }

  void run() override { pool_.run(); }

  Evidence evidence() const override {
    return {.workers = distinct_workers(seen_), .passes = 1, .instruction_set = {}};
  }

  std::optional<std::string> check(const Input& x) override {
    if (std::ranges::equal(x.values(), result())) {
      return std::nullopt;
    }
    return "the copy differs from its source";
  }

 private:
  using Clock = std::chrono::steady_clock;

  void copy(unsigned worker) {
    const auto [first, size] = share(count(), static_cast<unsigned>(seen_.size()), worker);
    if (stores_ == simd::Stores::streaming) {
      simd::stream_copy({x() + first, size}, {y() + first, size});
    } else {
      std::memcpy(y() + first, x() + first, size * sizeof(float));
    }
    seen_[worker].id = worker_id();
  }

  /// x is not loaded yet and holds NaN like y: copying it keeps y poisoned until the first run().
  Clock::duration time_of(simd::Stores stores, std::size_t runs) {
    stores_ = stores;
    pool_.run();  // what the other kind left in the caches is not its own doing
    const auto start = Clock::now();
    for (std::size_t i = 0; i < runs; ++i) {
      pool_.run();
    }
    return Clock::now() - start;
  }

  /// By the shortest of several rounds: whatever else the machine does only ever makes a round longer.
  simd::Stores faster_stores() {
    constexpr std::size_t floats_per_round = 1U << 21U;
    const std::size_t runs = std::max<std::size_t>(3, floats_per_round / count());
    constexpr int rounds = 7;
    Clock::duration cached = Clock::duration::max();
    Clock::duration streaming = Clock::duration::max();
    for (int round = 0; round < rounds; ++round) {
      cached = std::min(cached, time_of(simd::Stores::cached, runs));
      streaming = std::min(streaming, time_of(simd::Stores::streaming, runs));
    }
    return streaming < cached ? simd::Stores::streaming : simd::Stores::cached;
  }

  std::vector<WorkerSlot> seen_;
  simd::Stores stores_ = simd::Stores::cached;
  ThreadPool pool_;  // last: its threads use all of the above
};

const Registration single{{.name = "limit/copy",
                           .summary = "bound: the faster of memcpy and a streaming copy of the same bytes",
                           .make = [](const Setup& setup) { return std::make_unique<Copy>(setup, 1); }}};

const Registration parallel{
    {.name = "limit/copy_parallel",
     .summary = "bound: the same copy by all workers of a pool",
     .make = [](const Setup& setup) { return std::make_unique<Copy>(setup, setup.workers); },
     .division = Division::even_shares}};

}  // namespace
}  // namespace parallelization
