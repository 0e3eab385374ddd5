#include "line_reader.hpp"

#include <exception>

namespace partita::inline epoch1::detail {

namespace {

constexpr std::size_t block_size = std::size_t{64} << 10;
// No request is longer, so no item is: a file without lines is not read into memory as a whole.
// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html
constexpr std::size_t longest_line = std::size_t{16} << 20;

}  // namespace

std::optional<std::string_view> LineReader::next() {
  if (number_ == 0 && !error_ && !in_.good()) {
    error_ = Error(ErrorKind::invalid_argument, "the stream is not good: was its file opened?");
  }
  std::size_t searched = begin_;
  while (!error_) {
    const std::size_t end = text_.find('\n', searched);
    if (end != std::string::npos || (at_end_ && begin_ < text_.size())) {
      const std::string_view line =
          std::string_view(text_).substr(begin_, end == std::string::npos ? end : end - begin_);
      begin_ = end == std::string::npos ? text_.size() : end + 1;
      ++number_;
      return line;
    }
    if (at_end_) return std::nullopt;
    text_.erase(0, begin_);
    begin_ = 0;
    searched = text_.size();
    if (text_.size() > longest_line) {
      ++number_;
      error_ = Error(ErrorKind::invalid_argument,
                     "line " + std::to_string(number_) + " has more than 16 MB, as no item has");
    } else if (!fill()) {
      error_ = Error(ErrorKind::transport, "the stream failed behind line " + std::to_string(number_));
    }
  }
  return std::nullopt;
}

bool LineReader::fill() {
  const std::size_t size = text_.size();
  text_.resize(size + block_size);
  bool failed = false;
  try {
    in_.read(text_.data() + size, static_cast<std::streamsize>(block_size));
    failed = in_.fail();
  } catch (const std::exception&) {
    failed = true;  // a stream that is set to throw; it does so at its end, too
  }
  text_.resize(size + static_cast<std::size_t>(in_.gcount()));
  at_end_ = in_.eof();
  return !in_.bad() && (at_end_ || !failed);
}

}  // namespace partita::inline epoch1::detail
