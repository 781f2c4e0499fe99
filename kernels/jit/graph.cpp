// Printing a graph.
#include "kernels/jit/graph.hpp"

#include <fmt/format.h>

namespace parallelization::jit {
namespace {

/// The sign between two operands; empty: it has none.
const char* sign(Op op) {
  switch (op) {
    case Op::add:
      return "+";
    case Op::subtract:
      return "-";
    case Op::multiply:
      return "*";
    case Op::divide:
      return "/";
    case Op::less:
      return "<";
    case Op::less_equal:
      return "<=";
    case Op::equal:
      return "==";
    case Op::not_equal:
      return "!=";
    default:
      return "";
  }
}

/// The name of an operation that is written as a call; of others: empty.
const char* call_name(Op op) {
  switch (op) {
    case Op::fma:
      return "fma";
    case Op::min:
      return "min";
    case Op::max:
      return "max";
    case Op::abs:
      return "abs";
    case Op::sqrt:
      return "sqrt";
    case Op::exp:
      return "exp";
    case Op::log:
      return "log";
    case Op::tanh:
      return "tanh";
    case Op::sin:
      return "sin";
    case Op::cos:
      return "cos";
    case Op::select:
      return "select";
    default:
      return "";
  }
}

}  // namespace

std::string expression(const Node& node, const std::function<std::string(std::size_t)>& name_of) {
  if (arity(node.op) == 0) {
    return {};
  }
  if (node.op == Op::negate) {
    return "-" + name_of(node.operands[0]);
  }
  if (*sign(node.op) != '\0') {
    return fmt::format("{} {} {}", name_of(node.operands[0]), sign(node.op), name_of(node.operands[1]));
  }
  std::string operands;
  for (const std::size_t operand : node.used_operands()) {
    operands += (operands.empty() ? "" : ", ") + name_of(operand);
  }
  return fmt::format("{}({})", call_name(node.op), operands);
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
