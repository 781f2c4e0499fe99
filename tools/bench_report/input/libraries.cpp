// Versions of the libraries that read the files.
#include "tools/bench_report/input/libraries.hpp"

#include <rapidjson/rapidjson.h>
#include <zlib.h>

namespace bench_report {

std::vector<std::string> reading_libraries() {
  return {"RapidJSON " RAPIDJSON_VERSION_STRING, std::string("zlib ") + zlibVersion()};
}

}  // namespace bench_report
