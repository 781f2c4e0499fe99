// From a graph to machine code for this very processor: LLVM IR, the passes of -O3, ORC.
#include "kernels/jit/llvm.hpp"

#include <llvm/ADT/StringExtras.h>
#include <llvm/Config/llvm-config.h>
#include <llvm/ExecutionEngine/Orc/CompileUtils.h>
#include <llvm/ExecutionEngine/Orc/ExecutionUtils.h>
#include <llvm/ExecutionEngine/Orc/JITTargetMachineBuilder.h>
#include <llvm/ExecutionEngine/Orc/LLJIT.h>
#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/Verifier.h>
#include <llvm/Passes/PassBuilder.h>
#include <llvm/Support/DynamicLibrary.h>
#include <llvm/Support/TargetSelect.h>
#include <llvm/Target/TargetMachine.h>
#include <llvm/Transforms/Utils/ModuleUtils.h>

#include <array>
#include <chrono>
#include <map>
#include <memory>
#include <set>
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

/// A library of functions for whole vectors. Their names follow the vector function ABI, which OpenMP uses:
/// _ZGVdN8v_expf is expf of 8 floats in AVX2's registers (for x86 sourceware.org/glibc/wiki/libmvec, for
/// ARM64 github.com/ARM-software/abi-aa, vfabia64).
class VectorMath {
 public:
  explicit VectorMath(const std::string& file)
      : library_(llvm::sys::DynamicLibrary::getPermanentLibrary(file.c_str(), &why_not_)) {
    if (why_not_.empty()) {
      why_not_ = file + " has none";
    }
  }

  bool is_there() const { return library_.isValid(); }
  const llvm::sys::DynamicLibrary& library() const { return library_; }

  /// Its names of a scalar function, for all sizes of vectors that the target has.
  std::vector<std::string> variants(const std::string& scalar, const llvm::TargetMachine& target) {
    struct Registers {
      const char* feature;
      const char* prefix;
    };
    constexpr std::array sizes{Registers{"+sse2", "_ZGVbN4v_"}, Registers{"+avx2", "_ZGVdN8v_"},
                               Registers{"+avx512f", "_ZGVeN16v_"}, Registers{"+neon", "_ZGVnN4v_"}};
    std::vector<std::string> names;
    for (const Registers& size : sizes) {
      const std::string name = size.prefix + scalar;
      if (is_there() && target.getTargetFeatureString().contains(size.feature) &&
          library_.getAddressOfSymbol(name.c_str()) != nullptr) {
        names.push_back(name);
      }
    }
    return names;
  }

  /// Why variants() found nothing.
  const std::string& why_not() const { return why_not_; }

 private:
  std::string why_not_;
  llvm::sys::DynamicLibrary library_;
};

/// A module that holds `void f(const float* x, float* y, size_t count)`, a loop over the elements.
class Program {
 public:
  Program(const Graph& graph, llvm::TargetMachine& target, VectorMath& vector_math)
      : target_(target),
        vector_math_(vector_math),
        module_("jit", context_),
        builder_(context_),
        float_(builder_.getFloatTy()) {
    module_.setTargetTriple(target.getTargetTriple().str());
    module_.setDataLayout(target.createDataLayout());
    build(graph);
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
  void optimize() {
    llvm::LoopAnalysisManager loops;
    llvm::FunctionAnalysisManager functions;
    llvm::CGSCCAnalysisManager call_graph;
    llvm::ModuleAnalysisManager modules;
    llvm::PassBuilder passes(&target_);
    passes.registerModuleAnalyses(modules);
    passes.registerCGSCCAnalyses(call_graph);
    passes.registerFunctionAnalyses(functions);
    passes.registerLoopAnalyses(loops);
    passes.crossRegisterProxies(loops, functions, call_graph, modules);
    passes.buildPerModuleDefaultPipeline(llvm::OptimizationLevel::O3).run(module_, modules);
  }

  /// What the optimised code calls: a line for each function of the graph that is a call.
  std::string calls() const {
    std::set<std::string> called;
    for (const llvm::BasicBlock& block : *module_.getFunction(function_name)) {
      for (const llvm::Instruction& instruction : block) {
        const auto* const call = llvm::dyn_cast<llvm::CallInst>(&instruction);
        if (call != nullptr && call->getCalledFunction() != nullptr) {
          called.insert(call->getCalledFunction()->getName().str());
        }
      }
    }
    std::string lines;
    for (const auto& [name, variants] : functions_) {
      std::string vectors;
      for (const std::string& variant : variants) {
        vectors += called.contains(variant) ? (vectors.empty() ? "" : ", ") + variant : "";
      }
      lines += name + (vectors.empty() ? ": one element at a time" : ": of whole vectors, " + vectors);
      lines += variants.empty() ? " (" + vector_math_.why_not() + ")\n" : "\n";
    }
    return lines;
  }

 private:
  void build(const Graph& graph) {
    auto* const pointer = llvm::PointerType::getUnqual(float_);
    auto* const type =
        llvm::FunctionType::get(builder_.getVoidTy(), {pointer, pointer, builder_.getInt64Ty()}, false);
    auto* const function =
        llvm::Function::Create(type, llvm::Function::ExternalLinkage, function_name, module_);
    function->addFnAttr("target-cpu", target_.getTargetCPU());
    function->addFnAttr("target-features", target_.getTargetFeatureString());
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
      case Op::exp:
        return call("expf", operand(0));
      case Op::log:
        return call("logf", operand(0));
      case Op::tanh:
        return call("tanhf", operand(0));
      case Op::sin:
        return call("sinf", operand(0));
      case Op::cos:
        return call("cosf", operand(0));
      case Op::less:
        return builder_.CreateFCmpOLT(operand(0), operand(1));
      case Op::less_equal:
        return builder_.CreateFCmpOLE(operand(0), operand(1));
      case Op::equal:
        return builder_.CreateFCmpOEQ(operand(0), operand(1));
      case Op::not_equal:
        return builder_.CreateFCmpUNE(operand(0), operand(1));
      case Op::select:
        return builder_.CreateSelect(operand(0), operand(1), operand(2));
    }
    throw std::logic_error("an operation that LLVM was not taught");
  }

  /// A call of a function of the C library, which the vectorizer may replace by one of its vector variants.
  llvm::Value* call(const std::string& name, llvm::Value* operand) {
    const auto [known, is_new] = functions_.try_emplace(name);
    llvm::Function* const function = declare(name, float_);
    if (is_new) {
      known->second = vector_math_.variants(name, target_);
      for (const std::string& variant : known->second) {
        const unsigned lanes = static_cast<unsigned>(std::stoul(variant.substr(variant.find('N') + 1)));
        // Nothing calls it before the vectorizer does: without this it would be dropped as unused.
        llvm::appendToCompilerUsed(module_, {declare(variant, llvm::FixedVectorType::get(float_, lanes))});
      }
    }
    llvm::CallInst* const call = builder_.CreateCall(function, {operand});
    if (!known->second.empty()) {
      call->addFnAttr(
          llvm::Attribute::get(context_, "vector-function-abi-variant", llvm::join(known->second, ",")));
    }
    return call;
  }

  /// A function of one value of this type that gives one of the same, and does nothing else: floating-point
  /// exceptions and errno are not looked at.
  llvm::Function* declare(const std::string& name, llvm::Type* type) {
    auto* const function = llvm::cast<llvm::Function>(
        module_.getOrInsertFunction(name, llvm::FunctionType::get(type, {type}, false)).getCallee());
    function->setDoesNotAccessMemory();
    function->setDoesNotThrow();
    function->setWillReturn();
    return function;
  }

  llvm::TargetMachine& target_;
  VectorMath& vector_math_;
  std::map<std::string, std::vector<std::string>> functions_;  ///< that are called, and their vector variants
  llvm::LLVMContext context_;
  llvm::Module module_;
  llvm::IRBuilder<> builder_;
  llvm::Type* float_;
};

}  // namespace

void llvm_module_compile(const Graph& graph, const std::string& vector_library, LlvmCode& code) {
  const auto start = Clock::now();
  auto processor = this_processor();
  const auto target = value_of(processor.createTargetMachine());
  VectorMath functions(vector_library);
  Program program(graph, *target, functions);
  program.optimize();
  auto object = value_of(llvm::orc::SimpleCompiler(*target)(program.module()));
  const auto compiled = Clock::now();

  const std::shared_ptr<llvm::orc::LLJIT> jit =
      value_of(llvm::orc::LLJITBuilder().setJITTargetMachineBuilder(std::move(processor)).create());
  // A loop that only copies becomes a call of memcpy; expf and others are the C library's.
  const char prefix = jit->getDataLayout().getGlobalPrefix();
  llvm::orc::JITDylib& symbols = jit->getMainJITDylib();
  symbols.addGenerator(value_of(llvm::orc::DynamicLibrarySearchGenerator::GetForCurrentProcess(prefix)));
  if (functions.is_there()) {
    symbols.addGenerator(
        std::make_unique<llvm::orc::DynamicLibrarySearchGenerator>(functions.library(), prefix));
  }
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

void llvm_module_explain(const Graph& graph, const std::string& vector_library, std::string& text) {
  const auto target = value_of(this_processor().createTargetMachine());
  VectorMath functions(vector_library);
  Program program(graph, *target, functions);
  text = "LLVM IR\n" + program.text();
  program.optimize();
  text += "\nLLVM IR after -O3 for " + target->getTargetCPU().str() + "\n" + program.text();
  if (const std::string calls = program.calls(); !calls.empty()) {
    text += "\nFunctions that are called\n" + calls;
  }
}

}  // namespace parallelization::jit
