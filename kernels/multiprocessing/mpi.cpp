// `multiprocessing/mpi`: the ranks of an MPI program, on one machine or many. Resident, each rank keeps its
// share of x and y where it is, and a run sends nothing but the word to start and the word that it is done.
// In a round trip x goes out from rank 0 and y comes back to it in every run.
//
// Rank 0 runs the program; the others obey its commands from the top of main on. docs/cluster.md shows how to
// start them.
#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <iostream>
#include <memory>
#include <stdexcept>

#include "kernels/launcher.hpp"
#include "kernels/multiprocessing/mpi_session.hpp"
#include "kernels/multiprocessing/mpi_share.hpp"
#include "kernels/partition.hpp"
#include "kernels/reference.hpp"
#include "kernels/strategy.hpp"

namespace parallelization {
namespace {

using mpi::Command;
using mpi::Operation;
using mpi::RankShare;
using mpi::Reply;
using mpi::Session;
using mpi::Tag;
using mpi::Transfers;

/// The share of `rank` in what the command is about.
std::unique_ptr<RankShare> make_share(const Command& command, Session& session, int rank) {
  const auto part = static_cast<unsigned>(rank);
  const Share where =
      part < command.parts ? share(command.count, command.parts, part) : Share{command.count, 0};
  const unsigned ranks_here = session.peer(rank).ranks_on_host;
  return std::make_unique<RankShare>(where, std::max(1U, command.threads / ranks_here),
                                     simd::stores_for(where.size * ranks_here),
                                     [&session] { session.say_alive(); });
}

double processor_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
         1e-6 * static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

/// Ids of threads are the system's on each host: the rank makes them different everywhere.
std::vector<std::int64_t> worker_ids(const RankShare& share, int rank) {
  auto ids = share.workers();
  for (std::int64_t& id : ids) {
    id |= static_cast<std::int64_t>(rank) << 32U;
  }
  return ids;
}

constexpr std::size_t longest_echo = std::size_t{4} << 20U;

/// A rank other than 0: does what it is asked until it is told to stop. A fault goes back as an answer, so
/// that nobody waits for one that never comes.
class HelpingRank {
 public:
  explicit HelpingRank(Session& session) : session_(session), transfers_(session), echo_(longest_echo) {}

  void serve() {
    for (;;) {
      const Command command = session_.next_command();
      Reply reply;
      try {
        carry_out(command, reply);
      } catch (const WorkerLost&) {
        throw;
      } catch (const std::exception& error) {
        reply.fault = 1;
        reply.set_text(error.what());
      }
      if (command.operation != Operation::release) {
        transfers_.send_value(0, Tag::reply, reply);
        send_data(command);
        transfers_.wait();
      }
      if (command.operation == Operation::stop) {
        return;
      }
    }
  }

 private:
  void carry_out(const Command& command, Reply& reply) {
    const Input input(command.seed, command.count);
    switch (command.operation) {
      case Operation::prepare:
        share_.reset();
        share_ = make_share(command, session_, session_.rank());
        break;
      case Operation::fill:
        share_->fill(input);
        break;
      case Operation::load:
        transfers_.receive(0, Tag::data, std::as_writable_bytes(share_->x()));
        transfers_.wait();
        break;
      case Operation::run:
        share_->run();
        break;
      case Operation::check:
        if (const auto wrong = share_->check(input)) {
          reply.count = 1;
          reply.set_text(*wrong);
        }
        break;
      case Operation::evidence:
        ids_ = worker_ids(*share_, session_.rank());
        reply.count = static_cast<std::uint32_t>(ids_.size());
        break;
      case Operation::processor_time:
        reply.value = processor_seconds();
        break;
      case Operation::echo:
        transfers_.receive(0, Tag::data, std::as_writable_bytes(std::span(echo_).first(command.count)));
        transfers_.wait();
        break;
      case Operation::release:
        share_.reset();
        break;
      case Operation::gather:
      case Operation::stop:
        break;
    }
  }

  void send_data(const Command& command) {
    if (command.operation == Operation::gather || command.bring_back != 0) {
      transfers_.send(0, Tag::data, std::as_bytes(share_->y()));
    } else if (command.operation == Operation::evidence) {
      transfers_.send(0, Tag::data, std::as_bytes(std::span(ids_)));
    } else if (command.operation == Operation::echo) {
      transfers_.send(0, Tag::data, std::as_bytes(std::span(echo_).first(command.count)));
    }
  }

  Session& session_;
  Transfers transfers_;
  std::unique_ptr<RankShare> share_;
  std::vector<std::int64_t> ids_;
  std::vector<std::byte> echo_;
};

class Mpi final : public Strategy {
 public:
  explicit Mpi(const Setup& setup)
      : session_(*mpi::session()), transfers_(session_), replies_(static_cast<std::size_t>(session_.size())) {
    session_.throw_if_lost();
    command_.count = setup.count();
    command_.parts = busy_workers(setup.count(), static_cast<unsigned>(session_.size()));
    command_.threads = setup.workers;
    try {
      begin(Operation::prepare);
      const auto fault = fault_of([&] { share_ = make_share(command_, session_, 0); });
      finish();
      if (fault) {
        std::rethrow_exception(fault);
      }
    } catch (const WorkerLost&) {
      throw;
    } catch (...) {
      release();
      throw;
    }
  }
  Mpi(const Mpi&) = delete;
  Mpi& operator=(const Mpi&) = delete;
  ~Mpi() override {
    try {
      session_.throw_if_lost();
      release();
    } catch (const std::exception&) {  // said when it is noticed again: nothing can be done here
    }
  }

  void fill(const Input& x) override {
    command_.seed = x.seed();
    begin(Operation::fill);
    share_->fill(x);
    finish();
    from_rank_0_ = false;
  }

  void load(std::span<const float> x) override {
    make_room();
    begin(Operation::load);
    for (int rank = 1; rank < parts(); ++rank) {
      transfers_.send(rank, Tag::data, std::as_bytes(part_of(x, rank)));
    }
    std::ranges::copy(part_of(x, 0), share_->x().begin());
    finish();
    from_rank_0_ = true;
    at_rank_0_ = false;
  }

  void run() override {
    command_.bring_back = from_rank_0_ ? 1 : 0;
    begin(Operation::run);
    if (from_rank_0_) {
      receive_y();
      share_->run(part_of(std::span(y_->data(), y_->size()), 0));
    } else {
      share_->run();
    }
    command_.bring_back = 0;
    finish();
    at_rank_0_ = from_rank_0_;
  }

  std::span<const float> result() override {
    make_room();
    if (!at_rank_0_) {
      begin(Operation::gather);
      receive_y();
      std::ranges::copy(share_->y().first(share_->where().size), y_->data());
      finish();
    }
    return std::as_const(*y_).span();
  }

  std::optional<std::string> check(const Input& x) override {
    if (from_rank_0_) {
      return Strategy::check(x);
    }
    command_.seed = x.seed();
    begin(Operation::check);
    auto wrong = share_->check(x);
    finish();
    for (int rank = 1; rank < parts() && !wrong; ++rank) {
      if (reply(rank).count != 0) {
        wrong = session_.describe(rank) + ": " + reply(rank).text.data();
      }
    }
    return wrong;
  }

  Evidence evidence() const override {
    Evidence evidence{.workers = worker_ids(*share_, 0), .passes = 1, .instruction_set = {}};
    begin(Operation::evidence);
    finish();
    for (int rank = 1; rank < parts(); ++rank) {
      std::vector<std::int64_t> ids(reply(rank).count);
      transfers_.receive(rank, Tag::data, std::as_writable_bytes(std::span(ids)));
      transfers_.wait();
      evidence.workers.insert(evidence.workers.end(), ids.begin(), ids.end());
    }
    return evidence;
  }

  double remote_processor_seconds() const override {
    begin(Operation::processor_time);
    finish();
    double seconds = 0;
    for (int rank = 1; rank < parts(); ++rank) {
      seconds += reply(rank).value;
    }
    return seconds;
  }

 private:
  int parts() const { return static_cast<int>(command_.parts); }
  Reply& reply(int rank) const { return replies_[static_cast<std::size_t>(rank)]; }

  template <class T>
  std::span<T> part_of(std::span<T> whole, int rank) const {
    const auto [first, size] = share(whole.size(), command_.parts, static_cast<unsigned>(rank));
    return whole.subspan(first, size);
  }

  /// The whole array is here only once somebody asks for it.
  void make_room() {
    if (!y_) {
      y_.emplace(command_.count);
    }
  }

  /// Asks every rank that has a share. Between begin() and finish() nothing may throw but messages.
  void begin(Operation operation) const {
    session_.throw_if_lost();
    command_.operation = operation;
    for (int rank = 1; rank < parts(); ++rank) {
      transfers_.receive_value(rank, Tag::reply, reply(rank));
      transfers_.send_value(rank, Tag::command, command_);
    }
  }

  void receive_y() {
    for (int rank = 1; rank < parts(); ++rank) {
      transfers_.receive(rank, Tag::data, std::as_writable_bytes(part_of(y_->span(), rank)));
    }
  }

  /// Waits for all answers; throws the first fault.
  void finish() const {
    transfers_.wait();
    for (int rank = 1; rank < parts(); ++rank) {
      if (reply(rank).fault != 0) {
        throw std::runtime_error(session_.describe(rank) + ": " + reply(rank).text.data());
      }
    }
  }

  void release() const {
    command_.operation = Operation::release;
    for (int rank = 1; rank < parts(); ++rank) {
      transfers_.send_value(rank, Tag::command, command_);
    }
    transfers_.wait();
  }

  template <class Function>
  static std::exception_ptr fault_of(Function function) {
    try {
      function();
    } catch (...) {
      return std::current_exception();
    }
    return nullptr;
  }

  Session& session_;
  mutable Transfers transfers_;
  mutable Command command_;
  mutable std::vector<Reply> replies_;
  std::unique_ptr<RankShare> share_;
  std::optional<Array> y_;
  bool from_rank_0_ = false;  ///< x came by load(): y goes where x came from
  bool at_rank_0_ = false;    ///< y_ is the answer of the last run
};

/// What this program was called as, for the command that the message shows.
std::string& program() {
  static std::string name = "bench";
  return name;
}

std::optional<int> start(const Start& start) {
  program() = start.argv[0];
  if (!start.selected || !launched_rank()) {
    return std::nullopt;
  }
  auto& session = mpi::session();
  session.emplace(start.argc, start.argv);
  if (session->rank() == 0) {
    return std::nullopt;
  }
  try {
    HelpingRank(*session).serve();
  } catch (const std::exception& error) {
    std::cerr << "bench: " << session->describe(session->rank()) << ": " << error.what() << '\n';
    return 1;
  }
  return 0;
}

std::optional<std::string> unavailable() {
  const auto& session = mpi::session();
  if (!session) {
    return fmt::format(
        "not started by an MPI launcher; type: mpirun -n 2 --bind-to none {} --benchmark_filter=mpi",
        program());
  }
  if (session->size() != launched_ranks().value_or(session->size())) {
    return fmt::format(
        "the launcher has started {} ranks, but each of them is alone: use the mpirun of the MPI "
        "library that this program was built with",
        *launched_ranks());
  }
  return std::nullopt;
}

const Registration registration{
    {.name = "multiprocessing/mpi",
     .summary = "ranks of an MPI program, on one machine or many; each keeps its share",
     .make = make_strategy<Mpi>,
     .division = Division::by_launcher,
     .unavailable = unavailable,
     .moves_data = true,
     .start = start,
     .trouble = [] { return mpi::session() ? mpi::session()->trouble() : std::nullopt; },
     .flags = {{.name = "mpi_timeout",
                .value_name = "SECONDS",
                .help = "An MPI rank that does not answer for so long counts as lost; default: 10",
                .set = [](std::string_view value) -> std::optional<std::string> {
                  double seconds = 0;
                  const auto end = std::from_chars(value.data(), value.data() + value.size(), seconds);
                  if (end.ptr != value.data() + value.size() || !(seconds > 0)) {
                    return "it takes a number of seconds";
                  }
                  Session::time_limit = std::chrono::duration<double>(seconds);
                  return std::nullopt;
                }}},
     .context = [] { return mpi::describe_session(*mpi::session()); }}};

}  // namespace
}  // namespace parallelization
