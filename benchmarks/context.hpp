// What the JSON says about where, by whom and from what a measurement was made.
#pragma once

#include <string>
#include <vector>

#include "benchmarks/families.hpp"
#include "benchmarks/options.hpp"

namespace parallelization {

/// Adds the build, the machine and what the selected families tell of themselves to Google Benchmark's
/// context. Call it after the start hooks. Throws UsageError where the user states one of these keys himself.
void add_context(const std::vector<Family>& families, const Options& options);

/// `bench --version`: version, commit, compiler and libraries, in lines.
std::string version_text();

/// What may spoil the figures, a line each. `used_by_others`: see ProcessorUse.
std::vector<std::string> warnings(double used_by_others);

/// "other programs use 1.2 of 2 processors".
std::string describe_others(double processors_used);

/// Google Benchmark's JSON with more members in its context: the library writes strings only. Each member is
/// JSON, `"interrupted": true`.
std::string with_members(std::string json, const std::vector<std::string>& members);

/// The command line, as far as it decides what is measured: `"flags": ["--sizes=64"]`.
std::string flags_member(const Options& options);

/// What others have used at the start, and, where it is known, since then: `"other_processors": [0.05,
/// 0.12]`.
std::string others_member(const std::vector<double>& processors_used);

}  // namespace parallelization
