// `jit/llvm`: the function is traced while the program runs, and compiled by LLVM for this very processor.
// `jit/llvm/cold`: all of that in every run, as in the first call of a program.
#include "kernels/jit/llvm.hpp"

#include "kernels/jit/shared_library.hpp"
#include "kernels/jit/traced_function.hpp"
#include "kernels/local_strategy.hpp"

namespace parallelization::jit {
namespace {

struct Module {
  Clock::time_point start = Clock::now();
  SharedLibrary library{beside_program(MODULE)};
  double open_seconds = seconds_since(start);
};

const Module& module() {
  static const Module opened;
  return opened;
}

/// The function's code, and what it took.
struct Compiled {
  CompileTimes times;
  LlvmCode code;
};

Compiled compile_function() {
  Compiled compiled{.times = {.open = module().open_seconds}, .code = {}};
  const auto start = Clock::now();
  const Graph graph = trace_function();
  compiled.times.trace = seconds_since(start);
  compiled.code = llvm_compile(graph);
  compiled.times.compile = compiled.code.compile_seconds;
  compiled.times.load = compiled.code.load_seconds;
  return compiled;
}

/// Compiled once per process: the code is the same for every N.
class Warm final : public SingleThreadStrategy {
 public:
  explicit Warm(const Setup& setup) : SingleThreadStrategy(setup), compiled_(cached()) {}

  std::vector<Metric> metrics() override { return compiled_.times.metrics(); }

 private:
  static const Compiled& cached() {
    static const Compiled once = compile_function();
    return once;
  }

  void compute() override { compiled_.code.run(x(), y(), count()); }

  const Compiled& compiled_;
};

class Cold final : public SingleThreadStrategy {
 public:
  explicit Cold(const Setup& setup) : SingleThreadStrategy(setup) { module(); }

  std::vector<Metric> metrics() override { return compiled_.times.metrics(); }

 private:
  void compute() override {
    compiled_ = compile_function();
    compiled_.code.run(x(), y(), count());
  }

  Compiled compiled_;
};

const Registration warm{{.name = "jit/llvm",
                         .summary = "traced, then compiled by LLVM while the program runs",
                         .make = make_strategy<Warm>,
                         .explain = [] {
                           const Graph graph = trace_function();
                           return "Graph\n\n" + graph.text() + "\n" + llvm_explain(graph);
                         }}};
const Registration cold{{.name = "jit/llvm/cold",
                         .summary = "traced and compiled by LLVM anew in every run",
                         .make = make_strategy<Cold>}};

}  // namespace

LlvmCode llvm_compile(const Graph& graph, const std::string& vector_library) {
  LlvmCode code;
  module().library.function<decltype(llvm_module_compile)>("llvm_module_compile")(graph, vector_library,
                                                                                  code);
  return code;
}

std::string llvm_explain(const Graph& graph, const std::string& vector_library) {
  std::string text;
  module().library.function<decltype(llvm_module_explain)>("llvm_module_explain")(graph, vector_library,
                                                                                  text);
  return text;
}

}  // namespace parallelization::jit
