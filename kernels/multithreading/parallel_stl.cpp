// `multithreading/parallel_stl`, `…_elementwise` and `…_function_pointer`: the C++ standard library's
// parallel algorithms. The first calls the SIMD kernel on chunks. The second is what people write first: f
// for each element, as a lambda that the compiler inlines and vectorizes. The third names the function
// instead, and so calls it a million times. All run on oneTBB, which libstdc++ uses underneath.
#include <oneapi/tbb/task_scheduler_observer.h>

#include <algorithm>
#include <execution>
#include <numeric>
#include <vector>

#include "kernels/function.hpp"
#include "kernels/local_strategy.hpp"
#include "kernels/multithreading/tbb_scheduler.hpp"
#include "kernels/partition.hpp"
#include "kernels/vectorized/simd.hpp"

namespace parallelization {
namespace {

class Chunks final : public LocalStrategy {
 public:
  explicit Chunks(const Setup& setup)
      : LocalStrategy(setup),
        stores_(simd::stores_for(setup.count())),
        parts_(busy_workers(setup.count(), parts_per_worker * setup.workers)),
        scheduler_(setup.workers) {
    seen_.resize(scheduler_.places());
    std::iota(parts_.begin(), parts_.end(), 0U);
  }

  void run() override {
    ++run_;
    scheduler_.arena().execute([this] {
      std::for_each(std::execution::par_unseq, parts_.begin(), parts_.end(), [this](unsigned part) {
        const auto [first, size] = share(count(), static_cast<unsigned>(parts_.size()), part);
        simd::apply({x() + first, size}, {y() + first, size}, stores_);
        seen_[TbbScheduler::place()] = {.id = worker_id(), .run = run_};
      });
    });
  }

  Evidence evidence() const override {
    return {.workers = distinct_workers(seen_, run_), .passes = 1, .instruction_set = {}};
  }

 private:
  /// A few for each, so that who is early can take over from who is late.
  static constexpr unsigned parts_per_worker = 4;

  simd::Stores stores_;
  std::uint64_t run_ = 0;
  std::vector<unsigned> parts_;
  std::vector<WorkerSlot> seen_;
  TbbScheduler scheduler_;
};

/// Notes which threads are in the arena: a note in every call of f would be what is measured.
class Presence final : public tbb::task_scheduler_observer {
 public:
  explicit Presence(TbbScheduler& scheduler)
      : task_scheduler_observer(scheduler.arena()), seen_(scheduler.places()) {
    observe(true);
  }
  Presence(const Presence&) = delete;
  Presence& operator=(const Presence&) = delete;
  ~Presence() override { observe(false); }

  void on_scheduler_entry(bool) override { seen_[TbbScheduler::place()].id = worker_id(); }

  std::span<const WorkerSlot> seen() const { return seen_; }

 private:
  std::vector<WorkerSlot> seen_;
};

/// `Function` makes the function object that std::transform is given.
template <auto Function>
class Elements final : public LocalStrategy {
 public:
  explicit Elements(const Setup& setup)
      : LocalStrategy(setup), scheduler_(setup.workers), presence_(scheduler_) {}

  void run() override {
    scheduler_.arena().execute(
        [this] { std::transform(std::execution::par_unseq, x(), x() + count(), y(), Function()); });
  }

  Evidence evidence() const override {
    return {.workers = distinct_workers(presence_.seen()), .passes = 1, .instruction_set = {}};
  }

 private:
  TbbScheduler scheduler_;
  Presence presence_;
};

auto inlined() {
  return [](float value) { return f(value); };
}

auto pointer() {
  return &f<float>;
}

const Registration chunks{{.name = "multithreading/parallel_stl",
                           .summary = "std::for_each(par_unseq) over chunks of the array",
                           .make = make_strategy<Chunks>,
                           .division = Division::by_scheduler}};

const Registration elements{{.name = "multithreading/parallel_stl_elementwise",
                             .summary = "std::transform(par_unseq) with a lambda for each element",
                             .make = make_strategy<Elements<inlined>>,
                             .division = Division::by_scheduler}};

const Registration function_pointer{{.name = "multithreading/parallel_stl_function_pointer",
                                     .summary = "the same with a pointer to f: a call for each element",
                                     .make = make_strategy<Elements<pointer>>,
                                     .division = Division::by_scheduler}};

}  // namespace
}  // namespace parallelization
