// Keys of a context, whoever wrote them.
#pragma once

#include <string>
#include <string_view>

namespace bench_report {

/// In lower case, with underscores for what is no letter or digit: "CPU model" is "cpu_model".
std::string normalised_key(std::string_view key);

}  // namespace bench_report
