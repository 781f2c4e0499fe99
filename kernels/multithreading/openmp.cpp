// `multithreading/openmp`: a parallel loop over shares, the one-line way to threads.
#include <omp.h>

#include "kernels/multithreading/even_shares.hpp"
#include "kernels/shortage.hpp"

namespace parallelization {
namespace {

class OpenMp final : public EvenShares {
 public:
  explicit OpenMp(const Setup& setup) : EvenShares(setup) {
    require_threads(workers() - 1);  // libgomp ends the program where one is missing
  }
  OpenMp(const OpenMp&) = delete;
  OpenMp& operator=(const OpenMp&) = delete;
  /// The run-time library keeps its threads, and lets them spin for milliseconds: they would disturb who
  /// comes next.
  ~OpenMp() override { omp_pause_resource_all(omp_pause_soft); }

  void run() override {
    const int count = static_cast<int>(workers());
#pragma omp parallel for num_threads(count) schedule(static, 1)
    for (int worker = 0; worker < count; ++worker) {
      compute(static_cast<unsigned>(worker));
    }
  }
};

const Registration registration{{.name = "multithreading/openmp",
                                 .summary = "#pragma omp parallel for over the shares",
                                 .make = make_strategy<OpenMp>,
                                 .division = Division::even_shares}};

}  // namespace
}  // namespace parallelization
