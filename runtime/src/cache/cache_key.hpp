// What a client's cache knows things by.
#pragma once

#include <string>
#include <string_view>

namespace partita::inline epoch1::cache {

/// Of an item; empty if its key is not whole.
std::string cache_key(std::string_view table, std::string_view partition_key, std::string_view sort_key,
                      std::string_view item);

/// Of a partition of a table, by the value of its key, such as `{"S":"x"}`. The keys of its items begin with it.
std::string partition_text(std::string_view table, std::string_view value);

// Parts of an item's key; empty if it is none.
std::string_view table_of(std::string_view key);
std::string_view partition_of(std::string_view key);

}  // namespace partita::inline epoch1::cache
