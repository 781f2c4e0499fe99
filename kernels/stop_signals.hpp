// The signals by which the user or the system asks a program to stop.
#pragma once

#include <pthread.h>

#include <array>
#include <csignal>

namespace parallelization {

/// Ctrl-C, kill, a terminal that is closed, a reader of the output that has gone away.
inline constexpr std::array stop_signals{SIGINT, SIGTERM, SIGHUP, SIGPIPE};

inline sigset_t stop_signal_set() {
  sigset_t set;
  sigemptyset(&set);
  for (const int signal : stop_signals) {
    sigaddset(&set, signal);
  }
  return set;
}

/// For this thread and those that it starts from now on: they wait until somebody asks for them.
inline void block_stop_signals() {
  const sigset_t set = stop_signal_set();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

/// For processes that only help another one: that one decides when they end.
inline void ignore_stop_signals() {
  struct sigaction action {};
  action.sa_handler = SIG_IGN;
  for (const int signal : stop_signals) {
    sigaction(signal, &action, nullptr);
  }
}

}  // namespace parallelization
