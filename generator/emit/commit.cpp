#include "emit/commit.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <optional>
#include <set>
#include <sstream>
#include <system_error>

namespace partita::emit {

namespace {

namespace fs = std::filesystem;

using Done = tl::expected<void, std::string>;

Done failure(const std::string& what, const std::string& path, const std::string& reason) {
  return tl::unexpected("cannot " + what + " '" + path + "': " + reason);
}

std::optional<std::string> read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  std::ostringstream text;
  if (file.peek() != std::ifstream::traits_type::eof()) text << file.rdbuf();
  if (file.bad()) return std::nullopt;
  return std::move(text).str();
}

/// `subject` is the file that the error names.
Done write_text(const std::string& path, const std::string& text, const std::string& subject) {
  errno = 0;
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << text;
  file.close();
  if (file) return {};
  const std::string reason = std::strerror(errno);
  std::error_code ignored;
  fs::remove(path, ignored);
  return failure("write", subject, reason);
}

/// Writes beside the file and renames, so that nobody ever sees half a text.
Done write(const std::string& path, const std::string& text) {
  std::error_code failed;
  if (const fs::path parent = fs::path(path).parent_path(); !parent.empty()) {
    fs::create_directories(parent, failed);
    if (failed) return failure("create the directory", parent.string(), failed.message());
  }
  if (fs::is_directory(path, failed)) return failure("write", path, "it is a directory");
  const std::string fresh = path + ".new";
  if (Done done = write_text(fresh, text, path); !done) return done;
  fs::rename(fresh, path, failed);
  if (failed) return failure("write", path, failed.message());
  return {};
}

fs::path absolute(const std::string& path) {
  std::error_code failed;
  return fs::absolute(path, failed).lexically_normal();
}

std::set<std::string> lines(const std::string& text) {
  std::set<std::string> result;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find('\n', at), text.size());
    if (end > at) result.insert(text.substr(at, end - at));
    at = end + 1;
  }
  return result;
}

/// Deletes what an earlier run has listed and this one has not made, and lists what this one has made. Paths in the
/// list are relative to its own directory: they mean the same files wherever a run starts, and whatever its `--out` is.
Done settle_manifest(const std::string& manifest, const std::set<std::string>& outputs) {
  const fs::path directory = absolute(manifest).parent_path();
  std::set<std::string> made;
  for (const std::string& path : outputs) made.insert(absolute(path).lexically_relative(directory).generic_string());
  for (const std::string& orphan : lines(read(manifest).value_or(""))) {
    if (made.contains(orphan)) continue;
    const std::string path = (directory / orphan).lexically_normal().string();
    std::error_code failed;
    fs::remove(path, failed);
    if (failed) return failure("delete the outdated output", path, failed.message());
  }
  std::string text;
  for (const std::string& path : made) text += path + "\n";
  return write_if_changed(manifest, text);
}

std::string depfile_text(const Destination& destination) {
  std::string text = depfile_escaped(destination.stamp) + ":";
  const std::set<std::string> unique(destination.dependencies.begin(), destination.dependencies.end());
  for (const std::string& path : unique) text += " \\\n  " + depfile_escaped(path);
  return text + "\n";
}

}  // namespace

std::string depfile_escaped(const std::string& path) {
  std::string result;
  for (std::size_t i = 0; i < path.size(); ++i) {
    const char c = path[i];
    if (c == ' ') {
      // Backslashes that stand before the blank would escape each other.
      for (std::size_t k = i; k > 0 && path[k - 1] == '\\'; --k) result += '\\';
      result += '\\';
    } else if (c == '#') {
      result += '\\';
    } else if (c == '$') {
      result += '$';
    }
    result += c;
  }
  return result;
}

Done write_if_changed(const std::string& path, const std::string& text) {
  if (read(path) == text) return {};
  return write(path, text);
}

Done can_replace_text(const std::string& path) {
  std::error_code failed;
  const fs::path real = fs::canonical(path, failed);
  if (failed) return failure("find", path, failed.message());
  constexpr fs::perms any_write = fs::perms::owner_write | fs::perms::group_write | fs::perms::others_write;
  const bool read_only = (fs::status(real, failed).permissions() & any_write) == fs::perms::none;
  if (failed) return failure("write", path, failed.message());
  if (read_only) return failure("write", path, "it is read-only");
  // The new text is written beside it.
  for (const fs::path& place : {real, real.parent_path()}) {
    if (access(place.c_str(), W_OK) != 0) return failure("write", path, std::strerror(errno));
  }
  struct stat status{};
  if (stat(real.c_str(), &status) != 0) return failure("write", path, std::strerror(errno));
  if (geteuid() != 0 && status.st_uid != geteuid()) return failure("write", path, "it belongs to another user");
  return {};
}

Done replace_text(const std::string& path, const std::string& text) {
  if (Done may = can_replace_text(path); !may) return may;
  std::error_code failed;
  const fs::path real = fs::canonical(path, failed);
  struct stat status{};
  if (failed || stat(real.c_str(), &status) != 0) return failure("find", path, std::strerror(errno));
  const std::string fresh = real.string() + ".new";
  if (Done done = write_text(fresh, text, path); !done) return done;
  // The group may be one that its owner has left: then it is the owner's.
  if (chown(fresh.c_str(), status.st_uid, status.st_gid) != 0 && geteuid() == 0) {
    const std::string reason = std::strerror(errno);
    fs::remove(fresh, failed);
    return failure("keep the owner of", path, reason);
  }
  fs::permissions(fresh, static_cast<fs::perms>(status.st_mode & 07777U), failed);
  if (!failed) fs::rename(fresh, real, failed);
  if (!failed) return {};
  const std::string reason = failed.message();
  fs::remove(fresh, failed);
  return failure("write", path, reason);
}

Done commit(const OutputSet& outputs, const Destination& destination) {
  std::set<std::string> made;
  for (const auto& [relative, text] : outputs.outputs()) {
    const std::string path = (fs::path(destination.out) / relative).lexically_normal().string();
    if (Done done = write_if_changed(path, text); !done) return done;
    made.insert(path);
  }
  if (destination.stamp.empty()) return {};
  if (Done done = settle_manifest(destination.stamp + ".outputs", made); !done) return done;
  if (!destination.depfile.empty()) {
    if (Done done = write(destination.depfile, depfile_text(destination)); !done) return done;
  }
  return write(destination.stamp, "");
}

}  // namespace partita::emit
