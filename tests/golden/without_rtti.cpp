// A program without RTTI and exceptions, with a transport of its own, over the runtime, which is built with both.
#include "simple_key/simple_key.partita.hpp"

#include <partita/transport.hpp>

#include <cstdio>
#include <memory>
#include <string_view>

namespace {

class OneSetting : public partita::Transport {
 public:
  void send(const partita::Request& request, partita::Reply& reply) noexcept override {
    const bool reads = request.operation == "GetItem";
    reply.body.assign(reads ? R"({"Item":{"number":{"N":"7"},"text":{"S":"seven"}}})" : "{}");
  }
};

int fail(std::string_view what) {
  std::fprintf(stderr, "%.*s\n", static_cast<int>(what.size()), what.data());
  return 1;
}

}  // namespace

int main() {
  const golden::simple_key::SettingRepository settings{partita::Client(std::make_shared<OneSetting>())};
  if (!settings.create({7, "seven"})) return fail("create");
  const auto found = settings.get(7);
  if (!found || !*found || (*found)->text != "seven") return fail("get");
  return 0;
}
