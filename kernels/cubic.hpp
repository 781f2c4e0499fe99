// The function of this project, y = x + x² + x³, written once: every strategy, the reference and the
// just-in-time tracer call this template. Highway compiles it anew for each instruction set, in a namespace
// of its own, which it names in CUBIC_NAMESPACE before every inclusion; for all others it is a plain header.
#if !defined(KERNELS_CUBIC_HPP) || defined(CUBIC_NAMESPACE)
#define KERNELS_CUBIC_HPP
#ifdef CUBIC_NAMESPACE
namespace CUBIC_NAMESPACE {  // NOLINT(modernize-concat-nested-namespaces): the name is given
#else
namespace parallelization {
#endif

/// x + x·x + x·x·x for every arithmetic-like T: float, double, a SIMD vector, an Eigen array expression
/// (then the result is an expression too: hence `auto`), or a value that records what is done to it.
template <class T>
constexpr auto cubic(const T& x) {
  return x + x * x + x * x * x;
}

}  // namespace
#endif
