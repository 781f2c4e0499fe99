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
#include <fstream>
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

/// Throws where the ranks of this host can't have such shares: the system would kill one of them.
void check_memory(const Share& where, unsigned ranks_here) {
  std::ifstream lines("/proc/meminfo");
  std::string word;
  while (lines >> word && word != "MemAvailable:") {
  }
  double kibibytes = 0;
  lines >> kibibytes;
  const double needed = 2.0 * sizeof(float) * static_cast<double>(where.size) * ranks_here;
  if (lines && needed > kibibytes * 1024) {
    throw std::runtime_error(
        fmt::format("the shares of its host need {:.1f} GiB of memory, and {:.1f} are free", needed / 0x1p30,
                    kibibytes / 0x1p20));
  }
}

/// The share of `rank` in what the command is about.
std::unique_ptr<RankShare> make_share(const Command& command, Session& session, int rank) {
  const auto part = static_cast<unsigned>(rank);
  const Share where =
      part < command.parts ? share(command.count, command.parts, part) : Share{command.count, 0};
  const unsigned ranks_here = session.peer(rank).ranks_on_host;
  check_memory(where, ranks_here);
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

constexpr std::size_t longest_echo = std::size_t{2} << 20U;

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
        if (command.count != 0) {
          transfers_.receive(0, Tag::data, std::as_writable_bytes(std::span(echo_).first(command.count)));
          transfers_.wait();
        }
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
    } else if (command.operation == Operation::echo && command.count != 0) {
      transfers_.send(0, Tag::data, std::as_bytes(std::span(echo_).first(command.count)));
    }
  }

  Session& session_;
  Transfers transfers_;
  std::unique_ptr<RankShare> share_;
  std::vector<std::int64_t> ids_;
  std::vector<std::byte> echo_;
};

/// What messages cost, for predicting times: docs/cluster.md derives the formulas.
struct MessageModel {
  double sync_seconds = 0;  ///< one command to every other rank, and their answers
  double echo_seconds =
      0;  ///< sending an array to a rank and getting it back: what does not depend on its size
  double seconds_per_byte = 0;  ///< each way
};

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::ranges::nth_element(values, middle);
  return *middle;
}

/// Median time of sending `bytes` to each of the ranks first, first + 1, … and getting them back.
double echo_seconds(Session& session, int first, std::size_t bytes) {
  constexpr int times = 9;
  std::vector<std::byte> data(bytes);
  std::vector<Reply> replies(static_cast<std::size_t>(session.size()));
  Transfers transfers(session);
  const Command command{.operation = Operation::echo, .count = bytes};
  std::vector<double> seconds;
  for (int i = 0; i < times; ++i) {
    const auto begin = mpi::Clock::now();
    for (int rank = first; rank < session.size(); ++rank) {
      transfers.receive_value(rank, Tag::reply, replies[static_cast<std::size_t>(rank)]);
      transfers.send_value(rank, Tag::command, command);
      if (bytes != 0) {
        transfers.send(rank, Tag::data, data);
        transfers.wait();
        transfers.receive(rank, Tag::data, data);
      }
    }
    transfers.wait();
    seconds.push_back(std::chrono::duration<double>(mpi::Clock::now() - begin).count());
  }
  return median(seconds);
}

/// Fits t = a + 2·bytes·seconds_per_byte to echoes of 16 KiB to 2 MiB, least squares of the relative error.
MessageModel measure_messages(Session& session) {
  if (session.size() == 1) {
    return {};
  }
  double w = 0, wx = 0, wt = 0, wxx = 0, wxt = 0;
  for (std::size_t bytes = std::size_t{16} << 10U; bytes <= longest_echo; bytes *= 2) {
    const double x = 2.0 * static_cast<double>(bytes);
    const double t = echo_seconds(session, session.size() - 1, bytes);
    const double weight = 1 / (t * t);
    w += weight;
    wx += weight * x;
    wt += weight * t;
    wxx += weight * x * x;
    wxt += weight * x * t;
  }
  const double slope = std::max(0.0, (w * wxt - wx * wt) / (w * wxx - wx * wx));
  const double sync = echo_seconds(session, 1, 0);
  return {
      .sync_seconds = sync, .echo_seconds = std::max(0.0, (wt - slope * wx) / w), .seconds_per_byte = slope};
}

/// Measured when first asked for.
const MessageModel& message_model() {
  static const MessageModel model = measure_messages(*mpi::session());
  return model;
}

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

  /// The time that the model predicts for a run, or for a round trip after load().
  std::vector<Metric> metrics() override {
    const MessageModel& model = message_model();
    const double copying = shortest([&] { std::ranges::copy(share_->x(), share_->y().begin()); });
    double seconds = shortest([&] { share_->run(); }) + model.sync_seconds;
    if (from_rank_0_) {
      const std::size_t elsewhere = command_.count - share_->where().size;
      const double moving = static_cast<double>(elsewhere * sizeof(float)) * model.seconds_per_byte;
      seconds += (parts() - 1) * model.echo_seconds + std::max(copying, moving) + moving;
    }
    return {{"model_seconds", seconds}};
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

  /// The shortest time of a few calls.
  template <class Function>
  static double shortest(Function function) {
    constexpr int times = 5;
    constexpr std::chrono::milliseconds enough{50};
    auto shortest = mpi::Clock::duration::max();
    const auto begin = mpi::Clock::now();
    for (int i = 0; i < times && (i == 0 || mpi::Clock::now() - begin < enough); ++i) {
      const auto start = mpi::Clock::now();
      function();
      shortest = std::min(shortest, mpi::Clock::now() - start);
    }
    return std::chrono::duration<double>(shortest).count();
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

/// Bytes on the host of rank 0: x and y of the shares there; in a round trip also the whole x and y.
double host_bytes(std::size_t count, bool roundtrip) {
  const auto& session = mpi::session();
  if (!session) {
    return 0;
  }
  constexpr double x_and_y = 2 * sizeof(float);
  const double share_here = static_cast<double>(session->peer(0).ranks_on_host) / session->size();
  return static_cast<double>(count) * x_and_y * (share_here + (roundtrip ? 1 : 0));
}

std::vector<std::pair<std::string, std::string>> context() {
  auto lines = mpi::describe_session(*mpi::session());
  const MessageModel& model = message_model();
  lines.emplace_back("mpi_synchronization", fmt::format("{:.3g} us", 1e6 * model.sync_seconds));
  lines.emplace_back("mpi_echo", fmt::format("{:.3g} us", 1e6 * model.echo_seconds));
  if (model.seconds_per_byte > 0) {
    lines.emplace_back("mpi_bandwidth", fmt::format("{:.3g} GB/s", 1e-9 / model.seconds_per_byte));
  }
  return lines;
}

const Registration registration{
    {.name = "multiprocessing/mpi",
     .summary = "ranks of an MPI program, on one machine or many; each keeps its share",
     .make = make_strategy<Mpi>,
     .division = Division::by_launcher,
     .unavailable = unavailable,
     .moves_data = true,
     .host_bytes = host_bytes,
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
     .context = context}};

}  // namespace
}  // namespace parallelization
