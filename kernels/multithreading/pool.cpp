// `multithreading/pool`: persistent threads, each on its own contiguous share: what threads can do when
// waking them costs next to nothing.
#include "kernels/multithreading/even_shares.hpp"
#include "kernels/multithreading/thread_pool.hpp"

namespace parallelization {
namespace {

class Pool final : public EvenShares {
 public:
  explicit Pool(const Setup& setup)
      : EvenShares(setup), pool_(workers(), [this](unsigned worker) { compute(worker); }) {}

  void run() override { pool_.run(); }

 private:
  ThreadPool pool_;
};

const Registration registration{
    {.name = "multithreading/pool",
     .summary = "persistent threads that spin briefly, then sleep; one share each",
     .make = make_strategy<Pool>,
     .division = Division::even_shares}};

}  // namespace
}  // namespace parallelization
