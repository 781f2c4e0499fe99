// Trying, and reading limits.
#include "kernels/shortage.hpp"

#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <new>
#include <optional>
#include <system_error>
#include <thread>
#include <vector>

namespace parallelization {
namespace {

std::optional<rlim_t> limit(__rlimit_resource resource) {
  rlimit value{};
  const bool is_set = getrlimit(resource, &value) == 0 && value.rlim_cur != RLIM_INFINITY;
  return is_set ? std::optional(value.rlim_cur) : std::nullopt;
}

/// The least that this process's control groups grant, of `file`; 0 where they set no limit.
std::uint64_t group_limit(const std::string& file) {
  std::ifstream list("/proc/self/cgroup");
  std::uint64_t least = 0;
  for (std::string line; std::getline(list, line);) {  // "0::/path", "8:pids:/path"
    const auto second = line.find(':', line.find(':') + 1);
    const std::string controller = line.substr(line.find(':') + 1, second - line.find(':') - 1);
    if (second == std::string::npos || (!controller.empty() && !file.starts_with(controller))) {
      continue;
    }
    const std::filesystem::path root = std::filesystem::path("/sys/fs/cgroup") / controller;
    for (std::filesystem::path group = line.substr(second + 1);; group = group.parent_path()) {
      std::uint64_t value = 0;
      if (std::ifstream(root / group.relative_path() / file) >> value && value != 0) {
        least = least == 0 ? value : std::min(least, value);
      }
      if (group == group.parent_path()) {
        break;
      }
    }
  }
  return least;
}

std::string memory_limits() {
  std::string text;
  if (const auto bytes = limit(RLIMIT_AS)) {
    text = fmt::format("ulimit -v {}", *bytes / 1024);
  }
  if (const auto bytes = limit(RLIMIT_DATA)) {
    text += fmt::format("{}ulimit -d {}", text.empty() ? "" : ", ", *bytes / 1024);
  }
  if (const auto bytes = group_limit("memory.max"); bytes != 0) {
    text += fmt::format("{}control group: {} MiB of memory", text.empty() ? "" : ", ", bytes >> 20U);
  }
  return text.empty() ? "no memory is left" : text;
}

std::string process_limits() {
  std::string text;
  if (const auto processes = limit(RLIMIT_NPROC)) {
    text = fmt::format("ulimit -u {}", *processes);
  }
  if (const auto processes = group_limit("pids.max"); processes != 0) {
    text += fmt::format("{}control group: {} processes", text.empty() ? "" : ", ", processes);
  }
  return text.empty() ? "the system allows no more" : text;
}

/// Makes the C library set aside what it does for each thread that asks for memory, once.
void ask_for_memory() {
  void* const some = std::malloc(1);  // does not throw: nobody in that thread would catch it
  asm volatile("" : : "r"(some) : "memory");
  std::free(some);
}

/// What libraries that start threads take beside the stacks; and what the C library takes for a moment for a
/// thread that asks for memory the first time.
constexpr std::size_t reserve = std::size_t{64} << 20U;
constexpr std::size_t taken_for_a_moment = std::size_t{128} << 20U;

bool has_room(std::size_t bytes) {
  void* const room = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return room != MAP_FAILED && munmap(room, bytes) == 0;
}

/// A thread or process fails alike for want of memory for its stack, or of a number of its own.
std::string thread_limits() {
  constexpr std::size_t usual_stack = std::size_t{8} << 20U;
  const bool is_memory = !has_room(limit(RLIMIT_STACK).value_or(usual_stack) + taken_for_a_moment);
  return is_memory ? memory_limits() : process_limits();
}

std::string limits_behind(const std::error_code& code) {
  if (code == std::errc::resource_unavailable_try_again) {
    return thread_limits();
  }
  if (code == std::errc::not_enough_memory) {
    return memory_limits();
  }
  if (code == std::errc::too_many_files_open) {
    return fmt::format("ulimit -n {}", limit(RLIMIT_NOFILE).value_or(0));
  }
  return {};
}

}  // namespace

void require_threads(unsigned threads) {
  static unsigned had = 0;
  const bool memory_is_limited = limit(RLIMIT_AS).has_value();
  if (threads == 0 || (threads <= had && !memory_is_limited)) {
    return;
  }
  std::vector<std::jthread> started;
  std::atomic<bool> all_are_there{false};
  std::string shortage;
  try {
    started.reserve(threads);
    while (started.size() < threads) {
      started.emplace_back([&] {
        ask_for_memory();
        all_are_there.wait(false);
      });
    }
    if (memory_is_limited && !has_room(reserve)) {
      throw std::runtime_error("and no memory for their library (" + memory_limits() + ")");
    }
  } catch (const std::exception& error) {
    shortage =
        fmt::format("{} of {} more threads can be had: {}", started.size(), threads, explain_shortage(error));
  }
  all_are_there = true;
  all_are_there.notify_all();
  started.clear();
  if (!shortage.empty()) {
    throw std::runtime_error(shortage);
  }
  had = std::max(had, threads);
}

std::string explain_shortage(const std::exception& error) {
  std::string text = error.what();
  std::string limits;
  if (const auto* const of_system = dynamic_cast<const std::system_error*>(&error)) {
    limits = limits_behind(of_system->code());
  } else if (dynamic_cast<const std::bad_alloc*>(&error) != nullptr) {
    text = "not enough memory";
    limits = memory_limits();
  }
  return limits.empty() ? text : text + " (" + limits + ")";
}

}  // namespace parallelization
