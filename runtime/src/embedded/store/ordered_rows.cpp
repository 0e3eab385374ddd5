#include "embedded/store/ordered_rows.hpp"

#include <cstring>
#include <new>

namespace partita::inline epoch1::embedded {
namespace {

std::uint64_t big_endian(std::string_view bytes, std::size_t from, std::size_t count) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < count; ++i) {
    value = value << 8 | (from + i < bytes.size() ? static_cast<unsigned char>(bytes[from + i]) : 0U);
  }
  return value;
}

}  // namespace

StoredRow::StoredRow(const Row& row)
    : text_(row.text.size()),
      partition_(static_cast<std::uint32_t>(row.partition.size())),
      sort_(static_cast<std::uint32_t>(row.sort.size())),
      size_(row.size) {}

StoredRow::Pointer StoredRow::make(const Row& row) {
  const std::size_t size = sizeof(StoredRow) + row.partition.size() + row.sort.size() + row.text.size();
  Pointer stored(new (::operator new(size)) StoredRow(row));
  char* to = reinterpret_cast<char*>(stored.get() + 1);
  for (const std::string_view part : {row.partition, row.sort, row.text}) {
    if (!part.empty()) std::memcpy(to, part.data(), part.size());
    to += part.size();
  }
  return stored;
}

void StoredRow::Free::operator()(StoredRow* row) const {
  ::operator delete(row);
}

RowKey::RowKey(std::uint32_t at, std::string_view sort_bytes, std::string_view partition_bytes)
    : high(std::uint64_t{at} << 32 | big_endian(sort_bytes, 0, 4)),
      low(big_endian(sort_bytes, 4, 8)),
      sort(sort_bytes),
      partition(partition_bytes) {}

}  // namespace partita::inline epoch1::embedded
