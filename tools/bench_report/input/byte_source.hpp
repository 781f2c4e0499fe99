// The bytes of a file as UTF-8, however they are stored.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

struct gzFile_s;  // zlib's

namespace bench_report {

/// A file, or standard input for "-". What gzip compressed comes decompressed, UTF-16 (which PowerShell's `>`
/// writes) as UTF-8, and a byte order mark not at all.
class ByteSource {
 public:
  /// Throws UnusableInput when the file can't be read, as read() does.
  explicit ByteSource(std::string path);

  /// Bytes that are in memory, and outlive this object, as if a file of that name held them, but not
  /// compressed.
  ByteSource(std::string_view bytes, std::string name);

  /// At most `size` bytes; fewer only at the end, which comes early where gzip's data is cut off.
  std::size_t read(char* bytes, std::size_t size);

 private:
  enum class Encoding { utf8, utf16_little, utf16_big };

  std::size_t read_raw(char* bytes, std::size_t size);
  void look_at_the_beginning();
  void convert();
  void add_unit(unsigned unit);
  void add(unsigned character);
  [[noreturn]] void fail(const std::string& reason) const;

  struct Close {
    void operator()(gzFile_s* file) const;
  };

  std::string path_;
  std::unique_ptr<gzFile_s, Close> file_;
  std::string_view bytes_;  ///< still to be read, where there is no file
  Encoding encoding_ = Encoding::utf8;
  std::string pending_;  ///< read, or converted, but not yet handed out
  std::size_t handed_out_ = 0;
  unsigned high_surrogate_ = 0;
};

}  // namespace bench_report
