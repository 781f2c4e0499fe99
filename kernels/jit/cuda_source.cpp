// Printing a graph as CUDA C++.
#include "kernels/jit/cuda_source.hpp"

#include <fmt/format.h>

#include <bit>
#include <cmath>

namespace parallelization::jit {
namespace {

std::string cuda_name(const Graph& graph, std::size_t place) {
  const Node& node = graph.nodes[place];
  if (node.op != Op::constant) {
    return fmt::format("v{}", place);
  }
  return std::isfinite(node.constant)
             ? fmt::format("{:.8e}f", node.constant)
             : fmt::format("__uint_as_float(0x{:08x}u)", std::bit_cast<std::uint32_t>(node.constant));
}

std::string cuda_expression(const Graph& graph, std::size_t place) {
  const Node& node = graph.nodes[place];
  const auto name_of = [&](std::size_t operand) { return cuda_name(graph, operand); };
  const auto a = [&] { return name_of(node.operands[0]); };
  const auto b = [&] { return name_of(node.operands[1]); };
  switch (node.op) {
    case Op::input:
      return "x[i]";
    case Op::min:
      return fmt::format("{1} < {0} ? {1} : {0}", a(), b());  // CUDA's min has another rule for NaN
    case Op::max:
      return fmt::format("{0} < {1} ? {1} : {0}", a(), b());
    case Op::select:
      return fmt::format("{} ? {} : {}", a(), b(), name_of(node.operands[2]));
    default:
      return expression(node, name_of);
  }
}

}  // namespace

std::string cuda_source(const Graph& graph) {
  std::string lines;
  for (std::size_t place = 0; place < graph.nodes.size(); ++place) {
    const Op op = graph.nodes[place].op;
    if (op != Op::constant) {
      lines += fmt::format("    const {} v{} = {};\n", is_comparison(op) ? "bool" : "float", place,
                           cuda_expression(graph, place));
    }
  }
  return "extern \"C\" __global__ void f(const float* __restrict__ x, float* __restrict__ y,\n"
         "                             unsigned long long count) {\n"
         "  const unsigned long long i = (unsigned long long)blockIdx.x * blockDim.x + threadIdx.x;\n"
         "  if (i < count) {\n" +
         lines + "    y[i] = " + cuda_name(graph, graph.nodes.size() - 1) + ";\n  }\n}\n";
}

}  // namespace parallelization::jit
