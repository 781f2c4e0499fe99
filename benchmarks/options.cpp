// Reading the command line: our flags by CLI11, Google Benchmark's by library_flags.cpp.
#include "benchmarks/options.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <limits>
#include <memory>

#include "benchmarks/array_sizes.hpp"
#include "benchmarks/library_flags.hpp"
#include "benchmarks/machine.hpp"
#include "kernels/function.hpp"
#include "kernels/strategy.hpp"

namespace parallelization {
namespace {

constexpr std::size_t largest_size = std::size_t{1} << 24U;

/// A whole number from `least` to `most`, and nothing behind it.
template <class Number>
std::optional<Number> whole_number(std::string_view text, Number least, Number most) {
  Number number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool fine = error == std::errc() && end == text.data() + text.size();
  return fine && number >= least && number <= most ? std::optional(number) : std::nullopt;
}

std::vector<std::size_t> parse_sizes(const std::string& text) {
  std::vector<std::size_t> sizes;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(',', begin), text.size());
    const auto size =
        whole_number(std::string_view(text).substr(begin, end - begin), std::size_t{1}, largest_size);
    if (!size) {
      throw UsageError(
          fmt::format("--sizes={}: give whole numbers from 1 to {}, separated by commas, as in "
                      "--sizes=100,1000",
                      text, largest_size));
    }
    sizes.push_back(*size);
    begin = end + 1;
  }
  return sizes;
}

template <class Number>
void add_number(CLI::App& app, const std::string& name, const std::string& type, const std::string& help,
                Number least, Number most, Number& target) {
  app.add_option_function<std::string>(
         name,
         [=, &target](const std::string& text) {
           const auto number = whole_number(text, least, most);
           if (!number) {
             throw UsageError(
                 fmt::format("{}={}: give a whole number from {} to {}", name, text, least, most));
           }
           target = *number;
         },
         help)
      ->type_name(type)
      ->take_last();
}

std::unique_ptr<CLI::App> own_flags(Options& options) {
  auto app = std::make_unique<CLI::App>(
      fmt::format(
          "bench: which parallelization strategy computes y = {} over an N×N float32 array fastest,\n"
          "and from which N on? Measures all strategies, or those that --benchmark_filter=REGEX names.",
          function::formula),
      "bench");
  app->set_help_flag();
  app->allow_extras();
  app->add_flag("-h,--help", options.help, "Print this help and exit");
  app->add_flag("--version", options.version, "Print version, commit, compiler and libraries, and exit");
  app->add_flag("--families", options.list_families,
                "List all families with what they do and whether they can run here, and exit");
  app->add_option_function<std::string>(
         "--sizes", [&options](const std::string& text) { options.sizes = parse_sizes(text); },
         "Values of N, separated by commas")
      ->type_name("N,N,…")
      ->take_last();
  constexpr unsigned most_workers = 4096;
  add_number(*app, "--workers", "K",
             "Threads, processes or ranks at most; default: all processors that this process may use", 1U,
             most_workers, options.workers);
  constexpr auto last_seed = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  add_number(*app, "--seed", "SEED", "Seed of the input, a whole number; default: 42", std::uint64_t{0},
             last_seed, options.seed);
  app->add_option("--explain", options.explain,
                  "Print what a family compiles while the program runs (jit/llvm …), and exit")
      ->type_name("FAMILY")
      ->take_last();
  for (const Entry& entry : strategies()) {
    for (const Flag& flag : entry.flags) {
      app->add_option_function<std::string>(
             "--" + flag.name,
             [&flag](const std::string& value) {
               if (const auto wrong = flag.set(value)) {
                 throw UsageError("--" + flag.name + "=" + value + ": " + *wrong);
               }
             },
             flag.help)
          ->type_name(flag.value_name)
          ->take_last();
    }
  }
  return app;
}

/// Said here, in our words, before CLI11 says it in its own.
void refuse_flags_without_value(const CLI::App& app, int argc, char** argv) {
  for (const CLI::Option* const option : app.get_options()) {
    if (option->get_expected_max() == 0) {
      continue;
    }
    const std::string name = option->get_name();
    for (int i = 1; i < argc; ++i) {
      const std::string argument = argv[i];
      if (argument == name + "=" || (argument == name && i + 1 == argc)) {
        throw UsageError(
            fmt::format("{}: wants a value, as in {}={}", argument, name, option->get_type_name()));
      }
    }
  }
}

}  // namespace

Options parse_options(int argc, char** argv) {
  Options options;
  options.workers = usable_processors();
  options.given.assign(argv + 1, argv + argc);
  const auto app = own_flags(options);
  refuse_flags_without_value(*app, argc, argv);
  try {
    app->parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    std::string message = error.what();
    std::ranges::replace(message, '\n', ' ');
    throw UsageError(message + " (bench --help lists the flags)");
  }
  options.sizes_given = !options.sizes.empty();
  if (!options.sizes_given) {
    options.sizes.assign(default_sizes.begin(), default_sizes.end());
  }
  std::ranges::sort(options.sizes);
  options.sizes.erase(std::unique(options.sizes.begin(), options.sizes.end()), options.sizes.end());

  const std::vector<std::string> rest = app->remaining();
  const auto stranger = std::ranges::find_if(rest, [](const std::string& argument) {
    return !argument.starts_with("--benchmark_") && !argument.starts_with("--v=");
  });
  if (stranger != rest.end()) {
    throw UsageError(*stranger + ": unknown argument (bench --help lists the flags)");
  }
  read_library_flags(options, rest);
  return options;
}

std::string own_help() {
  std::string text;
  with_own_flags([&text](const CLI::App& app) { text = app.help(); });
  return text;
}

void with_own_flags(const std::function<void(const CLI::App&)>& visit) {
  Options unused;
  visit(*own_flags(unused));
}

}  // namespace parallelization
