// Reading /proc, /sys and the control groups, versions 1 and 2.
#include "benchmarks/machine.hpp"

#include <benchmark/benchmark.h>
#include <sched.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <limits>
#include <optional>
#include <sstream>
#include <thread>
#include <vector>

namespace parallelization {
namespace {

namespace fs = std::filesystem;

std::string first_line(const fs::path& file) {
  std::string line;
  std::getline(std::ifstream(file), line);
  return line;
}

std::optional<double> number(const std::string& text) {
  try {
    return std::stod(text);
  } catch (const std::exception&) {
    return std::nullopt;  // "max", or no such file
  }
}

/// The folders of this process's control group and of all that contain it. `controller` is "" for version 2.
std::vector<fs::path> control_groups(const std::string& controller) {
  const fs::path root = controller.empty() ? "/sys/fs/cgroup" : fs::path("/sys/fs/cgroup") / controller;
  std::ifstream list("/proc/self/cgroup");
  for (std::string line; std::getline(list, line);) {  // "4:cpu,cpuacct:/path", "0::/path"
    std::istringstream parts(line);
    std::string id;
    std::string controllers;
    std::string path;
    if (!std::getline(parts, id, ':') || !std::getline(parts, controllers, ':') ||
        !std::getline(parts, path)) {
      continue;
    }
    const std::string one = "," + controllers + ",";
    if (controller.empty() ? id != "0" : one.find("," + controller + ",") == std::string::npos) {
      continue;
    }
    std::vector<fs::path> groups{root};
    for (const fs::path& step : fs::path(path).relative_path()) {
      groups.push_back(groups.back() / step);
    }
    return groups;
  }
  return {};
}

/// Processors' worth of time that the control groups grant; infinite where they set no limit.
double processor_quota() {
  double quota = std::numeric_limits<double>::infinity();
  for (const fs::path& group : control_groups("")) {
    std::istringstream line(first_line(group / "cpu.max"));  // "200000 100000", "max 100000"
    std::string limit;
    double period = 0;
    if (line >> limit >> period; period > 0) {
      quota = std::min(quota, number(limit).value_or(quota * period) / period);
    }
  }
  for (const fs::path& group : control_groups("cpu")) {
    const auto limit = number(first_line(group / "cpu.cfs_quota_us"));  // −1: none
    const auto period = number(first_line(group / "cpu.cfs_period_us"));
    if (limit && period && *limit > 0 && *period > 0) {
      quota = std::min(quota, *limit / *period);
    }
  }
  return quota;
}

double memory_limit() {
  double limit = std::numeric_limits<double>::infinity();
  for (const fs::path& group : control_groups("")) {
    limit = std::min(limit, number(first_line(group / "memory.max")).value_or(limit));
  }
  for (const fs::path& group : control_groups("memory")) {
    limit = std::min(limit, number(first_line(group / "memory.limit_in_bytes")).value_or(limit));
  }
  return limit;
}

std::string value_in_cpuinfo(const std::string& key) {
  std::ifstream cpuinfo("/proc/cpuinfo");
  for (std::string line; std::getline(cpuinfo, line);) {
    const auto colon = line.find(':');
    if (line.starts_with(key) && colon != std::string::npos && colon + 2 <= line.size()) {
      return line.substr(colon + 2);
    }
  }
  return {};
}

}  // namespace

unsigned usable_processors() {
  unsigned processors = std::max(1U, std::thread::hardware_concurrency());
  cpu_set_t mask;
  if (sched_getaffinity(0, sizeof mask, &mask) == 0) {
    processors = static_cast<unsigned>(CPU_COUNT(&mask));
  }
  const double quota = std::ceil(processor_quota());
  return quota < processors ? std::max(1U, static_cast<unsigned>(quota)) : processors;
}

std::uint64_t usable_memory() {
  const double machine =
      static_cast<double>(sysconf(_SC_PHYS_PAGES)) * static_cast<double>(sysconf(_SC_PAGESIZE));
  return static_cast<std::uint64_t>(std::min(machine, memory_limit()));
}

std::string processor_model() {
  const std::string model = value_in_cpuinfo("model name");
  return model.empty() ? "unknown" : model;
}

std::string frequency_governor() {
  const std::string governor = first_line("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor");
  return governor.empty() ? "none" : governor;
}

std::string virtualization() {
  const std::string vendor = first_line("/sys/class/dmi/id/sys_vendor");
  for (const auto* const name : {"QEMU", "VMware", "Xen", "Microsoft", "Amazon EC2", "Google"}) {
    if (vendor.find(name) != std::string::npos) {
      return name;
    }
  }
  std::string hypervisor = first_line("/sys/hypervisor/type");
  if (!hypervisor.empty()) {
    return hypervisor;
  }
  const std::string flags = " " + value_in_cpuinfo("flags") + " ";
  return flags.find(" hypervisor ") != std::string::npos ? "unknown hypervisor" : "none";
}

std::string operating_system() {
  utsname name{};
  return uname(&name) == 0 ? std::string(name.sysname) + " " + name.release : "unknown";
}

std::string level_that_holds(double bytes) {
  int level = std::numeric_limits<int>::max();
  for (const auto& cache : benchmark::CPUInfo::Get().caches) {
    if (cache.type != "Instruction" && cache.size >= bytes) {
      level = std::min(level, cache.level);
    }
  }
  return level == std::numeric_limits<int>::max() ? "memory" : "L" + std::to_string(level);
}

}  // namespace parallelization
