// How much room text takes in a picture.
#pragma once

#include <string>

namespace bench_report {

/// How wide a text is in a proportional font of 12 px, estimated on the safe side.
double text_width(const std::string& text);

/// The text as by shorten(), so that it takes no more than `room` in that font.
std::string fit(const std::string& text, double room);

}  // namespace bench_report
