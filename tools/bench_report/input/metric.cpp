// Reading names of metrics.
#include "tools/bench_report/input/metric.hpp"

namespace bench_report {

bool is_time(const std::string& metric) {
  return metric == "real_time" || metric == "cpu_time" ||
         (metric.ends_with("seconds") && !metric.ends_with("per_second"));
}

bool is_rate(const std::string& metric) {
  return metric.ends_with("_per_second");
}

}  // namespace bench_report
