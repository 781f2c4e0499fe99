// The evidence that workers leave while they run: their ids in the system.
#pragma once

#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

namespace parallelization {

/// The id of the calling thread, cached: asking the system costs as much as a small share of the work.
inline std::int64_t worker_id() {
  thread_local const std::int64_t id = gettid();
  return id;
}

/// Where one worker leaves its id; on a cache line of its own, so that leaving it disturbs nobody.
struct alignas(64) WorkerSlot {
  std::int64_t id = 0;    ///< 0: nobody yet
  std::uint64_t run = 0;  ///< the run in which that was, where a scheduler may leave a slot out
};

/// The ids found in the slots of a run, each once.
inline std::vector<std::int64_t> distinct_workers(std::span<const WorkerSlot> slots, std::uint64_t run = 0) {
  std::vector<std::int64_t> ids;
  for (const WorkerSlot& slot : slots) {
    if (slot.id != 0 && slot.run == run && std::ranges::find(ids, slot.id) == ids.end()) {
      ids.push_back(slot.id);
    }
  }
  return ids;
}

}  // namespace parallelization
