// Running error analysis: f is evaluated once, in double precision, with a number that carries how far a
// computation in float may be away from it (Higham 2002, Accuracy and Stability of Numerical Algorithms,
// 2nd edition, section 3.3, doi:10.1137/1.9780898718027). Whatever f is, that is its tolerance at x.
#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <type_traits>

namespace parallelization {

template <class T>
concept IsNumber = std::is_arithmetic_v<T> && !std::is_same_v<T, bool>;

/// Units in the last place by which exp, log, tanh, sin and cos may err in float: what Highway and glibc's
/// vector functions promise at the worst, and more than CUDA's do.
inline constexpr double library_ulp = 4;

/// Below this a library may round a result of these functions to anything that small: some flush denormals.
inline constexpr double library_underflow = std::numeric_limits<float>::min();

/// The largest |x| of which all of these libraries promise a sine and a cosine. Beyond it every answer
/// counts.
inline constexpr double trigonometric_range = 39000;

/// Which products a compiler contracts with the addition behind them, to one fused multiply-add.
enum class Contraction {
  none,
  first,  ///< of the two summands that are products, the first one
  second
};

/// How is decided what rounding errors leave open: whether a value overflows, and which branch select()
/// takes where it does not matter which is nearer.
enum class Doubt { as_computed, otherwise };

/// A value in double precision, and how far from it a float computation may be. Constants are the floats
/// that they are in every strategy. Each operation is rounded to nearest; a value that no float holds
/// becomes infinite or zero where it arises, as in float.
template <Contraction contraction = Contraction::none, Doubt doubt = Doubt::as_computed>
class RunningError {
 public:
  struct Comparison {
    bool holds = false;
    bool is_open = false;  ///< the difference is not larger than the errors
  };

  template <IsNumber Number>
  RunningError(Number number) : value_(static_cast<float>(number)) {}  // NOLINT: `2 * x` is wanted

  double value() const { return value_; }

  /// The largest distance from value(); infinite where nothing is known.
  double error() const { return error_; }

  /// May a float computation give y?
  bool covers(float y) const {
    return !is_known()          ? true
           : std::isnan(value_) ? std::isnan(y)
           : std::isinf(value_) ? y == value_
                                : std::abs(y - value_) <= error_;
  }

  friend RunningError operator+(const RunningError& a, const RunningError& b) {
    const bool fuses_a = a.is_product_ && (contraction == Contraction::first ||
                                           (contraction == Contraction::second && !b.is_product_));
    const bool fuses_b = b.is_product_ && contraction != Contraction::none && !fuses_a;
    return sum(fuses_a ? a.product_ : Unrounded{a.value_, a.error_},
               fuses_b ? b.product_ : Unrounded{b.value_, b.error_});
  }

  friend RunningError operator-(const RunningError& a) {
    RunningError result = a;
    result.value_ = -a.value_;
    result.product_.value = -a.product_.value;
    return result;
  }

  friend RunningError operator*(const RunningError& a, const RunningError& b) {
    if (!a.is_finite() || !b.is_finite()) {
      return a.has_sure_sign() && b.has_sure_sign() ? exactly(a.value_ * b.value_) : unknown();
    }
    const double value = a.value_ * b.value_;
    double error = 0;  // the product of two floats is exact in double precision
    if (a.error_ > 0 || b.error_ > 0) {
      // What double precision itself rounds counts where the float product is not rounded.
      error = std::abs(a.value_) * b.error_ + std::abs(b.value_) * a.error_ + a.error_ * b.error_ +
              std::abs(value) * 0x1p-52;
    }
    RunningError result = rounded(value, error);
    if constexpr (contraction != Contraction::none) {
      result.is_product_ = true;
      result.product_ = {value, error};
    }
    return result;
  }

  friend RunningError operator/(const RunningError& a, const RunningError& b) {
    if (!b.has_sure_sign()) {
      return unknown();
    }
    if (!a.is_finite() || !b.is_finite() || b.value_ == 0) {
      return a.has_sure_sign() ? exactly(a.value_ / b.value_) : unknown();
    }
    const double divisor = std::abs(b.value_);
    return rounded(a.value_ / b.value_,
                   (divisor * a.error_ + std::abs(a.value_) * b.error_) / divisor / (divisor - b.error_));
  }

  friend RunningError operator-(const RunningError& a, const RunningError& b) { return a + -b; }
  friend RunningError operator+(const RunningError& a) { return a; }
  RunningError& operator+=(const RunningError& b) { return *this = *this + b; }
  RunningError& operator-=(const RunningError& b) { return *this = *this - b; }
  RunningError& operator*=(const RunningError& b) { return *this = *this * b; }
  RunningError& operator/=(const RunningError& b) { return *this = *this / b; }

  friend Comparison operator<(const RunningError& a, const RunningError& b) {
    return {a.value_ < b.value_, is_open(a, b)};
  }
  friend Comparison operator<=(const RunningError& a, const RunningError& b) {
    return {a.value_ <= b.value_, is_open(a, b)};
  }
  friend Comparison operator>(const RunningError& a, const RunningError& b) {
    return {a.value_ > b.value_, is_open(a, b)};
  }
  friend Comparison operator>=(const RunningError& a, const RunningError& b) {
    return {a.value_ >= b.value_, is_open(a, b)};
  }
  friend Comparison operator==(const RunningError& a, const RunningError& b) {
    return {a.value_ == b.value_, is_open(a, b)};
  }
  friend Comparison operator!=(const RunningError& a, const RunningError& b) {
    return {a.value_ != b.value_, is_open(a, b)};
  }

  /// Where it is open which one is taken, either one lies within the result's error.
  friend RunningError select(const Comparison& condition, const RunningError& a, const RunningError& b) {
    const bool takes_a = decide(condition.holds, condition.is_open);
    const RunningError& taken = takes_a ? a : b;
    const RunningError& other = takes_a ? b : a;
    const bool covers_both = condition.is_open && taken.is_finite() && other.is_finite();
    return {taken.value_, covers_both
                              ? std::max(taken.error_, std::abs(taken.value_ - other.value_) + other.error_)
                              : taken.error_};
  }

  friend RunningError min(const RunningError& a, const RunningError& b) { return one_of(a, b, b < a); }
  friend RunningError max(const RunningError& a, const RunningError& b) { return one_of(a, b, a < b); }
  friend RunningError abs(const RunningError& a) { return {std::abs(a.value_), a.error_}; }

  /// Where there is no such instruction it may be rounded twice.
  friend RunningError fma(const RunningError& a, const RunningError& b, const RunningError& c) {
    return a * b + c;
  }

  friend RunningError sqrt(const RunningError& a) {
    if (a.may_be_negative_or_not()) {
      return unknown();
    }
    const double root = std::sqrt(a.value_);
    return a.error_ > 0 && a.value_ > 0 ? rounded(root, a.error_ / (root + std::sqrt(a.value_ - a.error_)))
                                        : rounded(root, 0);
  }

  friend RunningError exp(const RunningError& a) {
    constexpr double surely_overflows = 100;
    if (a.value_ - a.error_ > surely_overflows) {
      return exactly(infinity);
    }
    const double value = std::exp(a.value_);
    return from_library(value, a.error_ > 0 ? value * std::expm1(a.error_) : 0);
  }

  friend RunningError log(const RunningError& a) {
    if (a.may_be_negative_or_not()) {
      return unknown();
    }
    return from_library(std::log(a.value_), a.error_ > 0 ? -std::log1p(-a.error_ / a.value_) : 0);
  }

  friend RunningError tanh(const RunningError& a) {
    // The derivative, where it is largest.
    const double cosh = std::cosh(std::max(std::abs(a.value_) - a.error_, 0.0));
    return from_library(std::tanh(a.value_), a.error_ > 0 ? a.error_ / cosh / cosh : 0);
  }

  friend RunningError sin(const RunningError& a) {
    return a.is_in_trigonometric_range() ? from_library(std::sin(a.value_), a.error_) : unknown();
  }

  friend RunningError cos(const RunningError& a) {
    return a.is_in_trigonometric_range() ? from_library(std::cos(a.value_), a.error_) : unknown();
  }

 private:
  /// A product before it is rounded.
  struct Unrounded {
    double value = 0;
    double error = 0;
  };

  static constexpr double infinity = std::numeric_limits<double>::infinity();

  RunningError(double value, double error) : value_(value), error_(error) {}

  static RunningError exactly(double value) { return {value, 0}; }
  static RunningError unknown() { return {0, infinity}; }

  bool is_known() const { return error_ < infinity; }
  bool is_finite() const { return std::isfinite(value_) && is_known(); }
  bool has_sure_sign() const { return error_ == 0 || std::abs(value_) > error_; }
  bool may_be_negative_or_not() const { return error_ > 0 && !(value_ > error_) && !(-value_ > error_); }
  bool is_in_trigonometric_range() const {
    return std::isnan(value_) || std::abs(value_) + error_ <= trigonometric_range;
  }

  static bool is_open(const RunningError& a, const RunningError& b) {
    const double errors = a.error_ + b.error_;
    return errors > 0 && (errors == infinity || std::abs(a.value_ - b.value_) <= errors);
  }

  static bool decide(bool computed, bool is_open) {
    return computed != (is_open && doubt == Doubt::otherwise);
  }

  /// The largest rounding error of a float of that size, and a little for what double precision rounds.
  static double half_ulp(double magnitude) {
    constexpr std::uint64_t exponent = 0x7ff0000000000000U;
    const auto power = std::bit_cast<double>(std::bit_cast<std::uint64_t>(magnitude) & exponent);
    return std::max(power * 0x1.00001p-24, 0x1p-150);
  }

  /// The float nearest to what is `error` away from `value`. Of exact operands a result that is a float
  /// itself is not rounded.
  static RunningError rounded(double value, double error) {
    if (!(error < infinity)) {
      return unknown();
    }
    if (!std::isfinite(value)) {
      return exactly(value);
    }
    constexpr double overflow =
        0x1.ffffffp127;  // halfway between the largest float and the next power of two
    const double magnitude = std::abs(value);
    if (decide(magnitude >= overflow, std::abs(magnitude - overflow) < error)) {
      return exactly(std::copysign(infinity, value));
    }
    if (magnitude + error <= 0x1p-150) {
      return exactly(std::copysign(0.0, value));
    }
    if (error == 0 && static_cast<double>(static_cast<float>(value)) == value) {
      return exactly(value);
    }
    return {value, error + half_ulp(magnitude + error)};
  }

  static RunningError from_library(double value, double error) {
    if (!std::isfinite(value)) {
      return error < infinity ? exactly(value) : unknown();
    }
    // The ulp of what is computed, which may lie beyond the next power of two; rounded() adds half of one.
    const double furthest = std::abs(value) + error + 2 * library_ulp * half_ulp(std::abs(value) + error);
    return rounded(value, error + std::max((2 * library_ulp - 1) * half_ulp(furthest), library_underflow));
  }

  static RunningError sum(const Unrounded& a, const Unrounded& b) {
    return rounded(a.value + b.value, a.error + b.error);
  }

  static RunningError one_of(const RunningError& a, const RunningError& b, const Comparison& takes_b) {
    const RunningError& taken = takes_b.holds ? b : a;
    return {taken.value_, takes_b.is_open ? std::max(a.error_, b.error_) : taken.error_};
  }

  double value_ = 0;
  double error_ = 0;
  Unrounded product_ = {};
  bool is_product_ = false;
};

/// Is y what a float computation of f(x) may give, with and without contraction?
template <class F>
bool may_give(const F& f, float x, float y) {
  const auto covers = [&](auto argument) { return decltype(argument)(f(argument)).covers(y); };
  return covers(RunningError<Contraction::none>(x)) || covers(RunningError<Contraction::first>(x)) ||
         covers(RunningError<Contraction::second>(x)) ||
         covers(RunningError<Contraction::none, Doubt::otherwise>(x)) ||
         covers(RunningError<Contraction::first, Doubt::otherwise>(x)) ||
         covers(RunningError<Contraction::second, Doubt::otherwise>(x));
}

}  // namespace parallelization
