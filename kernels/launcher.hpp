// Parallel programs: a launcher (mpirun, srun) starts this program several times; the copies are its ranks.
#pragma once

#include <optional>

namespace parallelization {

/// Number of this process among those that a launcher has started, from 0 on, as the launchers of Open MPI,
/// MPICH, Intel MPI and Slurm tell it in the environment; empty where there was none.
std::optional<int> launched_rank();

/// How many there are, where the launcher tells it.
std::optional<int> launched_ranks();

/// Is this a rank that only helps the first one? It writes nothing to stdout and no file.
bool is_helping_rank();

}  // namespace parallelization
