// The vectorized kernel that every threaded and process strategy calls on its share, and a streaming copy:
// explicit SIMD by Highway, the instruction set chosen while the program runs.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace parallelization::simd {

/// How y is written: through the caches, or past them (streaming, "non-temporal" stores), which saves
/// reading the lines that are about to be overwritten, and loses where y would have stayed in the cache.
enum class Stores { cached, streaming };

/// y[i] = f(x[i]) for all i. The spans have the same size and do not overlap; x and y are aligned to 4 bytes.
/// Returns the name of the instruction set that did it: "AVX3", "AVX2", "SSE4"…
const char* apply(std::span<const float> x, std::span<float> y, Stores stores);

/// y = x past the caches: the streaming counterpart of memcpy.
void stream_copy(std::span<const float> x, std::span<float> y);

/// Streaming from the size on where x and y together exceed twice the last-level cache: at once its size they
/// lose.
Stores stores_for(std::size_t count);

/// Instruction sets that are built in and that this processor has, best first: "AVX3", "AVX2", "SSE4"…
std::vector<std::string> instruction_sets();

/// The one that apply() will use.
std::string instruction_set();

/// Highway's version, "1.0.3".
std::string library_version();

/// Uses the named instruction set from now on; an empty name: the best one again. Returns what is wrong with
/// it.
std::optional<std::string> use_instruction_set(std::string_view name);

}  // namespace parallelization::simd
