// Reading and computing StableHLO.
#include "kernels/jit/stablehlo_interpreter.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <sstream>
#include <stdexcept>

namespace parallelization::jit {
namespace {

using Function = double (*)(double);
using Operator = double (*)(double, double);

const std::map<std::string, Function>& functions() {
  static const std::map<std::string, Function> table{
      {"negate", [](double a) { return -a; }},
      {"convert", [](double a) { return a; }},
      {"abs", [](double a) { return std::abs(a); }},
      {"sqrt", [](double a) { return std::sqrt(a); }},
      {"exponential", [](double a) { return std::exp(a); }},
      {"log", [](double a) { return std::log(a); }},
      {"tanh", [](double a) { return std::tanh(a); }},
      {"sine", [](double a) { return std::sin(a); }},
      {"cosine", [](double a) { return std::cos(a); }},
  };
  return table;
}

const std::map<std::string, Operator>& operators() {
  static const std::map<std::string, Operator> table{
      {"add", [](double a, double b) { return a + b; }},
      {"subtract", [](double a, double b) { return a - b; }},
      {"multiply", [](double a, double b) { return a * b; }},
      {"divide", [](double a, double b) { return a / b; }},
      {"compare LT", [](double a, double b) { return a < b ? 1.0 : 0.0; }},
      {"compare LE", [](double a, double b) { return a <= b ? 1.0 : 0.0; }},
      {"compare EQ", [](double a, double b) { return a == b ? 1.0 : 0.0; }},
      {"compare NE", [](double a, double b) { return a != b ? 1.0 : 0.0; }},
  };
  return table;
}

std::vector<std::string> split(const std::string& text, const std::string& separator) {
  std::vector<std::string> parts;
  std::size_t begin = 0;
  for (std::size_t end = 0; (end = text.find(separator, begin)) != std::string::npos;
       begin = end + separator.size()) {
    parts.push_back(text.substr(begin, end - begin));
  }
  parts.push_back(text.substr(begin));
  return parts;
}

}  // namespace

/// Goes through the lines of a text.
class StableHloProgram::Reader {
 public:
  Reader(StableHloProgram& program, const std::string& text) : program_(program) {
    std::istringstream lines(text);
    next(lines);
    n_by_n_ = between("(%x: tensor<", "xf32>");
    program_.n_ = std::strtoul(n_by_n_.c_str(), nullptr, 10);
    require(line_ == "func.func public @main(%x: " + tensor("f32") + ") -> " + tensor("f32") + " {");
    values_["%x"] = {.place = 0, .type = "f32"};
    for (next(lines); !line_.starts_with("  return "); next(lines)) {
      instruction();
    }
    const Value result = value(between("return ", " : "));
    require(result.type == "f32" && line_.ends_with(" : " + tensor("f32")));
    program_.result_ = result.place;
    next(lines);
    require(line_ == "}" && !std::getline(lines, line_));
  }

 private:
  struct Value {
    std::size_t place = 0;
    std::string type;
  };

  void require(bool condition) const {
    if (!condition) {
      throw std::invalid_argument("this is not understood: " + line_);
    }
  }

  void next(std::istringstream& lines) { require(static_cast<bool>(std::getline(lines, line_))); }

  std::string between(const std::string& before, const std::string& after) const {
    const std::size_t begin = line_.find(before);
    require(begin != std::string::npos);
    const std::size_t end = line_.find(after, begin + before.size());
    require(end != std::string::npos);
    return line_.substr(begin + before.size(), end - begin - before.size());
  }

  std::string tensor(const std::string& type) const { return "tensor<" + n_by_n_ + "x" + type + ">"; }

  const Value& value(const std::string& name) const {
    const auto place = values_.find(name);
    require(place != values_.end());
    return place->second;
  }

  /// `  %v3 = stablehlo.add %x, %v1 : tensor<…>`
  void instruction() {
    const std::string name = between("  ", " = stablehlo.");
    std::string operation = between(" = stablehlo.", " ");
    auto operands = split(between(operation + " ", " : "), ", ");
    if (operation == "compare") {
      operation += " " + operands[0];
      operands.erase(operands.begin());
    }
    Instruction instruction{};
    if (const auto known = functions().find(operation); known != functions().end()) {
      instruction.function = known->second;
    }
    if (const auto known = operators().find(operation); known != operators().end()) {
      instruction.infix = known->second;
    }
    std::vector<std::string> types;
    if (operation == "constant") {
      instruction.constant = constant(operands[0]);
    } else {
      for (const std::string& operand : operands) {
        const Value& known = value(operand);
        instruction.operands.push_back(known.place);
        types.push_back(known.type);
      }
    }
    const std::string type = result_type(operation, types);
    instruction.is_float = type == "f32";
    program_.instructions_.push_back(instruction);
    const Value made{.place = program_.instructions_.size(), .type = type};
    require(name.starts_with("%v") && values_.try_emplace(name, made).second);
  }

  float constant(const std::string& dense) const {
    require(dense.starts_with("dense<") && dense.ends_with(">"));
    const std::string number = dense.substr(6, dense.size() - 7);
    char* end = nullptr;
    const float read =
        number.starts_with("0x")
            ? std::bit_cast<float>(static_cast<std::uint32_t>(std::strtoul(number.c_str(), &end, 16)))
            : std::strtof(number.c_str(), &end);
    require(*end == '\0' && !number.empty());
    return read;
  }

  /// The types that the line states must be those of the operands, in the form that this operation has.
  std::string result_type(const std::string& operation, const std::vector<std::string>& types) const {
    const std::string stated = line_.substr(line_.find(" : ") + 3);
    const auto is_number = [](const std::string& type) { return type == "f32" || type == "f64"; };
    if (operation == "constant") {
      require(stated == tensor("f32"));
      return "f32";
    }
    if (operation == "convert") {
      require(types.size() == 1 && is_number(types[0]));
      std::string to = types[0] == "f32" ? "f64" : "f32";
      require(stated == "(" + tensor(types[0]) + ") -> " + tensor(to));
      return to;
    }
    if (operation.starts_with("compare")) {
      require(operators().contains(operation) && types.size() == 2 && is_number(types[0]) &&
              types[0] == types[1]);
      require(stated == "(" + tensor(types[0]) + ", " + tensor(types[1]) + ") -> " + tensor("i1"));
      return "i1";
    }
    if (operation == "select") {
      require(types.size() == 3 && types[0] == "i1" && is_number(types[1]) && types[1] == types[2]);
      require(stated == tensor("i1") + ", " + tensor(types[1]));
      return types[1];
    }
    require(types.size() == (functions().contains(operation) ? 1U : 2U));
    require(functions().contains(operation) || operators().contains(operation));
    require(is_number(types[0]) &&
            std::ranges::all_of(types, [&](const auto& type) { return type == types[0]; }));
    require(stated == tensor(types[0]));
    return types[0];
  }

  StableHloProgram& program_;
  std::string line_;
  std::string n_by_n_;  ///< "464x464"
  std::map<std::string, Value> values_;
};

StableHloProgram::StableHloProgram(const std::string& text) {
  Reader(*this, text);
}

std::vector<float> StableHloProgram::operator()(std::span<const float> x) const {
  std::vector<float> y;
  std::vector<double> values;
  for (const float element : x) {
    values.assign(1, element);
    for (const Instruction& instruction : instructions_) {
      const auto operand = [&](std::size_t place) { return values[instruction.operands[place]]; };
      double value = instruction.constant;
      switch (instruction.operands.size()) {
        case 1:
          value = instruction.function(operand(0));
          break;
        case 2:
          value = instruction.infix(operand(0), operand(1));
          break;
        case 3:
          value = operand(0) != 0 ? operand(1) : operand(2);
          break;
        default:
          break;
      }
      values.push_back(instruction.is_float ? static_cast<double>(static_cast<float>(value)) : value);
    }
    y.push_back(static_cast<float>(values[result_]));
  }
  return y;
}

}  // namespace parallelization::jit
