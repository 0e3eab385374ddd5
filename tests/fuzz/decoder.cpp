// Reads arbitrary bytes as a reply of a Query. Whatever is accepted must be written without an error, and read back
// equal.

#include "../unit/wire/every_type_codec.hpp"
#include "report.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace {

using every_type::Codec;
using every_type::Everything;
using every_type::Orders;
using partita::wire::Reader;

void read_reply(Reader& in, std::vector<Everything>& items) {
  std::string_view key;
  in.begin_object();
  while (in.next_key(key)) {
    if (key == "Items") {
      partita::wire::read_items<Codec, Orders>(in, items);
    } else if (key == "Count") {
      in.read_int64();
    } else {
      in.skip_value();
    }
  }
  in.end();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  partita::wire::TextReader text{{reinterpret_cast<const char*>(data), size}};
  std::vector<Everything> items;
  read_reply(text.reader(), items);
  if (!text.reader().ok()) return 0;

  partita::wire::Writer out;
  out.raw(R"({"Items":[)");
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i != 0) out.raw(',');
    Codec::write(out, items[i]);
  }
  out.raw("]}");
  if (out.failed()) report("an item that was read cannot be written", out.error().message());

  partita::wire::TextReader again{out.view()};
  std::vector<Everything> same;
  read_reply(again.reader(), same);
  if (!again.reader().ok()) report("an item that was written cannot be read", again.reader().error().message());
  if (same != items) report("an item changed on its way", out.view());
  return 0;
}
