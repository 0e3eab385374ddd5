// The checksum that DynamoDB sends with each answer in `x-amz-crc32`.
#pragma once

#include <cstdint>
#include <string_view>

namespace partita::inline epoch1::http {

/// CRC-32 as in gzip and zlib (polynomial 0xEDB88320, reflected). Carry-less multiplication is used where the CPU has
/// it: a page of 1 MB must not cost more here than on the wire.
std::uint32_t crc32(std::string_view bytes);

/// The same without special instructions.
std::uint32_t crc32_portable(std::string_view bytes);

}  // namespace partita::inline epoch1::http
