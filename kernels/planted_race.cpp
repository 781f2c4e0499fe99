// Built with the thread sanitizer only: a strategy with a data race, which must be reported whatever is
// suppressed.
#include "kernels/multithreading/thread_pool.hpp"

int main() {
  int shared = 0;
  parallelization::ThreadPool pool(2, [&shared](unsigned worker) {
    for (int i = 0; i < 1000; ++i) {
      shared += static_cast<int>(worker) + i;
    }
  });
  for (int run = 0; run < 100; ++run) {
    pool.run();
  }
  return shared == 0 ? 1 : 0;
}
