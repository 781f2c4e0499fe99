// Printing a graph.
#include "kernels/jit/graph.hpp"

#include <fmt/format.h>

namespace parallelization::jit {
std::size_t arity(Op op) {
  switch (op) {
    case Op::input:
    case Op::constant:
      return 0;
    case Op::negate:
    case Op::abs:
    case Op::sqrt:
      return 1;
    case Op::fma:
      return 3;
    default:
      return 2;
  }
}

std::string expression(const Node& node, const std::function<std::string(std::size_t)>& name_of) {
  const auto operand = [&](std::size_t place) { return name_of(node.operands[place]); };
  const auto infix = [&](char sign) { return fmt::format("{} {} {}", operand(0), sign, operand(1)); };
  switch (node.op) {
    case Op::add:
      return infix('+');
    case Op::subtract:
      return infix('-');
    case Op::multiply:
      return infix('*');
    case Op::divide:
      return infix('/');
    case Op::negate:
      return "-" + operand(0);
    case Op::fma:
      return fmt::format("fma({}, {}, {})", operand(0), operand(1), operand(2));
    case Op::min:
      return fmt::format("min({}, {})", operand(0), operand(1));
    case Op::max:
      return fmt::format("max({}, {})", operand(0), operand(1));
    case Op::abs:
      return fmt::format("abs({})", operand(0));
    case Op::sqrt:
      return fmt::format("sqrt({})", operand(0));
    case Op::input:
    case Op::constant:
      break;
  }
  return {};
}

std::string name(const Graph& graph, std::size_t node) {
  switch (graph.nodes[node].op) {
    case Op::input:
      return "x";
    case Op::constant:
      return fmt::format("{}", graph.nodes[node].constant);
    default:
      return fmt::format("%{}", node);
  }
}

std::string Graph::text() const {
  const auto name_of = [this](std::size_t node) { return name(*this, node); };
  std::string lines;
  for (std::size_t place = 0; place < nodes.size(); ++place) {
    if (arity(nodes[place].op) > 0) {
      lines += fmt::format("{} = {}\n", name_of(place), expression(nodes[place], name_of));
    }
  }
  return lines + "y = " + name_of(nodes.size() - 1) + '\n';
}

}  // namespace parallelization::jit
