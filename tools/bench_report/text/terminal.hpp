// The terminal that reads what is written.
#pragma once

#include <cstddef>

namespace bench_report {

/// Columns of the terminal behind a file descriptor; where there is none, of the variable COLUMNS; else
/// `otherwise`.
std::size_t terminal_columns(int descriptor, std::size_t otherwise);

}  // namespace bench_report
