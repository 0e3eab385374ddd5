#include <partita/wire/object.hpp>

#include <bit>

namespace partita::inline epoch1::wire {

bool ObjectReaderBase::next_slowly() {
  if (!in_.ok()) return false;
  // An absent optional: its successor may come next. The guess is kept, as the next item may have it again.
  const std::uint16_t after_guess = next_[next_[current_]];
  if (*in_.at_ == separator_ && starts_with(in_.at_ + 1, members_.list[after_guess])) {
    in_.at_ += 1 + members_.list[after_guess].length;
    return accept(after_guess);
  }
  if (separator_ == '{') {
    if (!in_.begin_object()) return false;
  } else {
    in_.opened_ = nullptr;
  }
  for (;;) {
    frame_.member = nullptr;
    std::string_view key;
    if (!in_.next_key(key)) {
      if (in_.ok()) check_missing();
      return false;
    }
    separator_ = ',';
    const std::uint16_t index = members_.find(key);
    if (index == no_member) {
      in_.skip_value();
      in_.opened_ = nullptr;
      continue;
    }
    const Member& member = members_.list[index];
    next_[current_] = index;
    if (!accept(index)) return false;
    Tag found = member.tag;
    if (!in_.open_any(found)) return false;
    is_null_ = found == Tag::null;
    if (found == member.tag || is_null_) return true;
    in_.fail_tag(found, member.tag);
    return false;
  }
}

void ObjectReaderBase::check_missing() {
  for (std::size_t word = 0; word < (members_.count + 63U) / 64U; ++word) {
    const std::uint64_t missing = members_.required[word] & ~seen_[word];
    if (missing == 0) continue;
    in_.fail_missing(members_.list[word * 64 + static_cast<std::size_t>(std::countr_zero(missing))]);
    return;
  }
}

void ObjectReaderBase::read_null() {
  is_null_ = false;
  if (!in_.read_bool()) in_.fail_value("is a NULL that is not true");
  in_.close();
}

void ObjectReaderBase::fail_tenant(const Member& member) {
  frame_.member = &member;
  in_.fail_value("is not the tenant that the repository is for");
}

void ObjectReaderBase::fail_null() {
  is_null_ = false;
  in_.fail_tag(Tag::null, frame_.member->tag);
}

}  // namespace partita::inline epoch1::wire
