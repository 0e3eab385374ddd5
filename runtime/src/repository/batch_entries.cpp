#include <partita/batch_entries.hpp>

namespace partita::inline epoch1::detail {

wire::Writer& BatchEntries::next() {
  close();
  open_ = true;
  return text_;
}

void BatchEntries::or_in(std::vector<std::string> older) {
  older_.resize(size());
  older_.back() = std::move(older);
}

void BatchEntries::refuse(const Error& error) {
  close();
  text_.refuse(error);
}

void BatchEntries::close() {
  if (!open_) return;
  if (text_.failed() && !refused_) refused_.emplace(ends_.size(), text_.error());
  ends_.push_back(text_.view().size());
  open_ = false;
}

std::string_view BatchEntries::operator[](std::size_t position) const {
  const std::size_t begin = position == 0 ? 0 : ends_[position - 1];
  return text_.view().substr(begin, ends_[position] - begin);
}

std::span<const std::string> BatchEntries::older(std::size_t position) const {
  if (position >= older_.size()) return {};
  return older_[position];
}

}  // namespace partita::inline epoch1::detail
