// The common part of strategies whose arrays are two blocks of this process's memory.
#pragma once

#include <algorithm>
#include <span>
#include <vector>

#include "kernels/array.hpp"
#include "kernels/strategy.hpp"
#include "kernels/worker_id.hpp"

namespace parallelization {

/// Holds x and y in this process. A derived class reads x(), writes y(), and overrides run() and evidence().
class LocalStrategy : public Strategy {
 public:
  explicit LocalStrategy(const Setup& setup) : x_(setup.count()), y_(setup.count()) {}

  void load(std::span<const float> x) override { std::ranges::copy(x, x_.data()); }
  std::span<const float> result() override { return y_.span(); }

 protected:
  const float* x() const { return x_.data(); }
  float* y() { return y_.data(); }
  std::size_t count() const { return x_.size(); }

 private:
  Array x_;
  Array y_;
};

/// A LocalStrategy that computes in the calling thread: a derived class overrides compute().
class SingleThreadStrategy : public LocalStrategy {
 public:
  using LocalStrategy::LocalStrategy;

  void run() final {
    compute();
    worker_ = worker_id();
  }

  Evidence evidence() const override {
    Evidence evidence;
    if (worker_ != 0) {
      evidence.workers.push_back(worker_);
    }
    return evidence;
  }

 protected:
  virtual void compute() = 0;

 private:
  std::int64_t worker_ = 0;
};

}  // namespace parallelization
