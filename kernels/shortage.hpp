// Threads, processes, memory and descriptors that can't be had, and the limits that say so.
#pragma once

#include <exception>
#include <string>

namespace parallelization {

/// Throws std::runtime_error where this process can't have `threads` more threads at a time, with the limit
/// that says so. For libraries that end the program, or wait for ever, where one is missing. What has been
/// had once is not tried again.
void require_threads(unsigned threads);

/// What the exception says; where it tells of something that could not be had, with the limits that may be
/// why: "cannot make a pipe: Too many open files (ulimit -n 16)".
std::string explain_shortage(const std::exception& error);

}  // namespace parallelization
