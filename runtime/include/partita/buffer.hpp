// A growable block of bytes that owns its memory, is reused from call to call, and can be read past its end.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

namespace partita::inline epoch1 {

/// Holds a request or response body. Not thread-safe; movable, not copyable.
///
/// Invariant that the item scanner relies on: at least `padding` zero bytes follow the last byte, so that it may load
/// whole vectors at any position of the text without a bounds check, and meets a terminator at the end.
class Buffer {
 public:
  static constexpr std::size_t padding = 64;

  Buffer() = default;
  explicit Buffer(std::string_view text) { assign(text); }
  Buffer(Buffer&& other) noexcept;
  Buffer& operator=(Buffer&& other) noexcept;
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;
  ~Buffer() = default;

  const char* data() const { return data_ ? data_.get() : empty_; }
  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  std::string_view view() const { return {data(), size_}; }

  /// Forgets the bytes and keeps the memory.
  void clear();
  void assign(std::string_view text);
  void append(std::string_view text);
  /// Makes room for `size` bytes in total.
  void reserve(std::size_t size);

 private:
  static constexpr char empty_[padding] = {};

  std::unique_ptr<char[]> data_;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;  // without the padding
};

}  // namespace partita::inline epoch1
