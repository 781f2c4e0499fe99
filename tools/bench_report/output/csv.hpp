// Comma-separated values (RFC 4180, with line feeds), of any result.
#pragma once

#include <string>
#include <vector>

namespace bench_report {

/// Fields as they are: quoted where they need it when written.
struct Records {
  std::vector<std::string> header;
  std::vector<std::vector<std::string>> rows;
};

std::string to_csv(const Records& records);

}  // namespace bench_report
