// Printing a graph as StableHLO.
#include "kernels/jit/stablehlo.hpp"

#include <fmt/format.h>

#include <bit>
#include <cmath>

namespace parallelization::jit {
namespace {

class Printer {
 public:
  Printer(const Graph& graph, std::size_t n)
      : graph_(graph),
        float_(fmt::format("tensor<{0}x{0}xf32>", n)),
        double_(fmt::format("tensor<{0}x{0}xf64>", n)),
        bool_(fmt::format("tensor<{0}x{0}xi1>", n)) {}

  std::string text() {
    for (std::size_t place = 0; place < graph_.nodes.size(); ++place) {
      print(place);
    }
    return fmt::format("func.func public @main(%x: {0}) -> {0} {{\n{1}  return {2} : {0}\n}}\n", float_,
                       lines_, value(graph_.nodes.size() - 1));
  }

 private:
  std::string value(std::size_t place) const {
    return graph_.nodes[place].op == Op::input ? "%x" : fmt::format("%v{}", place);
  }

  void line(const std::string& result, const std::string& operation) {
    lines_ += "  " + result + " = stablehlo." + operation + '\n';
  }

  /// An operation whose operands and result are tensors of float.
  void simple(std::size_t place, const char* operation) {
    const Node& node = graph_.nodes[place];
    std::string operands;
    for (const std::size_t operand : node.used_operands()) {
      operands += (operands.empty() ? "" : ", ") + value(operand);
    }
    line(value(place), fmt::format("{} {} : {}", operation, operands, float_));
  }

  void constant(std::size_t place) {
    const float number = graph_.nodes[place].constant;
    const std::string text = std::isfinite(number)
                                 ? fmt::format("{:.8e}", number)
                                 : fmt::format("0x{:08X}", std::bit_cast<std::uint32_t>(number));
    line(value(place), fmt::format("constant dense<{}> : {}", text, float_));
  }

  void fma(std::size_t place) {
    const Node& node = graph_.nodes[place];
    const std::string result = value(place);
    for (std::size_t i = 0; i < node.operands.size(); ++i) {
      line(fmt::format("{}_{}", result, i),
           fmt::format("convert {} : ({}) -> {}", value(node.operands[i]), float_, double_));
    }
    line(result + "_3", fmt::format("multiply {0}_0, {0}_1 : {1}", result, double_));
    line(result + "_4", fmt::format("add {0}_3, {0}_2 : {1}", result, double_));
    line(result, fmt::format("convert {}_4 : ({}) -> {}", result, double_, float_));
  }

  void compare(const std::string& result, const char* direction, std::size_t left, std::size_t right) {
    line(result, fmt::format("compare {}, {}, {} : ({}, {}) -> {}", direction, value(left), value(right),
                             float_, float_, bool_));
  }

  /// A comparison of the operands themselves.
  void compare(std::size_t place, const char* direction) {
    const auto& operands = graph_.nodes[place].operands;
    compare(value(place), direction, operands[0], operands[1]);
  }

  void select(const std::string& result, const std::string& condition, std::size_t if_true,
              std::size_t if_false) {
    line(result, fmt::format("select {}, {}, {} : {}, {}", condition, value(if_true), value(if_false), bool_,
                             float_));
  }

  void select(std::size_t place) {
    const auto& operands = graph_.nodes[place].operands;
    select(value(place), value(operands[0]), operands[1], operands[2]);
  }

  /// result = less < greater ? second operand : first operand
  void extreme(std::size_t place, std::size_t less, std::size_t greater) {
    const auto& operands = graph_.nodes[place].operands;
    const std::string condition = value(place) + "_0";
    compare(condition, "LT", operands[less], operands[greater]);
    select(value(place), condition, operands[1], operands[0]);
  }

  void print(std::size_t place) {
    switch (graph_.nodes[place].op) {
      case Op::input:
        return;
      case Op::constant:
        return constant(place);
      case Op::add:
        return simple(place, "add");
      case Op::subtract:
        return simple(place, "subtract");
      case Op::multiply:
        return simple(place, "multiply");
      case Op::divide:
        return simple(place, "divide");
      case Op::negate:
        return simple(place, "negate");
      case Op::fma:
        return fma(place);
      case Op::min:
        return extreme(place, 1, 0);
      case Op::max:
        return extreme(place, 0, 1);
      case Op::abs:
        return simple(place, "abs");
      case Op::sqrt:
        return simple(place, "sqrt");
      case Op::exp:
        return simple(place, "exponential");
      case Op::log:
        return simple(place, "log");
      case Op::tanh:
        return simple(place, "tanh");
      case Op::sin:
        return simple(place, "sine");
      case Op::cos:
        return simple(place, "cosine");
      case Op::less:
        return compare(place, "LT");
      case Op::less_equal:
        return compare(place, "LE");
      case Op::equal:
        return compare(place, "EQ");
      case Op::not_equal:
        return compare(place, "NE");
      case Op::select:
        return select(place);
    }
  }

  const Graph& graph_;
  std::string float_;
  std::string double_;
  std::string bool_;
  std::string lines_;
};

}  // namespace

std::string stablehlo(const Graph& graph, std::size_t n) {
  return Printer(graph, n).text();
}

}  // namespace parallelization::jit
