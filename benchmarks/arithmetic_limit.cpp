// `limit/arithmetic` and `limit/arithmetic_parallel`: what bounds every strategy on the processor whatever
// its memory does, f of as many elements as the array has, over a block that stays in the L1 cache. Where
// they take longer than the copies of limits.cpp arithmetic binds, else memory does: a roofline (Williams,
// Waterman & Patterson 2009, doi:10.1145/1498765.1498785) whose roofs are both measured.
#include <algorithm>
#include <memory>
#include <span>
#include <vector>

#include <fmt/format.h>

#include "kernels/array.hpp"
#include "kernels/multithreading/thread_pool.hpp"
#include "kernels/partition.hpp"
#include "kernels/reference.hpp"
#include "kernels/strategy.hpp"
#include "kernels/vectorized/simd.hpp"
#include "kernels/worker_id.hpp"

namespace parallelization {
namespace {

/// x and y of a block take 16 KiB, half of the smallest L1 cache of processors with vectors.
constexpr std::size_t largest_block = 2048;

class Arithmetic final : public Strategy {
 public:
  Arithmetic(const Setup& setup, unsigned workers)
      : count_(setup.count()),
        x_(std::min(count_, largest_block)),
        blocks_(busy_workers(count_, workers)),
        pool_(static_cast<unsigned>(blocks_.size()), [this](unsigned worker) { compute(worker); }) {}

  /// The beginning of x stands for all of it.
  void load(std::span<const float> x) override { std::ranges::copy(x.first(x_.size()), x_.data()); }
  void fill(const Input& x) override { x.part(0, x_.span()); }

  void run() override { pool_.run(); }

  std::span<const float> result() override { return blocks_.front().y.span().first(x_.size()); }

  Evidence evidence() const override {
    Evidence evidence;
    for (const Block& block : blocks_) {
      if (block.worker != 0) {
        evidence.workers.push_back(block.worker);
      }
    }
    evidence.instruction_set = blocks_.front().instruction_set;
    return evidence;
  }

  std::optional<std::string> memory_level() const override { return "L1"; }

  std::optional<std::string> check(const Input&) override {
    std::size_t computed = 0;
    for (const Block& block : blocks_) {
      computed += block.computed;
      const std::size_t size = std::min(block.computed, x_.size());
      if (auto wrong = find_mismatch(x_.span().first(size), block.y.span().first(size))) {
        return wrong;
      }
    }
    return computed == count_ ? std::nullopt
                              : std::optional(fmt::format("computed {} elements of {}", computed, count_));
  }

 private:
  /// What one worker writes, beside whose cache lines nobody else's lie.
  struct alignas(64) Block {
    Array y{largest_block};
    std::size_t computed = 0;  ///< elements in the last run
    std::int64_t worker = 0;
    const char* instruction_set = "";
  };

  void compute(unsigned worker) {
    Block& block = blocks_[worker];
    const std::size_t all = share(count_, static_cast<unsigned>(blocks_.size()), worker).size;
    std::size_t computed = 0;
    while (computed < all) {
      const std::size_t size = std::min(x_.size(), all - computed);
      block.instruction_set =
          simd::apply(x_.span().first(size), block.y.span().first(size), simd::Stores::cached);
      computed += size;
    }
    block.computed = computed;
    block.worker = worker_id();
  }

  std::size_t count_;
  Array x_;
  std::vector<Block> blocks_;
  ThreadPool pool_;  // last: its threads use all of the above
};

Entry arithmetic(const std::string& name, const std::string& summary, bool parallel) {
  return {.name = name,
          .summary = summary,
          .make =
              [parallel](const Setup& setup) {
                return std::make_unique<Arithmetic>(setup, parallel ? setup.workers : 1);
              },
          .division = parallel ? Division::even_shares : Division::none,
          .host_bytes_per_element = 0};
}

const Registration single{arithmetic(
    "limit/arithmetic", "bound: f of as many elements over a block that stays in the L1 cache", false)};
const Registration all_workers{
    arithmetic("limit/arithmetic_parallel", "bound: the same by all workers of a pool", true)};

}  // namespace
}  // namespace parallelization
