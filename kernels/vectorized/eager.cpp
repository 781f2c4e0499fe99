// `vectorized/eager`: an operation at a time, each a pass over memory into an array of its own, as NumPy
// evaluates x + x * x + x * x * x. Each pass is vectorized; what it costs is the traffic: of the cubic five
// passes where one would do.
#include "kernels/vectorized/eager_array.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>

#include "kernels/function.hpp"
#include "kernels/strategy.hpp"
#include "kernels/worker_id.hpp"

namespace parallelization {
namespace {

using eager::EagerArray;
using eager::Tally;

class Eager final : public Strategy {
 public:
  explicit Eager(const Setup& setup) : x_(setup.count(), tally_), y_(setup.count(), tally_) {
    std::fill_n(y_.data(), y_.size(), std::numeric_limits<float>::quiet_NaN());
  }

  void load(std::span<const float> x) override { std::ranges::copy(x, x_.data()); }

  void run() override {
    tally_.passes = 0;
    tally_.arrays = 0;
    y_ = EagerArray(f(x_)).in_memory_of_its_own(x_.size(), tally_);
    worker_ = worker_id();
  }

  std::span<const float> result() override { return {y_.data(), y_.size()}; }

  Evidence evidence() const override {
    return worker_ == 0 ? Evidence{}
                        : Evidence{.workers = {worker_},
                                   .passes = tally_.passes,
                                   .instruction_set = {},
                                   .arrays = tally_.arrays};
  }

  std::vector<Metric> metrics() override {
    return {{.name = "arrays", .value = static_cast<double>(tally_.arrays)}};
  }

 private:
  Tally tally_;
  std::int64_t worker_ = 0;
  EagerArray x_;
  EagerArray y_;
};

/// What a run holds at once, of large arrays: found out with small ones.
std::size_t most_bytes_per_element() {
  constexpr std::size_t count = 16;
  Tally tally{.least_bytes_to_reuse = 0};
  EagerArray x(count, tally);
  EagerArray y(count, tally);
  std::fill_n(x.data(), count, 0.5F);
  y = EagerArray(f(x)).in_memory_of_its_own(count, tally);
  return (tally.most_bytes + count - 1) / count;
}

const Registration registration{
    {.name = "vectorized/eager",
     .summary = "a vectorized pass per operation, arrays made and reused as NumPy does it",
     .make = make_strategy<Eager>,
     .host_bytes_per_element = most_bytes_per_element()}};

}  // namespace
}  // namespace parallelization
