// Drawing the progress bar.
#include "benchmarks/progress.hpp"

#include <fmt/format.h>

#include <cmath>
#include <iostream>
#include <string>

namespace parallelization {

Progress::Progress(bool enabled) : enabled_(enabled) {}

void Progress::update(std::size_t done, std::size_t total) {
  const auto now = Clock::now();
  if (!enabled_ || done == 0 || total == 0 || now - last_drawn_ < std::chrono::milliseconds(100)) {
    return;
  }
  constexpr std::size_t width = 30;
  const double fraction = static_cast<double>(done) / static_cast<double>(total);
  const auto filled = static_cast<std::size_t>(fraction * width);
  const double elapsed = std::chrono::duration<double>(now - start_).count();
  const auto left = std::lround(elapsed / fraction - elapsed);
  std::cerr << fmt::format("\r[{}{}] {}/{} repetitions, {}:{:02} left ", std::string(filled, '#'),
                           std::string(width - filled, '.'), done, total, left / 60, left % 60)
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
