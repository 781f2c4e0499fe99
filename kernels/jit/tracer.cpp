// Recording operations: sharing, folding, and putting them in order.
#include "kernels/jit/tracer.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <optional>
#include <stdexcept>
#include <tuple>
#include <utility>

namespace parallelization::jit {
namespace {

float fold(Op op, float a, float b, float c) {
  switch (op) {
    case Op::add:
      return a + b;
    case Op::subtract:
      return a - b;
    case Op::multiply:
      return a * b;
    case Op::divide:
      return a / b;
    case Op::negate:
      return -a;
    case Op::fma:
      return std::fma(a, b, c);
    case Op::min:
      return std::min(a, b);
    case Op::max:
      return std::max(a, b);
    case Op::abs:
      return std::abs(a);
    case Op::sqrt:
      return std::sqrt(a);
    case Op::exp:
      return std::exp(a);
    case Op::log:
      return std::log(a);
    case Op::tanh:
      return std::tanh(a);
    case Op::sin:
      return std::sin(a);
    case Op::cos:
      return std::cos(a);
    case Op::less:
      return a < b ? 1.0F : 0.0F;
    case Op::less_equal:
      return a <= b ? 1.0F : 0.0F;
    case Op::equal:
      return a == b ? 1.0F : 0.0F;
    case Op::not_equal:
      return a != b ? 1.0F : 0.0F;
    case Op::input:
    case Op::constant:
    case Op::select:  // of a known condition: select() takes the value itself
      break;
  }
  throw std::logic_error("only operations can be folded");
}

/// Gives it the same when its first two operands change places?
bool is_commutative(Op op) {
  return op == Op::add || op == Op::multiply || op == Op::fma || op == Op::equal || op == Op::not_equal;
}

/// Equal keys compute equal values. Constants are compared by their bits: 0 is not −0, NaN is itself.
auto key(const Node& node) {
  auto operands = node.operands;
  if (is_commutative(node.op)) {
    std::sort(operands.begin(), operands.begin() + 2);
  }
  return std::tuple(node.op, std::bit_cast<std::uint32_t>(node.constant), operands);
}

}  // namespace

bool Tape::Less::operator()(const Node& a, const Node& b) const {
  return key(a) < key(b);
}

std::size_t Tape::record(const Node& node) {
  const auto [place, is_new] = places_.try_emplace(node, nodes_.size());
  if (is_new) {
    nodes_.push_back(node);
  }
  return place->second;
}

Graph Tape::graph_of(std::size_t result) const {
  Graph graph;
  std::vector<std::optional<std::size_t>> moved_to(nodes_.size());
  std::vector<std::size_t> pending{result};
  while (!pending.empty()) {
    const std::size_t place = pending.back();
    Node node = nodes_[place];
    const auto operands = node.used_operands();
    const auto missing =
        std::ranges::find_if(operands, [&](std::size_t operand) { return !moved_to[operand]; });
    if (missing != operands.end()) {
      pending.push_back(*missing);
      continue;
    }
    pending.pop_back();
    if (!moved_to[place]) {
      for (std::size_t i = 0; i < operands.size(); ++i) {
        node.operands[i] = *moved_to[node.operands[i]];
      }
      moved_to[place] = graph.nodes.size();
      graph.nodes.push_back(node);
    }
  }
  return graph;
}

Traced Traced::apply(Op op, const Traced& a, const Traced& b, const Traced& c) {
  const std::array all{&a, &b, &c};
  const auto known = std::ranges::find_if(all, [](const Traced* value) { return value->tape_ != nullptr; });
  if (known == all.end()) {
    return fold(op, a.constant_, b.constant_, c.constant_);
  }
  Tape& tape = *(*known)->tape_;
  Node node{.op = op};
  for (std::size_t i = 0; i < arity(op); ++i) {
    node.operands[i] = all[i]->place_on(tape);
  }
  return {tape, tape.record(node)};
}

Traced select(const TracedCondition& condition, const Traced& a, const Traced& b) {
  if (condition.value_.tape_ == nullptr) {
    return condition.value_.constant_ != 0 ? a : b;
  }
  return Traced::apply(Op::select, condition.value_, a, b);
}

std::size_t Traced::place_on(Tape& tape) const {
  if (tape_ == nullptr) {
    return tape.record({.op = Op::constant, .constant = constant_});
  }
  if (tape_ != &tape) {
    throw std::logic_error("a traced function uses a value of another trace");
  }
  return place_;
}

}  // namespace parallelization::jit
