// Programs, and time, that tests make up.
#pragma once

#include <fstream>
#include <functional>
#include <string>
#include <vector>

#include "tools/bench_report/measure/clock.hpp"
#include "tools/bench_report/measure/process.hpp"

namespace bench_report::test {

class FakeClock : public Clock {
 public:
  double seconds() const override { return now; }
  double now = 1000;
};

/// Every call of `measure` writes a file, and takes a second.
class FakeProcesses : public Processes {
 public:
  explicit FakeProcesses(FakeClock& clock) : clock_(clock) {}

  Ending run(const Command& command, double limit) override {
    calls.push_back(command.words);
    limits.push_back(limit);
    if (stops_after > 0 && calls.size() > stops_after) {
      return {.how = Ending::How::interrupted};
    }
    clock_.now += 1;
    for (const std::string& word : command.words) {
      if (word.starts_with("--benchmark_out=") && writes) {
        std::ofstream(word.substr(word.find('=') + 1)) << "results";
      }
    }
    return next;
  }
  bool interrupted() override { return stops_after > 0 && calls.size() > stops_after; }

  std::vector<std::vector<std::string>> calls;
  std::vector<double> limits;
  std::size_t stops_after = 0;
  bool writes = true;
  Ending next;

 private:
  FakeClock& clock_;
};

}  // namespace bench_report::test
