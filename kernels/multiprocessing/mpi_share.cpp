// Working through a share, block by block, so that a rank that works for long can say so.
#include "kernels/multiprocessing/mpi_share.hpp"

#include <algorithm>
#include <utility>

namespace parallelization::mpi {
namespace {

/// Large enough that calling the threads together for each block costs nothing, small enough that filling one
/// takes less than a second.
constexpr std::size_t block_floats = std::size_t{1} << 24U;

/// Array can't be empty.
std::size_t at_least_one(std::size_t size) {
  return std::max<std::size_t>(size, 1);
}

}  // namespace

RankShare::RankShare(Share where, unsigned threads, simd::Stores stores, std::function<void()> alive)
    : where_(where),
      stores_(stores),
      alive_(std::move(alive)),
      x_(at_least_one(where.size)),
      y_(at_least_one(where.size)),
      seen_(std::max(1U, busy_workers(where.size, threads))),
      pool_(static_cast<unsigned>(seen_.size()), [this](unsigned thread) { work(thread); }) {}

void RankShare::fill(const Input& input) {
  input_ = &input;
  work_through(Work::fill);
}

void RankShare::run(std::span<float> y) {
  to_ = y;
  work_through(Work::run);
}

void RankShare::work_through(Work work) {
  work_ = work;
  for (std::size_t first = 0; first < where_.size; first += block_floats) {
    block_ = {first, std::min(block_floats, where_.size - first)};
    pool_.run();
    if (first > 0) {
      alive_();
    }
  }
}

void RankShare::work(unsigned thread) {
  const auto [first, size] = share(block_.size, pool_.size(), thread);
  const auto x = x_.span().subspan(block_.first + first, size);
  if (work_ == Work::fill) {
    input_->part(where_.first + block_.first + first, x);
    return;
  }
  simd::apply(x, to_.subspan(block_.first + first, size), stores_);
  seen_[thread].id = worker_id();
}

std::optional<std::string> RankShare::check(const Input& input) {
  constexpr std::size_t block = std::size_t{1} << 20U;
  std::vector<float> x(std::min(block, where_.size));
  for (std::size_t first = 0; first < where_.size; first += block) {
    const auto part = std::span(x).first(std::min(block, where_.size - first));
    input.part(where_.first + first, part);
    if (auto wrong = find_mismatch(part, y_.span().subspan(first, part.size()), where_.first + first)) {
      return wrong;
    }
    alive_();
  }
  return std::nullopt;
}

}  // namespace parallelization::mpi
