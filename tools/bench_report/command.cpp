// Input and output of the subcommands.
#include "tools/bench_report/command.hpp"

#include <cstdio>
#include <stdexcept>

#include "tools/bench_report/atomic_file.hpp"
#include "tools/bench_report/reader.hpp"

namespace bench_report {

std::vector<Run> read_runs(const std::vector<std::string>& files, bool salvage) {
  std::vector<Run> runs;
  runs.reserve(files.size());
  for (const std::string& file : files) {
    runs.push_back(read_run(file, salvage));
  }
  return runs;
}

void write_output(const std::string& path, const std::string& text) {
  if (path.empty() || path == "-") {
    if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0) {
      throw std::runtime_error("standard output can't be written: is the disk full?");
    }
    return;
  }
  AtomicFile file(path);
  file.write(text);
  file.commit();
}

}  // namespace bench_report
