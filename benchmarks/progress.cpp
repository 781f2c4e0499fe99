// Drawing the progress bar.
#include "benchmarks/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <iostream>

#include "tools/bench_report/text/terminal.hpp"

namespace parallelization {
namespace {

/// In fewer than `width` columns: in the last one a terminal may begin a new line.
std::string bar(std::size_t done, std::size_t total, long left, std::size_t width) {
  constexpr std::size_t longest = 30;
  const double fraction = static_cast<double>(done) / static_cast<double>(total);
  const std::string text = fmt::format("{}/{} {}, {}:{:02} left", done, total,
                                       total == 1 ? "repetition" : "repetitions", left / 60, left % 60);
  const std::string percentage = fmt::format("{:.0f} %", 100 * fraction);
  const std::size_t brackets = 3;
  if (width <= text.size() + brackets + 1) {
    return (width > text.size() ? text : percentage).substr(0, width - 1);
  }
  const std::size_t length = std::min(longest, width - 1 - text.size() - brackets);
  const auto filled = static_cast<std::size_t>(fraction * static_cast<double>(length));
  return fmt::format("[{}{}] {}", std::string(filled, '#'), std::string(length - filled, '.'), text);
}

}  // namespace

Progress::Progress(int terminal) : terminal_(terminal), enabled_(isatty(terminal) == 1) {}

void Progress::update(std::size_t done, std::size_t total) {
  const auto now = Clock::now();
  if (!enabled_ || done == 0 || total == 0 || now - last_drawn_ < std::chrono::milliseconds(100)) {
    return;
  }
  const double elapsed = std::chrono::duration<double>(now - start_).count();
  const auto left = std::lround(elapsed * static_cast<double>(total) / static_cast<double>(done) - elapsed);
  std::cerr << "\r\x1b[K" << bar(done, total, left, bench_report::terminal_columns(terminal_, 80))
            << std::flush;
  last_drawn_ = now;
  drawn_ = true;
}

void Progress::clear() {
  if (drawn_) {
    std::cerr << "\r\x1b[K" << std::flush;
    drawn_ = false;
  }
}

}  // namespace parallelization
