// A file on a disk that fills up.
#pragma once

#include <string>

namespace durability {

/// Writes to a file on `disk`, one of some 16 MB, until nothing more fits and on from there, frees some of the disk,
/// and writes on. What the disk has at its fullest is copied to `directory` and checked there, as a kill would leave
/// it.
void fill_disk(const std::string& disk, const std::string& directory);

}  // namespace durability
