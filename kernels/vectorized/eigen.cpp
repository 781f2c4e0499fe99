// `vectorized/eigen`: one fused vectorized pass, by the library. Where f is an expression, as an array
// expression: what a C++ programmer writes where the notebook writes x + x * x + x * x * x. Else as a
// function of Eigen's packets.
#include <Eigen/Core>
#include <type_traits>
#include <utility>

#include "kernels/function.hpp"
#include "kernels/local_strategy.hpp"
#include "kernels/vectorized/eigen_functions.hpp"
#include "kernels/vectorized/formula.hpp"

namespace parallelization {
namespace {

/// An array expression of Eigen, with the operations of Scalar. Each gives another type.
template <class Array>
struct Expression {
  Array array;
};

template <class Array>
Expression<Array> expression(const Array& array) {
  return {array};
}

template <class T>
inline constexpr bool is_expression = false;
template <class Array>
inline constexpr bool is_expression<Expression<Array>> = true;

template <class... T>
concept SomeExpression = ((is_expression<T> || std::is_arithmetic_v<T>)&&...) && (is_expression<T> || ...);

template <class Array>
const Array& raw(const Expression<Array>& value) {
  return value.array;
}
template <class Number>
requires std::is_arithmetic_v<Number>
float raw(Number constant) {
  return static_cast<float>(constant);
}

// clang-format off
template <class A, class B> requires SomeExpression<A, B> auto operator+(const A& a, const B& b) { return expression(raw(a) + raw(b)); }
template <class A, class B> requires SomeExpression<A, B> auto operator-(const A& a, const B& b) { return expression(raw(a) - raw(b)); }
template <class A, class B> requires SomeExpression<A, B> auto operator*(const A& a, const B& b) { return expression(raw(a) * raw(b)); }
template <class A, class B> requires SomeExpression<A, B> auto operator/(const A& a, const B& b) { return expression(raw(a) / raw(b)); }
template <class A, class B, class C> requires SomeExpression<A, B, C> auto fma(const A& a, const B& b, const C& c) { return a * b + c; }
template <class A> auto operator-(const Expression<A>& a) { return expression(-a.array); }
template <class A> auto operator+(const Expression<A>& a) { return a; }
template <class A> auto abs(const Expression<A>& a) { return expression(a.array.abs()); }
template <class A> auto sqrt(const Expression<A>& a) { return expression(a.array.unaryExpr(EigenRoot())); }
template <class A> auto exp(const Expression<A>& a) { return expression(a.array.exp()); }
template <class A> auto log(const Expression<A>& a) { return expression(a.array.unaryExpr(EigenLogarithm())); }
template <class A> auto tanh(const Expression<A>& a) { return expression(a.array.tanh()); }
template <class A> auto sin(const Expression<A>& a) { return expression(a.array.sin()); }
template <class A> auto cos(const Expression<A>& a) { return expression(a.array.cos()); }
// clang-format on

/// As many floats as Eigen computes with at once, with the operations of Scalar.
template <class P>
struct Packet {
  P value;

  explicit Packet(const P& packet) : value(packet) {}
  template <class Number>
  requires(std::is_arithmetic_v<Number> && !std::is_same_v<Number, bool>) Packet(Number constant)
      : value(Eigen::internal::pset1<P>(static_cast<float>(constant))) {}  // NOLINT: `2 * x` is wanted

  friend Packet operator+(Packet a, Packet b) { return Packet(Eigen::internal::padd(a.value, b.value)); }
  friend Packet operator-(Packet a, Packet b) { return Packet(Eigen::internal::psub(a.value, b.value)); }
  friend Packet operator*(Packet a, Packet b) { return Packet(Eigen::internal::pmul(a.value, b.value)); }
  friend Packet operator/(Packet a, Packet b) { return Packet(Eigen::internal::pdiv(a.value, b.value)); }
  friend Packet operator-(Packet a) { return Packet(Eigen::internal::pnegate(a.value)); }
  friend Packet operator+(Packet a) { return a; }
  Packet& operator+=(Packet b) { return *this = *this + b; }
  Packet& operator-=(Packet b) { return *this = *this - b; }
  Packet& operator*=(Packet b) { return *this = *this * b; }
  Packet& operator/=(Packet b) { return *this = *this / b; }

  struct Condition {
    P mask;
  };
  friend Condition operator<(Packet a, Packet b) { return {Eigen::internal::pcmp_lt(a.value, b.value)}; }
  friend Condition operator<=(Packet a, Packet b) { return {Eigen::internal::pcmp_le(a.value, b.value)}; }
  friend Condition operator>(Packet a, Packet b) { return b < a; }
  friend Condition operator>=(Packet a, Packet b) { return b <= a; }
  friend Condition operator==(Packet a, Packet b) { return {Eigen::internal::pcmp_eq(a.value, b.value)}; }
  friend Condition operator!=(Packet a, Packet b) {
    return {Eigen::internal::pxor((a == b).mask, Eigen::internal::ptrue(a.value))};
  }
  friend Packet select(Condition condition, Packet a, Packet b) {
    return Packet(Eigen::internal::pselect(condition.mask, a.value, b.value));
  }

  friend Packet fma(Packet a, Packet b, Packet c) {
    return Packet(Eigen::internal::pmadd(a.value, b.value, c.value));
  }
  // Not Eigen's own, whose answer to NaN depends on the processor.
  friend Packet min(Packet a, Packet b) { return select(b < a, b, a); }
  friend Packet max(Packet a, Packet b) { return select(a < b, b, a); }
  friend Packet abs(Packet a) { return Packet(Eigen::internal::pabs(a.value)); }
  friend Packet sqrt(Packet a) { return Packet(EigenRoot().packetOp(a.value)); }
  friend Packet exp(Packet a) { return Packet(Eigen::internal::pexp(a.value)); }
  friend Packet log(Packet a) { return Packet(EigenLogarithm().packetOp(a.value)); }
  friend Packet tanh(Packet a) { return Packet(Eigen::internal::ptanh(a.value)); }
  friend Packet sin(Packet a) { return Packet(Eigen::internal::psin(a.value)); }
  friend Packet cos(Packet a) { return Packet(Eigen::internal::pcos(a.value)); }
};

struct OfPackets {
  float operator()(float x) const { return f(x); }

  template <class P>
  P packetOp(const P& x) const {
    return Packet<P>(f(Packet<P>(x))).value;
  }
};

/// Has Eigen packets of all that f needs, on this processor?
constexpr bool has_packets() {
  using Traits = Eigen::internal::packet_traits<float>;
  constexpr const auto& formula = simd::formula_of<simd::TheFunction>;
  const bool compares = formula.conditions > 0 || formula.uses(Op::min) || formula.uses(Op::max) ||
                        formula.uses(Op::sqrt) || formula.uses(Op::log);
  return Traits::Vectorizable && (!compares || Traits::HasCmp) &&
         (!formula.uses(Op::sqrt) || Traits::HasSqrt) && (!formula.uses(Op::exp) || Traits::HasExp) &&
         (!formula.uses(Op::log) || Traits::HasLog) && (!formula.uses(Op::tanh) || Traits::HasTanh) &&
         (!formula.uses(Op::sin) || Traits::HasSin) && (!formula.uses(Op::cos) || Traits::HasCos);
}

}  // namespace
}  // namespace parallelization

template <>
struct Eigen::internal::functor_traits<parallelization::OfPackets> {
  enum { Cost = 100, PacketAccess = parallelization::has_packets() };
};

namespace parallelization {
namespace {

using ConstMap = Eigen::Map<const Eigen::ArrayXf, Eigen::AlignedMax>;
using Map = Eigen::Map<Eigen::ArrayXf, Eigen::AlignedMax>;

template <class Array>
auto applied_to(const Array& x) {
  if constexpr (function::is_array_expression) {
    return f(Expression<Array>{x}).array;
  } else {
    return x.unaryExpr(OfPackets());
  }
}

class Fused final : public SingleThreadStrategy {
 public:
  using SingleThreadStrategy::SingleThreadStrategy;

 private:
  void compute() override {
    const auto size = static_cast<Eigen::Index>(count());
    const ConstMap in(x(), size);
    Map(y(), size) = applied_to(in);
  }
};

const Registration registration{
    {.name = "vectorized/eigen",
     .summary = function::is_array_expression
                    ? "one fused Eigen array expression, vectorized by the library"
                    : "one fused pass of Eigen, the function applied to the library's packets",
     .make = make_strategy<Fused>}};

}  // namespace
}  // namespace parallelization
