#include <partita/buffer.hpp>

#include <algorithm>
#include <cstring>
#include <utility>

namespace partita::inline epoch1 {

Buffer::Buffer(Buffer&& other) noexcept
    : data_(std::move(other.data_)),
      size_(std::exchange(other.size_, 0)),
      capacity_(std::exchange(other.capacity_, 0)) {}

Buffer& Buffer::operator=(Buffer&& other) noexcept {
  data_ = std::move(other.data_);
  size_ = std::exchange(other.size_, 0);
  capacity_ = std::exchange(other.capacity_, 0);
  return *this;
}

void Buffer::clear() {
  size_ = 0;
  if (data_) std::memset(data_.get(), 0, padding);
}

void Buffer::assign(std::string_view text) {
  // `text` may lie in this very buffer: move it to the front instead of clearing under it.
  if (data_ && text.data() >= data_.get() && text.data() <= data_.get() + size_) {
    std::memmove(data_.get(), text.data(), text.size());
    size_ = text.size();
    std::memset(data_.get() + size_, 0, padding);
    return;
  }
  clear();
  append(text);
}

void Buffer::append(std::string_view text) {
  if (text.empty()) return;
  if (size_ + text.size() > capacity_) {
    // Kept until the copy below, since `text` may lie in it.
    const std::unique_ptr<char[]> old = std::move(data_);
    const std::size_t capacity = std::max({size_ + text.size(), capacity_ + capacity_ / 2, std::size_t{1024}});
    data_.reset(new char[capacity + padding]);  // not value-initialised: only the padding has to be zero
    capacity_ = capacity;
    if (size_ != 0) std::memcpy(data_.get(), old.get(), size_);
    std::memcpy(data_.get() + size_, text.data(), text.size());
  } else {
    std::memcpy(data_.get() + size_, text.data(), text.size());
  }
  size_ += text.size();
  std::memset(data_.get() + size_, 0, padding);
}

void Buffer::reserve(std::size_t size) {
  if (size <= capacity_) return;
  const std::unique_ptr<char[]> old = std::move(data_);
  data_.reset(new char[size + padding]);
  capacity_ = size;
  if (size_ != 0) std::memcpy(data_.get(), old.get(), size_);
  std::memset(data_.get() + size_, 0, padding);
}

}  // namespace partita::inline epoch1
