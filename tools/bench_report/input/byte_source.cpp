// Reading, decompressing, converting.
#include "tools/bench_report/input/byte_source.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <utility>

#include "tools/bench_report/input/unusable_input.hpp"

namespace bench_report {
namespace {

/// zlib reads what is not compressed straight into buffers of twice this size.
constexpr unsigned buffer_size = 1U << 16U;
constexpr std::size_t units_at_once = std::size_t{1} << 15U;

/// The size of a file that gzip has not compressed; 0 where it may have, or where that can't be told without
/// reading.
std::size_t plain_size(int descriptor) {
  constexpr auto gzip = std::to_array<char>({'\x1f', '\x8b'});
  std::array<char, 2> begin{};
  struct stat facts {};
  return fstat(descriptor, &facts) == 0 && S_ISREG(facts.st_mode) && lseek(descriptor, 0, SEEK_CUR) == 0 &&
                 pread(descriptor, begin.data(), begin.size(), 0) == ssize_t{begin.size()} && begin != gzip
             ? static_cast<std::size_t>(facts.st_size)
             : 0;
}

}  // namespace

void ByteSource::Close::operator()(gzFile_s* file) const {
  gzclose(file);
}

ByteSource::ByteSource(std::string path) : path_(std::move(path)) {
  descriptor_ =
      path_ == "-" ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0) : open(path_.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor_ < 0) {
    fail(std::strerror(errno));
  }
  file_.reset(gzdopen(descriptor_, "rb"));
  if (file_ == nullptr) {
    close(descriptor_);
    fail("out of memory");
  }
  size_ = plain_size(descriptor_);
  is_compressed_ = size_ == 0;
  gzbuffer(file_.get(), buffer_size);
  look_at_the_beginning();
}

ByteSource::ByteSource(std::string_view bytes, std::string name)
    : path_(std::move(name)), is_compressed_(false), size_(bytes.size()), bytes_(bytes) {
  look_at_the_beginning();
}

void ByteSource::fail(const std::string& reason) const {
  throw UnusableInput(path_ + ": can't be read (" + reason + ")");
}

/// Past zlib, where it has nothing to do: its buffers, and a copy from one to the next, cost more than
/// reading.
std::size_t ByteSource::read_raw(char* bytes, std::size_t size) {
  if (file_ == nullptr) {
    const std::size_t part = bytes_.copy(bytes, size);
    bytes_.remove_prefix(part);
    return part;
  }
  if (is_compressed_) {
    return read_compressed(bytes, size);
  }
  std::size_t filled = 0;
  while (filled < size) {
    const ssize_t got = ::read(descriptor_, bytes + filled, size - filled);
    if (got < 0) {
      fail(std::strerror(errno));
    }
    if (got == 0) {
      break;
    }
    filled += static_cast<std::size_t>(got);
  }
  return filled;
}

std::size_t ByteSource::read_compressed(char* bytes, std::size_t size) {
  std::size_t filled = 0;
  while (filled < size) {
    const int got = gzread(file_.get(), bytes + filled,
                           static_cast<unsigned>(std::min(size - filled, std::size_t{1} << 30U)));
    if (got < 0) {
      int error = Z_OK;
      const char* const reason = gzerror(file_.get(), &error);
      fail(error == Z_ERRNO ? std::strerror(errno) : "gzip: " + std::string(reason));
    }
    if (got == 0) {
      break;
    }
    filled += static_cast<std::size_t>(got);
  }
  return filled;
}

void ByteSource::look_at_the_beginning() {
  pending_.resize(3);
  pending_.resize(read_raw(pending_.data(), pending_.size()));
  const std::string_view begin = pending_;
  if (begin == "\xEF\xBB\xBF") {
    handed_out_ = begin.size();
  } else if (begin.starts_with("\xFF\xFE") || (begin.size() == 3 && begin[0] != '\0' && begin[1] == '\0')) {
    encoding_ = Encoding::utf16_little;
  } else if (begin.starts_with("\xFE\xFF") || (begin.size() == 3 && begin[0] == '\0' && begin[1] != '\0')) {
    encoding_ = Encoding::utf16_big;
  }
  if (encoding_ != Encoding::utf8) {
    convert();
  }
}

/// What is pending from the file becomes UTF-8, with what follows.
void ByteSource::convert() {
  std::string raw = std::exchange(pending_, "");
  handed_out_ = 0;
  const std::size_t known = raw.size();
  raw.resize(2 * units_at_once);
  raw.resize(known + read_raw(raw.data() + known, raw.size() - known));
  const auto byte = [&](std::size_t place) {
    return static_cast<unsigned>(static_cast<unsigned char>(raw[place]));
  };
  for (std::size_t i = 0; i + 1 < raw.size(); i += 2) {
    add_unit(encoding_ == Encoding::utf16_little ? byte(i) | byte(i + 1) << 8U : byte(i) << 8U | byte(i + 1));
  }
}

void ByteSource::add_unit(unsigned unit) {
  constexpr unsigned replacement = 0xFFFD;
  constexpr unsigned byte_order_mark = 0xFEFF;
  const bool is_high = unit >= 0xD800 && unit < 0xDC00;
  const bool is_low = unit >= 0xDC00 && unit < 0xE000;
  const unsigned high = std::exchange(high_surrogate_, is_high ? unit : 0);
  if (high != 0 && is_low) {
    add(0x10000 + ((high - 0xD800) << 10U) + (unit - 0xDC00));
    return;
  }
  if (high != 0 || is_low) {
    add(replacement);
  }
  if (!is_high && !is_low && unit != byte_order_mark) {
    add(unit);
  }
}

void ByteSource::add(unsigned character) {
  const auto put = [&](unsigned byte) { pending_ += static_cast<char>(byte); };
  const auto put_rest = [&](unsigned shift) { put(0x80U | (character >> shift & 0x3FU)); };
  if (character < 0x80) {
    put(character);
  } else if (character < 0x800) {
    put(0xC0U | character >> 6U);
    put_rest(0);
  } else if (character < 0x10000) {
    put(0xE0U | character >> 12U);
    put_rest(6);
    put_rest(0);
  } else {
    put(0xF0U | character >> 18U);
    put_rest(12);
    put_rest(6);
    put_rest(0);
  }
}

std::size_t ByteSource::read(char* bytes, std::size_t size) {
  std::size_t filled = 0;
  while (filled < size) {
    if (handed_out_ == pending_.size()) {
      pending_.clear();
      handed_out_ = 0;
      if (encoding_ == Encoding::utf8) {
        return filled + read_raw(bytes + filled, size - filled);
      }
      convert();
      if (pending_.empty()) {
        break;
      }
    }
    const std::size_t part = std::min(size - filled, pending_.size() - handed_out_);
    std::memcpy(bytes + filled, pending_.data() + handed_out_, part);
    handed_out_ += part;
    filled += part;
  }
  return filled;
}

}  // namespace bench_report
