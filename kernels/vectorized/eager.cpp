// `vectorized/eager`: one pass over memory and one new array per operation, as NumPy evaluates x + x * x + x
// * x * x. Each pass is vectorized; what it costs is the traffic: five passes where one would do.
#include <Eigen/Core>
#include <algorithm>
#include <cstdlib>
#include <limits>
#include <memory>
#include <new>

#include "kernels/cubic.hpp"
#include "kernels/strategy.hpp"
#include "kernels/worker_id.hpp"

namespace parallelization {
namespace {

/// An array whose operators compute at once and return a new array, allocated with malloc as NumPy does.
class EagerArray {
 public:
  /// `passes` counts the operations, as they are done; it is handed on to all results.
  EagerArray(std::size_t count, unsigned* passes)
      : count_(count), passes_(passes), data_(static_cast<float*>(std::malloc(count * sizeof(float)))) {
    if (data_ == nullptr) {
      throw std::bad_alloc();
    }
  }

  float* data() { return data_.get(); }
  const float* data() const { return data_.get(); }
  std::size_t size() const { return count_; }

  friend EagerArray operator+(const EagerArray& a, const EagerArray& b) {
    return a.pass([&](auto& out) { out = a.map() + b.map(); });
  }
  friend EagerArray operator*(const EagerArray& a, const EagerArray& b) {
    return a.pass([&](auto& out) { out = a.map() * b.map(); });
  }

 private:
  struct Free {
    void operator()(float* data) const { std::free(data); }
  };
  using Map = Eigen::Map<Eigen::ArrayXf>;
  using ConstMap = Eigen::Map<const Eigen::ArrayXf>;

  ConstMap map() const { return {data(), static_cast<Eigen::Index>(count_)}; }

  template <class Operation>
  EagerArray pass(Operation operation) const {
    EagerArray result(count_, passes_);
    Map out(result.data(), static_cast<Eigen::Index>(count_));
    operation(out);
    ++*passes_;
    return result;
  }

  std::size_t count_;
  unsigned* passes_;
  std::unique_ptr<float, Free> data_;
};

class Eager final : public Strategy {
 public:
  explicit Eager(const Setup& setup) : x_(setup.count(), &passes_), y_(setup.count(), &passes_) {
    std::fill_n(y_.data(), y_.size(), std::numeric_limits<float>::quiet_NaN());
  }

  void load(std::span<const float> x) override { std::ranges::copy(x, x_.data()); }

  void run() override {
    passes_ = 0;
    y_ = cubic(x_);
    worker_ = worker_id();
  }

  std::span<const float> result() override { return {y_.data(), y_.size()}; }

  Evidence evidence() const override {
    return worker_ == 0 ? Evidence{}
                        : Evidence{.workers = {worker_}, .passes = passes_, .instruction_set = {}};
  }

 private:
  unsigned passes_ = 0;
  std::int64_t worker_ = 0;
  EagerArray x_;
  EagerArray y_;
};

const Registration registration{
    {.name = "vectorized/eager",
     .summary = "a vectorized pass and a new array per operation, as NumPy does it",
     .make = make_strategy<Eager>,
     .host_bytes_per_element = 5 * sizeof(float)}};

}  // namespace
}  // namespace parallelization
