// `multiprocessing/shared_memory`: worker processes that see x and y in one shared mapping: nothing is copied
// or sent but the word to start. What processes can do when they share memory as threads do.
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <new>
#include <system_error>

#include "kernels/multiprocessing/worker_processes.hpp"
#include "kernels/partition.hpp"
#include "kernels/signal.hpp"
#include "kernels/strategy.hpp"
#include "kernels/vectorized/simd.hpp"
#include "kernels/worker_id.hpp"

namespace parallelization {
namespace {

/// At the start of the mapping, on a page of its own; behind it a slot for each worker, then x, then y, each
/// from a page boundary on.
struct Header {
  Signal start;    ///< the number of the run that has begun
  Signal arrived;  ///< one more for each process that has done its part of a run
  std::atomic<bool> stop{false};
};

/// Where things lie in the mapping, in bytes.
struct Layout {
  Layout(std::size_t count_, unsigned workers_) : count(count_), workers(workers_) {
    const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    const auto up = [page](std::size_t bytes) { return (bytes + page - 1) / page * page; };
    x = up(sizeof(Header) + workers * sizeof(WorkerSlot));
    y = x + up(count * sizeof(float));
    size = y + up(count * sizeof(float));
  }

  std::size_t count;
  unsigned workers;
  std::size_t x;
  std::size_t y;
  std::size_t size;
};

/// The mapping, as the owner and as each worker see it.
class Mapping {
 public:
  Mapping(const Layout& layout, int memory) : layout_(layout) {
    void* const address = mmap(nullptr, layout.size, PROT_READ | PROT_WRITE, MAP_SHARED, memory, 0);
    if (address == MAP_FAILED) {
      throw std::bad_alloc();
    }
    base_ = static_cast<std::byte*>(address);
  }
  Mapping(const Mapping&) = delete;
  Mapping& operator=(const Mapping&) = delete;
  ~Mapping() { munmap(base_, layout_.size); }

  Header& header() const { return *reinterpret_cast<Header*>(base_); }
  std::span<WorkerSlot> slots() const {
    return {reinterpret_cast<WorkerSlot*>(base_ + sizeof(Header)), layout_.workers};
  }
  std::span<float> x() const { return {reinterpret_cast<float*>(base_ + layout_.x), layout_.count}; }
  std::span<float> y() const { return {reinterpret_cast<float*>(base_ + layout_.y), layout_.count}; }

  void compute(unsigned worker, simd::Stores stores) const {
    const auto [first, size] = share(layout_.count, layout_.workers, worker);
    simd::apply(x().subspan(first, size), y().subspan(first, size), stores);
    slots()[worker].id = worker_id();
  }

 private:
  Layout layout_;
  std::byte* base_;
};

/// How long a waiting side sleeps before it looks whether the others are alive.
constexpr std::chrono::milliseconds patience{2};

void work(std::span<const int> descriptors, std::span<const std::uint64_t> numbers) {
  const auto worker = static_cast<unsigned>(numbers[2]);
  const Layout layout(numbers[0], static_cast<unsigned>(numbers[1]));
  const simd::Stores stores = simd::stores_for(layout.count);
  const Mapping mapping(layout, descriptors[0]);
  constexpr std::chrono::hours for_ever{1};
  for (std::uint32_t run = 0;; ++run) {
    while (!mapping.header().start.wait_while(run, for_ever)) {
    }
    if (mapping.header().stop.load(std::memory_order_acquire)) {
      return;
    }
    mapping.compute(worker, stores);
    mapping.header().arrived.add_one();
  }
}

FileDescriptor shared_memory(std::size_t size) {
  FileDescriptor memory(memfd_create("parallelization", MFD_CLOEXEC));
  if (memory.get() < 0 || ftruncate(memory.get(), static_cast<off_t>(size)) != 0) {
    throw std::system_error(errno, std::generic_category(), "cannot make shared memory");
  }
  return memory;
}

class SharedMemory final : public Strategy {
 public:
  explicit SharedMemory(const Setup& setup)
      : layout_(setup.count(), busy_workers(setup.count(), setup.workers)),
        memory_(shared_memory(layout_.size)),
        mapping_(layout_, memory_.get()),
        stores_(simd::stores_for(layout_.count)) {
    new (&mapping_.header()) Header;
    std::memset(mapping_.x().data(), 0xff, layout_.size - layout_.x);  // present, and poisoned: see Array
    for (std::uint64_t worker = 1; worker < layout_.workers; ++worker) {
      const auto numbers = std::to_array<std::uint64_t>({layout_.count, layout_.workers, worker});
      const int fd = memory_.get();
      workers_.spawn(work, std::span(&fd, 1), numbers);
    }
  }
  SharedMemory(const SharedMemory&) = delete;
  SharedMemory& operator=(const SharedMemory&) = delete;

  ~SharedMemory() override {
    Header& header = mapping_.header();
    header.stop.store(true, std::memory_order_release);
    header.start.add_one();
  }

  void load(std::span<const float> x) override { std::ranges::copy(x, mapping_.x().begin()); }

  void run() override {
    Header& header = mapping_.header();
    expected_ += layout_.workers - 1;
    header.start.add_one();
    mapping_.compute(0, stores_);
    for (std::uint32_t arrived = header.arrived.value(); arrived != expected_;
         arrived = header.arrived.value()) {
      if (!header.arrived.wait_while(arrived, patience)) {
        workers_.throw_if_lost();
      }
    }
  }

  std::span<const float> result() override { return mapping_.y(); }

  Evidence evidence() const override {
    return {.workers = distinct_workers(mapping_.slots()), .passes = 1, .instruction_set = {}};
  }

  double remote_processor_seconds() const override { return workers_.processor_seconds(); }

 private:
  Layout layout_;
  FileDescriptor memory_;
  Mapping mapping_;
  simd::Stores stores_;
  std::uint32_t expected_ = 0;  ///< arrivals when the run is done; counters wrap round together
  WorkerProcesses workers_;     // last: they are waited for first, while the mapping is there
};

const Registration registration{
    {.name = "multiprocessing/shared_memory",
     .summary = "forked worker processes on one shared mapping; nothing is copied",
     .make = make_strategy<SharedMemory>,
     .division = Division::even_shares,
     .start = start_worker_server,
     .start_forks = true}};

}  // namespace
}  // namespace parallelization
