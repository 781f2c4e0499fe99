// `vectorized/eager`: an operation at a time, each a pass over memory into an array of its own, as NumPy
// evaluates x + x * x + x * x * x. Each pass is vectorized; what it costs is the traffic: five passes where
// one would do. NumPy's habits with memory are kept too: which array a result goes into, and where arrays
// come from.
#include <sys/mman.h>
#include <unistd.h>

#include <Eigen/Core>
#include <algorithm>
#include <concepts>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>

#include "kernels/cubic.hpp"
#include "kernels/strategy.hpp"
#include "kernels/worker_id.hpp"

namespace parallelization {
namespace {

/// From this size on NumPy writes a result over an operand that nobody else holds ("temporary elision",
/// numpy/_core/src/multiarray/temp_elide.c). Below, finding that out costs it more than it saves.
constexpr std::size_t least_bytes_to_reuse = std::size_t{256} << 10U;
/// From this size on NumPy advises the system to back an array with huge pages
/// (numpy/_core/src/multiarray/alloc.c).
constexpr std::size_t least_bytes_in_huge_pages = std::size_t{4} << 20U;

/// What was done, counted while it is done.
struct Tally {
  unsigned passes = 0;  ///< over whole arrays
  unsigned arrays = 0;  ///< allocated
};

/// Memory of malloc, as NumPy's.
float* allocate(std::size_t bytes) {
  void* const data = std::malloc(bytes);
  if (data == nullptr) {
    throw std::bad_alloc();
  }
  if (bytes >= least_bytes_in_huge_pages) {
    const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    const std::size_t to_next_page = page - reinterpret_cast<std::uintptr_t>(data) % page;
    // A system without huge pages refuses, and nothing is lost.
    static_cast<void>(madvise(static_cast<char*>(data) + to_next_page, bytes - to_next_page, MADV_HUGEPAGE));
  }
  return static_cast<float*>(data);
}

class EagerArray;
template <class T>
concept AnEagerArray = std::same_as<std::remove_cvref_t<T>, EagerArray>;

/// An array whose operators compute at once. Where Python counts references to tell that an operand is a
/// temporary, C++ sees it in the type: it is an rvalue.
class EagerArray {
 public:
  /// The tally is handed on to all results.
  EagerArray(std::size_t count, Tally* tally)
      : count_(count), tally_(tally), data_(allocate(count * sizeof(float))) {
    ++tally_->arrays;
  }

  float* data() { return data_.get(); }
  std::size_t size() const { return count_; }

  template <AnEagerArray A, AnEagerArray B>
  friend EagerArray operator+(A&& a, B&& b) {
    return apply(std::forward<A>(a), std::forward<B>(b), [](const auto& l, const auto& r) { return l + r; });
  }
  template <AnEagerArray A, AnEagerArray B>
  friend EagerArray operator*(A&& a, B&& b) {
    return apply(std::forward<A>(a), std::forward<B>(b), [](const auto& l, const auto& r) { return l * r; });
  }

 private:
  struct Free {
    void operator()(float* data) const { std::free(data); }
  };
  using Map = Eigen::Map<Eigen::ArrayXf>;
  using ConstMap = Eigen::Map<const Eigen::ArrayXf>;

  ConstMap map() const { return {data_.get(), static_cast<Eigen::Index>(count_)}; }

  template <class A, class B, class Operation>
  static EagerArray apply(A&& a, B&& b, Operation operation) {
    const ConstMap left = a.map();
    const ConstMap right = b.map();
    EagerArray result = room_for_result(std::forward<A>(a), std::forward<B>(b));
    Map(result.data(), static_cast<Eigen::Index>(result.size())) = operation(left, right);
    ++result.tally_->passes;
    return result;
  }

  /// Operations are commutative: the right operand is as good as the left one.
  template <class A, class B>
  static EagerArray room_for_result(A&& a, B&& b) {
    if (a.size() * sizeof(float) >= least_bytes_to_reuse) {
      if constexpr (std::is_rvalue_reference_v<A&&>) {
        return std::forward<A>(a);
      } else if constexpr (std::is_rvalue_reference_v<B&&>) {
        return std::forward<B>(b);
      }
    }
    return {a.size(), a.tally_};
  }

  std::size_t count_;
  Tally* tally_;
  std::unique_ptr<float, Free> data_;
};

class Eager final : public Strategy {
 public:
  explicit Eager(const Setup& setup) : x_(setup.count(), &tally_), y_(setup.count(), &tally_) {
    std::fill_n(y_.data(), y_.size(), std::numeric_limits<float>::quiet_NaN());
  }

  void load(std::span<const float> x) override { std::ranges::copy(x, x_.data()); }

  void run() override {
    tally_ = {};
    y_ = cubic(x_);
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

const Registration registration{
    {.name = "vectorized/eager",
     .summary = "a vectorized pass per operation, arrays made and reused as NumPy does it",
     .make = make_strategy<Eager>,
     .host_bytes_per_element = 5 * sizeof(float)}};

}  // namespace
}  // namespace parallelization
