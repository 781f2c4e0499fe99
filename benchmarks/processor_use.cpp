// Reading /proc/stat, and /proc/PID/stat of this program's family.
#include "benchmarks/processor_use.hpp"

#include <sched.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <thread>

#include "kernels/launcher.hpp"

namespace parallelization {
namespace {

constexpr std::chrono::milliseconds moment{100};

double ticks_per_second() {
  static const auto ticks = static_cast<double>(sysconf(_SC_CLK_TCK));
  return ticks;
}

/// Seconds that the processors of this process's affinity mask have not been idle.
double busy_seconds(const std::filesystem::path& proc) {
  cpu_set_t mine;
  CPU_ZERO(&mine);
  sched_getaffinity(0, sizeof mine, &mine);
  double ticks = 0;
  std::ifstream stat(proc / "stat");
  for (std::string line; std::getline(stat, line);) {
    std::istringstream fields(line);
    std::string name;
    fields >> name;
    if (!name.starts_with("cpu") || name.size() == 3 || !CPU_ISSET(std::stoul(name.substr(3)), &mine)) {
      continue;
    }
    double user = 0, nice = 0, system = 0, idle = 0, waiting = 0, irq = 0, softirq = 0, stolen = 0;
    fields >> user >> nice >> system >> idle >> waiting >> irq >> softirq >> stolen;
    ticks += user + nice + system + irq + softirq + stolen;
  }
  return ticks / ticks_per_second();
}

struct Process {
  pid_t parent = 0;
  double seconds = 0;  ///< its own, and of those of its children that it has waited for
};

Process read_process(const std::filesystem::path& folder) {
  std::string line;
  std::getline(std::ifstream(folder / "stat"), line);
  // The second field is a name in parentheses, in which there may be anything.
  std::istringstream fields(line.substr(std::min(line.size(), line.rfind(')') + 1)));
  std::string state;
  Process process;
  fields >> state >> process.parent;
  double skipped = 0;
  for (int field = 5; field <= 13; ++field) {
    fields >> skipped;
  }
  double user = 0, system = 0, children_user = 0, children_system = 0;
  fields >> user >> system >> children_user >> children_system;
  process.seconds = (user + system + children_user + children_system) / ticks_per_second();
  return process;
}

/// Seconds used by a process and all below it.
double seconds_of_family(const std::filesystem::path& proc, pid_t root) {
  std::map<pid_t, Process> processes;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(proc, ignored)) {
    const std::string name = entry.path().filename();
    if (std::ranges::all_of(name, [](unsigned char c) { return std::isdigit(c) != 0; })) {
      processes[std::stoi(name)] = read_process(entry.path());
    }
  }
  double seconds = 0;
  for (const auto& [pid, process] : processes) {
    pid_t ancestor = pid;
    while (ancestor != root && processes.contains(ancestor)) {
      ancestor = processes[ancestor].parent;
    }
    seconds += ancestor == root ? process.seconds : 0;
  }
  return seconds;
}

/// Under a launcher the other ranks are no strangers.
ProcessorTime look() {
  return processor_time("/proc", launched_rank() ? getppid() : getpid());
}

}  // namespace

ProcessorTime processor_time(const std::filesystem::path& proc, pid_t root) {
  return {.all = busy_seconds(proc), .own = seconds_of_family(proc, root)};
}

ProcessorUse::ProcessorUse() : start_(Clock::now()), first_(look()) {}

double ProcessorUse::by_others() const {
  const double seconds = std::chrono::duration<double>(Clock::now() - start_).count();
  const ProcessorTime now = look();
  const double others = (now.all - first_.all) - (now.own - first_.own);
  return std::max(0.0, others / seconds);
}

double ProcessorUse::by_others_now() {
  const ProcessorUse use;
  std::this_thread::sleep_for(moment);
  return use.by_others();
}

}  // namespace parallelization
