// What stablehlo.hpp writes, read again and computed, for tests: an implementation of the little of StableHLO
// that is used (https://openxla.org/stablehlo/spec), independent of the printer.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace parallelization::jit {

/// A function `main` of one n×n tensor of float whose operations are all elementwise.
class StableHloProgram {
 public:
  /// Throws std::invalid_argument, with the line, where it is no such program: an unknown operation, a value
  /// that is not there yet or stands for two, a type that is not the operand's.
  explicit StableHloProgram(const std::string& text);

  std::size_t n() const { return n_; }

  /// The result, element by element. Every operation is done in double and rounded to its type: that is the
  /// right float of + − × ÷ and sqrt (Figueroa 1995, doi:10.1145/221332.221334).
  std::vector<float> operator()(std::span<const float> x) const;

 private:
  using Function = double (*)(double);
  using Operator = double (*)(double, double);

  struct Instruction {
    std::vector<std::size_t> operands;  ///< places in the list of values, of which the input is the first
    Function function;                  ///< of one operand
    Operator infix;                     ///< of two; of three there is only select
    double constant;                    ///< of none
    bool is_float;                      ///< not double: to be rounded
  };

  class Reader;

  std::size_t n_ = 0;
  std::vector<Instruction> instructions_;  ///< one a value, after the input
  std::size_t result_ = 0;
};

}  // namespace parallelization::jit
