// One rank's share of the array, and the threads that work on it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "kernels/array.hpp"
#include "kernels/multithreading/thread_pool.hpp"
#include "kernels/partition.hpp"
#include "kernels/reference.hpp"
#include "kernels/vectorized/simd.hpp"
#include "kernels/worker_id.hpp"

namespace parallelization::mpi {

class RankShare {
 public:
  /// `where` is the share's place in the whole array. `alive` is called now and then during long work.
  RankShare(Share where, unsigned threads, simd::Stores stores, std::function<void()> alive);

  Share where() const { return where_; }
  std::span<float> x() { return x_.span(); }
  std::span<float> y() { return y_.span(); }

  void fill(const Input& input);
  /// y = f(x), into y() or into another place of the same size.
  void run(std::span<float> y);
  void run() { run(y()); }
  /// As Strategy::check, for this share.
  std::optional<std::string> check(const Input& input);
  /// System ids of the threads that computed a part of y.
  std::vector<std::int64_t> workers() const { return distinct_workers(seen_); }

 private:
  enum class Work { fill, run };
  void work_through(Work work);
  void work(unsigned thread);

  Share where_;
  simd::Stores stores_;
  std::function<void()> alive_;
  Array x_;
  Array y_;
  std::vector<WorkerSlot> seen_;

  // What the threads do next.
  Work work_ = Work::run;
  const Input* input_ = nullptr;
  std::span<float> to_;
  Share block_;
  ThreadPool pool_;  // last: its threads use all of the above
};

}  // namespace parallelization::mpi
