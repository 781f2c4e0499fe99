// Files are whole, old or new.
#include "tools/files/atomic_file.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace bench_report {
namespace {

namespace fs = std::filesystem;

class AtomicFileTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "atomic_file_test.XXXXXX").string();
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string path(const std::string& name = "file") const { return (folder_ / name).string(); }
  std::size_t files() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder_), fs::directory_iterator()));
  }
  static void write(const std::string& path, const std::string& text) { std::ofstream(path) << text; }
  static std::string read(const std::string& path) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
  }

  fs::path folder_;
};

TEST_F(AtomicFileTest, TheOldFileStandsUntilTheNewOneIsWhole) {
  write(path(), "old");
  AtomicFile file(path());
  EXPECT_EQ(read(path()), "old");
  file.write("new and ");
  EXPECT_EQ(read(path()), "old");
  file.write("longer");
  file.commit();
  EXPECT_EQ(read(path()), "new and longer");
  EXPECT_EQ(files(), 1U);
}

TEST_F(AtomicFileTest, WithoutCommitNothingChangesAndNothingIsLeft) {
  write(path(), "old");
  {
    AtomicFile file(path());
    file.write("new");
  }
  EXPECT_EQ(read(path()), "old");
  EXPECT_EQ(files(), 1U);
}

TEST_F(AtomicFileTest, KeepsLinksAndPermissions) {
  write(path("target"), "old");
  fs::permissions(path("target"), fs::perms::owner_read | fs::perms::owner_write);
  fs::create_symlink(path("target"), path("link"));
  AtomicFile file(path("link"));
  file.write("new");
  file.commit();
  EXPECT_TRUE(fs::is_symlink(path("link")));
  EXPECT_EQ(read(path("target")), "new");
  EXPECT_EQ(fs::status(path("target")).permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(AtomicFileTest, NamesThePathThatCantBeWritten) {
  for (const std::string& bad : {path("no/such/folder"), folder_.string(), std::string("/dev/full")}) {
    try {
      AtomicFile file(bad);
      FAIL() << bad << " was accepted";
    } catch (const std::runtime_error& error) {
      EXPECT_EQ(std::string(error.what()).find(bad), 0U) << error.what();
    }
  }
}

TEST_F(AtomicFileTest, WritesToDevices) {
  AtomicFile file("/dev/null");
  file.write("text");
  EXPECT_NO_THROW(file.commit());
}

}  // namespace
}  // namespace bench_report
