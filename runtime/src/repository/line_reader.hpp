// Lines of a stream, one after the other.
#pragma once

#include <partita/error.hpp>

#include <cstddef>
#include <cstdint>
#include <istream>
#include <optional>
#include <string>
#include <string_view>

namespace partita::inline epoch1::detail {

/// Reads ahead: where the stream stands afterwards means nothing.
class LineReader {
 public:
  explicit LineReader(std::istream& in) : in_(in) {}

  /// The next line without its end, valid until the next call; nullopt at the end of the stream, and once it has
  /// failed. The last line needs no end.
  std::optional<std::string_view> next();
  /// Of the last line, from 1.
  std::uint64_t number() const { return number_; }
  /// Why there are no more lines; nullopt: the stream came to its end.
  const std::optional<Error>& error() const { return error_; }

 private:
  bool fill();

  std::istream& in_;
  std::string text_;
  std::size_t begin_ = 0;  // of the next line in it
  bool at_end_ = false;
  std::uint64_t number_ = 0;
  std::optional<Error> error_;
};

}  // namespace partita::inline epoch1::detail
