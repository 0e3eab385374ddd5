#include "embedded/index_delay.hpp"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace partita::inline epoch1::embedded {
namespace {

constexpr std::string_view queue = "queue";  // the partition of all that waits

// So that bytes compare as the numbers do.
void append_number(std::uint64_t number, std::string& out) {
  for (int shift = 56; shift >= 0; shift -= 8) out += static_cast<char>((number >> shift) & 0xFFU);
}

std::uint64_t take_number(std::string_view& from) {
  std::uint64_t number = 0;
  for (const char c : from.substr(0, 8)) number = (number << 8) | static_cast<unsigned char>(c);
  from.remove_prefix(8);
  return number;
}

void append_bytes(std::string_view bytes, std::string& out) {
  append_number(bytes.size(), out);
  out += bytes;
}

std::string_view take_bytes(std::string_view& from) {
  const std::size_t size = take_number(from);
  const std::string_view bytes = from.substr(0, size);
  from.remove_prefix(size);
  return bytes;
}

std::uint64_t milliseconds(std::chrono::system_clock::time_point time) {
  return static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count());
}

// What becomes of one entry.
struct Change {
  Space entries{};
  bool erases = false;
  Row entry{};
};

std::string text_of(const Change& change) {
  std::string text;
  append_number(static_cast<std::uint64_t>(change.entries), text);
  append_number(change.erases ? 1 : 0, text);
  append_bytes(change.entry.partition, text);
  append_bytes(change.entry.sort, text);
  append_bytes(change.entry.text, text);
  append_number(change.entry.size, text);
  return text;
}

Change change_of(std::string_view text) {
  Change change;
  change.entries = Space{static_cast<std::int64_t>(take_number(text))};
  change.erases = take_number(text) == 1;
  change.entry.partition = take_bytes(text);
  change.entry.sort = take_bytes(text);
  change.entry.text = take_bytes(text);
  change.entry.size = static_cast<std::uint32_t>(take_number(text));
  return change;
}

}  // namespace

IndexDelay::IndexDelay(Store& store, std::chrono::milliseconds delay, Clock clock)
    : delay_(delay), clock_(std::move(clock)) {
  if (delay_.count() == 0) return;
  const auto writer = store.begin_write();
  waiting_ = writer->create_space();
  static_cast<void>(writer->commit());  // of memory, which takes all
}

void IndexDelay::put(Writer& writer, const Index& index, const Row& entry) {
  if (!delays(index)) return writer.put(index.entries, entry);
  wait(writer, text_of({index.entries, false, entry}));
}

void IndexDelay::erase(Writer& writer, const Index& index, std::string_view partition, std::string_view sort) {
  if (!delays(index)) {
    writer.erase(index.entries, partition, sort);
    return;
  }
  wait(writer, text_of({index.entries, true, {partition, sort, {}, 0}}));
}

void IndexDelay::wait(Writer& writer, std::string_view change) {
  show_due(writer);  // so that what waits does not grow where nobody reads
  std::string number;
  append_number(next_++, number);
  std::string text;
  append_number(milliseconds(clock_() + delay_), text);
  text += change;
  writer.put(waiting_, {queue, number, text, 0});
}

void IndexDelay::drop(Writer& writer, const Index& index) {
  writer.drop_space(index.entries);
  if (!delays(index)) return;
  std::vector<std::string> numbers;
  {
    const auto all = writer.range(waiting_, queue, {}, Direction::forward);
    for (Row row; all->next(row);) {
      std::string_view text = row.text;
      take_number(text);
      if (change_of(text).entries == index.entries) numbers.emplace_back(row.sort);
    }
  }
  for (const std::string& each : numbers) writer.erase(waiting_, queue, each);
}

bool IndexDelay::is_due(const Row& waiting) const {
  std::string_view text = waiting.text;
  return take_number(text) <= milliseconds(clock_());
}

void IndexDelay::show_due(Writer& writer) {
  std::vector<std::pair<std::string, std::string>> due;
  {
    const auto all = writer.range(waiting_, queue, {}, Direction::forward);
    for (Row row; all->next(row) && is_due(row);) due.emplace_back(row.sort, row.text);
  }
  for (const auto& [number, text] : due) {
    std::string_view rest = text;
    take_number(rest);
    const Change change = change_of(rest);
    if (change.erases) {
      writer.erase(change.entries, change.entry.partition, change.entry.sort);
    } else {
      writer.put(change.entries, change.entry);
    }
    writer.erase(waiting_, queue, number);
  }
}

Checked<void> IndexDelay::show_due(Store& store) {
  if (delay_.count() == 0) return {};
  {
    const auto reader = store.begin_read();
    const auto all = reader->range(waiting_, queue, {}, Direction::forward);
    Row first;
    if (!all->next(first) || !is_due(first)) return {};
  }
  const auto writer = store.begin_write();
  show_due(*writer);
  return writer->commit();
}

}  // namespace partita::inline epoch1::embedded
