#include "sort_order.hpp"

#include <partita/wire/reader.hpp>

#include <cstddef>
#include <vector>

namespace partita::inline epoch1::detail {

std::optional<SortPosition> position_of(std::string_view item, std::string_view attribute) {
  wire::TextReader text{item};
  wire::Reader& in = text.reader();
  std::optional<SortPosition> found;
  std::string_view name;
  in.begin_object();
  while (in.next_key(name)) {
    if (name != attribute) {
      in.skip_value();
      continue;
    }
    std::string_view tag;
    in.begin_object();
    while (in.next_key(tag)) {
      if (tag == "S") {
        found = SortPosition{in.read_plain_string(), {}};
      } else if (tag == "N") {
        const auto number = decimal::parse(in.read_plain_string());
        if (number) found = SortPosition{{}, *number};
      } else if (tag == "B") {
        std::vector<std::byte> bytes;
        in.base64(bytes);
        found = SortPosition{std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size()), {}};
      } else {
        in.skip_value();
      }
    }
  }
  return in.ok() ? found : std::nullopt;
}

}  // namespace partita::inline epoch1::detail
