// What this machine offers to this process, read from the system.
#pragma once

#include <cstdint>
#include <string>

namespace parallelization {

/// Processors that this process may use: its affinity mask, and its control groups' limits rounded up.
unsigned usable_processors();

/// Bytes of memory that this process may use: the machine's, or its control groups' limit if that is less.
std::uint64_t usable_memory();

/// As /proc/cpuinfo names it; "unknown" where that is not told. Likewise the others.
std::string processor_model();

/// How the processors' frequency is governed: "performance", "powersave"…; "none" where the system does not
/// scale it.
std::string frequency_governor();

/// "none", or the hypervisor where one is seen: "kvm", "xen", "vmware"…
std::string virtualization();

/// "Linux 6.1.0".
std::string operating_system();

/// The smallest cache of this processor, or "memory", that holds `bytes`: "L1", "L2", "L3".
std::string level_that_holds(double bytes);

}  // namespace parallelization
