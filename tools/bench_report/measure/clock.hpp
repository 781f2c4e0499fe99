// Time that passes while programs run; tests have one of their own.
#pragma once

#include <chrono>

namespace bench_report {

class Clock {
 public:
  virtual ~Clock() = default;
  virtual double seconds() const = 0;  ///< since some moment in the past
};

class SteadyClock : public Clock {
 public:
  double seconds() const override {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
  }
};

}  // namespace bench_report
