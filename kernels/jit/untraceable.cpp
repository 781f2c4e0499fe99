// Traces EXPRESSION, which the test gives: what can't be traced must not compile, with a readable message.
#include "kernels/jit/tracer.hpp"

int main() {
  const auto graph = parallelization::jit::trace([](const auto& x) { return EXPRESSION; });
  return graph.nodes.empty() ? 1 : 0;
}
