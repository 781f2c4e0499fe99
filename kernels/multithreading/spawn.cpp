// `multithreading/spawn`: new threads for every run: what a pool saves.
#include <thread>
#include <vector>

#include "kernels/multithreading/even_shares.hpp"
#include "kernels/shortage.hpp"

namespace parallelization {
namespace {

class Spawn final : public EvenShares {
 public:
  explicit Spawn(const Setup& setup) : EvenShares(setup) { require_threads(workers() - 1); }

  void run() override {
    std::vector<std::jthread> threads;
    threads.reserve(workers() - 1);
    for (unsigned worker = 1; worker < workers(); ++worker) {
      threads.emplace_back([this, worker] { compute(worker); });
    }
    compute(0);
  }
};

const Registration registration{{.name = "multithreading/spawn",
                                 .summary = "new threads for every run, one share each",
                                 .make = make_strategy<Spawn>,
                                 .division = Division::even_shares}};

}  // namespace
}  // namespace parallelization
