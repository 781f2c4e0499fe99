// Asking the terminal.
#include "tools/bench_report/text/terminal.hpp"

#include <sys/ioctl.h>

#include <charconv>
#include <cstdlib>
#include <string_view>

namespace bench_report {

std::size_t terminal_columns(int descriptor, std::size_t otherwise) {
  winsize size{};
  if (ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col != 0) {
    return size.ws_col;
  }
  const char* const variable = std::getenv("COLUMNS");
  const std::string_view text(variable == nullptr ? "" : variable);
  std::size_t columns = 0;
  std::from_chars(text.data(), text.data() + text.size(), columns);
  return columns > 0 ? columns : otherwise;
}

}  // namespace bench_report
