// The square root of Eigen's packets as every strategy wants it.
#pragma once

#include <Eigen/Core>
#include <cmath>
#include <limits>

namespace parallelization {

/// For array.unaryExpr(). Eigen's own is an estimate with one step of Newton's: of infinity it makes NaN, of
/// denormals 0, and the last bit is often wrong.
struct EigenRoot {
  float operator()(float x) const { return std::sqrt(x); }

  template <class P>
  P packetOp(const P& x) const {
    using namespace Eigen::internal;
    const P is_small = pcmp_lt(x, pset1<P>(std::numeric_limits<float>::min()));
    const P scaled = pselect(is_small, pmul(x, pset1<P>(0x1p24F)), x);
    const P estimate = psqrt(scaled);
    const P residual = pmadd(pnegate(estimate), estimate, scaled);
    const P root = pmadd(residual, pdiv(pset1<P>(0.5F), estimate), estimate);
    const P unscaled = pselect(is_small, pmul(root, pset1<P>(0x1p-12F)), root);
    const P is_own_root =
        por(pcmp_eq(x, pset1<P>(0.0F)), pcmp_eq(x, pset1<P>(std::numeric_limits<float>::infinity())));
    return pselect(is_own_root, x, unscaled);
  }
};

}  // namespace parallelization

template <>
struct Eigen::internal::functor_traits<parallelization::EigenRoot> {
  enum {
    Cost = 20,
    PacketAccess =
        Eigen::internal::packet_traits<float>::HasSqrt && Eigen::internal::packet_traits<float>::HasCmp
  };
};
