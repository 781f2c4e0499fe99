// What a traced function is: a graph of elementwise operations on float, one input and one result.
#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "kernels/operation.hpp"

namespace parallelization::jit {

/// One value that is computed for each element.
struct Node {
  Op op = Op::input;
  float constant = 0;                     ///< where op is Op::constant
  std::array<std::size_t, 3> operands{};  ///< places in Graph::nodes, all before this one; the first
                                          ///< arity(op) count

  std::span<const std::size_t> used_operands() const { return {operands.data(), arity(op)}; }
};

/// y = f(x), element by element. Multiplications and additions may be contracted to fma, as compilers do
/// with the other strategies; nothing else may be reordered. exp, log, tanh, sin and cos are those of each
/// target's library, which may miss the exact value by some units in the last place.
struct Graph {
  std::vector<Node> nodes;  ///< never empty; the last is the result

  /// Readable: one line an operation, `%3 = %1 * x`.
  std::string text() const;
};

/// An operation as C++ writes it: `a * b`, `a < b`, `fma(a, b, c)`, `select(a, b, c)`; name_of says how a
/// node in Graph::nodes is called.
std::string expression(const Node& node, const std::function<std::string(std::size_t)>& name_of);

/// The name of a node as Graph::text() has it: "x", "0.5" or "%3".
std::string name(const Graph& graph, std::size_t node);

}  // namespace parallelization::jit
