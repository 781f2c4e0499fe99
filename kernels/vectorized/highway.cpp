// `vectorized/highway`: explicit SIMD, the instruction set chosen while the program runs, streaming stores
// where the arrays are far larger than the last-level cache. The kernel is simd.cpp, which threads and
// processes call too.
#include "kernels/local_strategy.hpp"
#include "kernels/vectorized/simd.hpp"

namespace parallelization {
namespace {

/// What --highway_stores asks for; empty: as the size suggests.
std::optional<simd::Stores>& wanted_stores() {
  static std::optional<simd::Stores> stores;
  return stores;
}

std::optional<std::string> set_stores(std::string_view name) {
  if (name == "auto") {
    wanted_stores() = std::nullopt;
  } else if (name == "cached") {
    wanted_stores() = simd::Stores::cached;
  } else if (name == "streaming") {
    wanted_stores() = simd::Stores::streaming;
  } else {
    return "there are auto, cached and streaming";
  }
  return std::nullopt;
}

class ExplicitSimd final : public SingleThreadStrategy {
 public:
  explicit ExplicitSimd(const Setup& setup)
      : SingleThreadStrategy(setup), stores_(wanted_stores().value_or(simd::stores_for(setup.count()))) {}

  Evidence evidence() const override {
    Evidence evidence = SingleThreadStrategy::evidence();
    evidence.instruction_set = instruction_set_;
    return evidence;
  }

 private:
  void compute() override { instruction_set_ = simd::apply({x(), count()}, {y(), count()}, stores_); }

  simd::Stores stores_;
  const char* instruction_set_ = "";
};

const Registration registration{
    {.name = "vectorized/highway",
     .summary = "explicit SIMD, instruction set chosen while running, streaming stores for large arrays",
     .make = make_strategy<ExplicitSimd>,
     .flags = {{.name = "highway_target",
                .value_name = "NAME",
                .help = "Instruction set of all SIMD kernels: AVX3, AVX2, SSE4…; default: the best here",
                .set = simd::use_instruction_set},
               {.name = "highway_stores",
                .value_name = "KIND",
                .help = "Stores of vectorized/highway: cached, streaming, or auto (default: by the size)",
                .set = set_stores}}}};

}  // namespace
}  // namespace parallelization
