#include <partita/wire/composed.hpp>

#include <partita/expression.hpp>

#include "key_parts.hpp"
#include "utf8.hpp"

#include <utility>

namespace partita::inline epoch1::wire::detail {

namespace {

/// The condition on one part, whose values before it are settled.
class RangeMaker {
 public:
  RangeMaker(const Member& member, const TemplateView& key, std::span<const PartValue> values)
      : member_(member),
        key_(key),
        at_(values.size() - 1),
        part_(key.parts[at_]),
        value_(values.back()),
        is_last_(at_ + 1 == key.parts.size() && key.tail.empty()) {
    fault_ = compose(key, values.first(at_), head_);
    head_.append(part_.before);
  }

  KeyRange make(SortOperator op, const PartValue& second) {
    switch (op) {
      case SortOperator::equal:
        return equal();
      case SortOperator::begins_with:
        return {op, value(with(value_)), std::nullopt};
      case SortOperator::between:
        return {op, value(with(value_)), value(last_of(second))};
      case SortOperator::at_least:
        return up(with(value_));
      case SortOperator::greater:
        return greater();
      case SortOperator::at_most:
        return down(last_of(value_));
      case SortOperator::less:
        return less();
    }
    return {};
  }

 private:
  KeyRange equal() {
    KeyText text = with(value_);
    const bool is_whole = at_ + 1 == key_.parts.size();
    text.append(key_.after(at_));
    // A prefix ends in the delimiter: '1' does not find '10'.
    return {is_whole ? SortOperator::equal : SortOperator::begins_with, value(text), std::nullopt};
  }

  KeyRange greater() {
    KeyText text = with(value_);
    if (has_head()) {
      // The next text there is, or the end of the keys that begin with this fixed-width value.
      text.append(value_.kind == PartKind::text ? std::string_view("\0", 1) : last_character);
      return up(text);
    }
    if (!is_last_) text.append(last_character);
    return {SortOperator::greater, value(text), std::nullopt};
  }

  KeyRange less() {
    if (!has_head()) return {SortOperator::less, value(with(value_)), std::nullopt};
    return down(value_.kind == PartKind::text ? text_below() : number_below());
  }

  // From `low` to the end of the keys with this head, so that no other entity's items are read.
  KeyRange up(const KeyText& low) {
    if (!has_head()) return {SortOperator::at_least, value(low), std::nullopt};
    KeyText high = head_;
    high.append(last_character);
    return {SortOperator::between, value(low), value(high)};
  }
  KeyRange down(const KeyText& high) {
    if (!has_head()) return {SortOperator::at_most, value(high), std::nullopt};
    return {SortOperator::between, value(head_), value(high)};
  }

  bool has_head() const { return head_.size() != 0; }

  KeyText with(const PartValue& last) {
    KeyText text = head_;
    if (auto fault = append_part(key_, part_, last, text); fault && !fault_) fault_ = std::move(fault);
    return text;
  }

  // The last key with this value.
  KeyText last_of(const PartValue& last) {
    KeyText text = with(last);
    if (!is_last_) text.append(last_character);
    return text;
  }

  // The largest text below the value: that with the character before its last one, and whatever follows.
  KeyText text_below() {
    KeyText text = with(value_);
    if (fault_ || text.size() > KeyText::capacity) return text;
    const std::string_view whole = text.view();
    std::size_t last = whole.size() - 1;
    while ((static_cast<unsigned char>(whole[last]) & 0xC0U) == 0x80) --last;
    KeyText below;
    below.append(whole.substr(0, last));
    char before[4];
    if (const std::size_t size = utf8_before(whole.substr(last), before); size != 0) {
      below.append({before, size});
      below.append(last_character);
    }
    return below;
  }

  KeyText number_below() {
    PartValue below = value_;
    const KeyText checked = with(value_);
    if (value_.kind == PartKind::number) {
      if (value_.magnitude == 0) return head_;  // nothing is below: between the head and itself there is no key
      --below.magnitude;
    } else {
      --below.milliseconds;
      KeyText text = head_;
      if (append_part(key_, part_, below, text)) return fault_ ? checked : head_;
    }
    return last_of(below);
  }

  // What a query may ask of the key: its own limit is that of the condition's values.
  Value value(const KeyText& text) {
    const std::size_t allowed = max_key_size(member_.need.key);
    if (!fault_ && text.size() == 0) fault_ = "the value must not be empty";
    if (!fault_ && text.size() > allowed) {
      fault_ =
          "the value is " + std::to_string(text.size()) + " bytes long; DynamoDB allows " + std::to_string(allowed);
    }
    if (!fault_) return Value::of(text.view());
    return Value::refused(
        Error(ErrorKind::invalid_argument, "condition on sort key '" + std::string(member_.name) + "': " + *fault_));
  }

  const Member& member_;
  const TemplateView& key_;
  std::size_t at_;
  const TemplatePart& part_;
  const PartValue& value_;
  bool is_last_;
  KeyText head_;
  std::optional<std::string> fault_;
};

}  // namespace

KeyRange key_range(const Member& member, const TemplateView& key, std::span<const PartValue> values, SortOperator op,
                   const PartValue& second, bool fits) {
  if (!fits) {
    return {op,
            Value::refused(Error(ErrorKind::invalid_argument,
                                 "condition on sort key '" + std::string(member.name) + "': " +
                                     its_part(key.parts[values.size() - 1], "is out of the range of its type"))),
            std::nullopt};
  }
  return RangeMaker(member, key, values).make(op, second);
}

}  // namespace partita::inline epoch1::wire::detail
