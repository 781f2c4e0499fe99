// A measurement from its first note to its last file.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "benchmarks/families.hpp"
#include "benchmarks/interrupt.hpp"
#include "benchmarks/journal.hpp"
#include "benchmarks/options.hpp"
#include "benchmarks/output.hpp"
#include "benchmarks/processor_use.hpp"
#include "benchmarks/progress.hpp"

namespace parallelization {

/// Measures families that are ready to run, shows them, and writes them, whatever happens on the way.
class Measurement {
 public:
  /// `notes`: what is to be said before it begins. Everything must outlive this object.
  Measurement(const std::vector<Family>& families, const Options& options, std::optional<Output>& out,
              std::vector<std::string> notes);

  /// Returns the exit status; throws where a result can't be written, after the others have been.
  int run();

 private:
  void watch_journal();
  void report_losses();
  /// What was finished, in the format that was asked for.
  void write_interrupted();
  void write(const std::string& text);
  void say(const std::string& line);

  const std::vector<Family>& families_;
  const Options& options_;
  std::optional<Output>& out_;
  std::vector<std::string> notes_;
  std::string last_loss_;
  Progress progress_;
  Journal journal_;
  double others_at_start_;
  ProcessorUse use_;
};

}  // namespace parallelization
