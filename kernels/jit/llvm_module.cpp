// From a graph to machine code for this very processor: LLVM IR, the passes of -O3, ORC.
#include "kernels/jit/llvm.hpp"

#include <llvm/Config/llvm-config.h>
#include <llvm/ExecutionEngine/Orc/CompileUtils.h>
#include <llvm/ExecutionEngine/Orc/ExecutionUtils.h>
#include <llvm/ExecutionEngine/Orc/JITTargetMachineBuilder.h>
#include <llvm/ExecutionEngine/Orc/LLJIT.h>
#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/Verifier.h>
#include <llvm/Passes/PassBuilder.h>
#include <llvm/Support/TargetSelect.h>
#include <llvm/Target/TargetMachine.h>

#include <chrono>
#include <stdexcept>
#include <utility>
#include <vector>

namespace parallelization::jit {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_between(Clock::time_point start, Clock::time_point end) {
  return std::chrono::duration<double>(end - start).count();
}

/// LLVM's errors as exceptions.
template <class T>
T value_of(llvm::Expected<T> expected) {
  if (!expected) {
    throw std::runtime_error("LLVM: " + llvm::toString(expected.takeError()));
  }
  return std::move(*expected);
}

void check(llvm::Error error) {
  if (error) {
    throw std::runtime_error("LLVM: " + llvm::toString(std::move(error)));
  }
}

constexpr const char* function_name = "f";

llvm::orc::JITTargetMachineBuilder this_processor() {
  static const bool initialized = [] {
    llvm::InitializeNativeTarget();
    llvm::InitializeNativeTargetAsmPrinter();
    return true;
  }();
  static_cast<void>(initialized);
  auto builder = value_of(llvm::orc::JITTargetMachineBuilder::detectHost());
#if LLVM_VERSION_MAJOR >= 18
  builder.setCodeGenOptLevel(llvm::CodeGenOptLevel::Aggressive);
#else
  builder.setCodeGenOptLevel(llvm::CodeGenOpt::Aggressive);
#endif
  return builder;
}

/// A module that holds `void f(const float* x, float* y, size_t count)`, a loop over the elements.
class Program {
 public:
  Program(const Graph& graph, llvm::TargetMachine& target)
      : module_("jit", context_), builder_(context_), float_(builder_.getFloatTy()) {
    module_.setTargetTriple(target.getTargetTriple().str());
    module_.setDataLayout(target.createDataLayout());
    build(graph, target);
    if (llvm::verifyModule(module_)) {
      throw std::logic_error("the IR of this graph is not well formed:\n" + text());
    }
  }

  llvm::Module& module() { return module_; }

  std::string text() const {
    std::string printed;
    llvm::raw_string_ostream stream(printed);
    module_.getFunction(function_name)->print(stream);
    return stream.str();
  }

  /// The passes of -O3, the vectorizers among them.
  void optimize(llvm::TargetMachine& target) {
    llvm::LoopAnalysisManager loops;
    llvm::FunctionAnalysisManager functions;
    llvm::CGSCCAnalysisManager call_graph;
    llvm::ModuleAnalysisManager modules;
    llvm::PassBuilder passes(&target);
    passes.registerModuleAnalyses(modules);
    passes.registerCGSCCAnalyses(call_graph);
    passes.registerFunctionAnalyses(functions);
    passes.registerLoopAnalyses(loops);
    passes.crossRegisterProxies(loops, functions, call_graph, modules);
    passes.buildPerModuleDefaultPipeline(llvm::OptimizationLevel::O3).run(module_, modules);
  }

 private:
  void build(const Graph& graph, const llvm::TargetMachine& target) {
    auto* const pointer = llvm::PointerType::getUnqual(float_);
    auto* const type =
        llvm::FunctionType::get(builder_.getVoidTy(), {pointer, pointer, builder_.getInt64Ty()}, false);
    auto* const function =
        llvm::Function::Create(type, llvm::Function::ExternalLinkage, function_name, module_);
    function->addFnAttr("target-cpu", target.getTargetCPU());
    function->addFnAttr("target-features", target.getTargetFeatureString());
    // By default LLVM keeps to half of the widest vectors where it fears for the processor's frequency.
    function->addFnAttr("prefer-vector-width", "512");
    function->addParamAttr(0, llvm::Attribute::NoAlias);
    function->addParamAttr(1, llvm::Attribute::NoAlias);
    auto* const x = function->getArg(0);
    auto* const y = function->getArg(1);
    auto* const count = function->getArg(2);
    x->setName("x");
    y->setName("y");
    count->setName("count");

    auto* const entry = llvm::BasicBlock::Create(context_, "entry", function);
    auto* const loop = llvm::BasicBlock::Create(context_, "loop", function);
    auto* const end = llvm::BasicBlock::Create(context_, "end", function);
    builder_.SetInsertPoint(entry);
    builder_.CreateCondBr(builder_.CreateICmpEQ(count, builder_.getInt64(0)), end, loop);
    builder_.SetInsertPoint(loop);
    auto* const i = builder_.CreatePHI(builder_.getInt64Ty(), 2, "i");
    i->addIncoming(builder_.getInt64(0), entry);
    auto* const element = builder_.CreateLoad(float_, builder_.CreateGEP(float_, x, i), "element");
    builder_.CreateStore(result(graph, element), builder_.CreateGEP(float_, y, i));
    auto* const next = builder_.CreateAdd(i, builder_.getInt64(1), "next");
    i->addIncoming(next, loop);
    builder_.CreateCondBr(builder_.CreateICmpEQ(next, count), end, loop);
    builder_.SetInsertPoint(end);
    builder_.CreateRetVoid();
  }

  llvm::Value* result(const Graph& graph, llvm::Value* element) {
    // Multiplications and additions may become fma, as in the files that the C++ compiler makes.
    llvm::FastMathFlags flags;
    flags.setAllowContract(true);
    builder_.setFastMathFlags(flags);
    std::vector<llvm::Value*> values;
    for (const Node& node : graph.nodes) {
      values.push_back(value(node, values, element));
    }
    return values.back();
  }

  llvm::Value* value(const Node& node, const std::vector<llvm::Value*>& values, llvm::Value* element) {
    const auto operand = [&](std::size_t place) { return values[node.operands[place]]; };
    switch (node.op) {
      case Op::input:
        return element;
      case Op::constant:
        return llvm::ConstantFP::get(context_, llvm::APFloat(node.constant));
      case Op::add:
        return builder_.CreateFAdd(operand(0), operand(1));
      case Op::subtract:
        return builder_.CreateFSub(operand(0), operand(1));
      case Op::multiply:
        return builder_.CreateFMul(operand(0), operand(1));
      case Op::divide:
        return builder_.CreateFDiv(operand(0), operand(1));
      case Op::negate:
        return builder_.CreateFNeg(operand(0));
      case Op::fma:
        return builder_.CreateIntrinsic(llvm::Intrinsic::fma, {float_}, {operand(0), operand(1), operand(2)});
      case Op::min:
        return builder_.CreateSelect(builder_.CreateFCmpOLT(operand(1), operand(0)), operand(1), operand(0));
      case Op::max:
        return builder_.CreateSelect(builder_.CreateFCmpOLT(operand(0), operand(1)), operand(1), operand(0));
      case Op::abs:
        return builder_.CreateUnaryIntrinsic(llvm::Intrinsic::fabs, operand(0));
      case Op::sqrt:
        return builder_.CreateUnaryIntrinsic(llvm::Intrinsic::sqrt, operand(0));
    }
    throw std::logic_error("an operation that LLVM was not taught");
  }

  llvm::LLVMContext context_;
  llvm::Module module_;
  llvm::IRBuilder<> builder_;
  llvm::Type* float_;
};

}  // namespace

void llvm_module_compile(const Graph& graph, LlvmCode& code) {
  const auto start = Clock::now();
  auto processor = this_processor();
  const auto target = value_of(processor.createTargetMachine());
  Program program(graph, *target);
  program.optimize(*target);
  auto object = value_of(llvm::orc::SimpleCompiler(*target)(program.module()));
  const auto compiled = Clock::now();

  const std::shared_ptr<llvm::orc::LLJIT> jit =
      value_of(llvm::orc::LLJITBuilder().setJITTargetMachineBuilder(std::move(processor)).create());
  // A loop that only copies becomes a call of memcpy.
  jit->getMainJITDylib().addGenerator(value_of(llvm::orc::DynamicLibrarySearchGenerator::GetForCurrentProcess(
      jit->getDataLayout().getGlobalPrefix())));
  check(jit->addObjectFile(std::move(object)));
  const auto symbol = value_of(jit->lookup(function_name));
#if LLVM_VERSION_MAJOR >= 15
  code.run = symbol.toPtr<decltype(code.run)>();
#else
  // NOLINTNEXTLINE(performance-no-int-to-ptr): the linker tells an address
  code.run = reinterpret_cast<decltype(code.run)>(symbol.getAddress());
#endif
  code.memory = jit;
  code.compile_seconds = seconds_between(start, compiled);
  code.load_seconds = seconds_between(compiled, Clock::now());
}

void llvm_module_explain(const Graph& graph, std::string& text) {
  const auto target = value_of(this_processor().createTargetMachine());
  Program program(graph, *target);
  text = "LLVM IR\n" + program.text();
  program.optimize(*target);
  text += "\nLLVM IR after -O3 for " + target->getTargetCPU().str() + "\n" + program.text();
}

}  // namespace parallelization::jit
