// Mann & Whitney's U test, and what many tests at once ask of it.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace bench_report {

/// One-sided p of Mann & Whitney's U test: how probable it is that y ranks above x at least as clearly as it
/// does, if both come from one distribution. Exact up to 2,500 pairs without ties; with ties, the exact
/// permutation distribution of mid-ranks up to 25 samples a side (Lehmann 1975, Nonparametrics, section 1.4);
/// otherwise normal, variance corrected for ties, continuity 0.5. All values equal: 1. No sample is empty.
double p_greater(std::span<const double> x, std::span<const double> y);

/// Holm's step-down adjustment (1979, Scand. J. Statist. 6:65): rejecting where the adjusted p is below alpha
/// keeps the chance of any false alarm among all of them below alpha. In the order of `p`.
std::vector<double> holm(std::span<const double> p);

/// Benjamini & Hochberg's adjustment (1995, J. R. Statist. Soc. B 57:289): rejecting where the adjusted p is
/// below alpha keeps the share of false ones among all that are rejected below alpha, on average. In the
/// order of `p`.
std::vector<double> benjamini_hochberg(std::span<const double> p);

/// The smallest two-sided p that the U test can reach with n and m samples, when all of one lie above all of
/// the other: 2 / C(n + m, n) where it is exact, at most 1.
double smallest_p(std::size_t n, std::size_t m);

/// Samples a side from which on Holm's adjustment over `rows` rows can fall below alpha.
std::size_t samples_to_resolve(std::size_t rows, double alpha);

}  // namespace bench_report
