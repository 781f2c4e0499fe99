// What the versions of Google Benchmark tell of a run under different names.
#pragma once

#include <string>

namespace parallelization {

/// Message of a run that failed or was skipped, else empty; version 1.8 renamed the fields.
template <class Run>
std::string error_of(const Run& run) {
  if constexpr (requires { run.error_occurred; }) {
    return run.error_occurred ? run.error_message : "";
  } else {
    return static_cast<bool>(run.skipped) ? run.skip_message : "";
  }
}

}  // namespace parallelization
