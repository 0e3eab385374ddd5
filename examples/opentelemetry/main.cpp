// Stores parcels, with a span of each request: opentelemetry_example <DynamoDB endpoint> <collector> [<traceparent>].
#include "collector.hpp"
#include "depot/parcel.partita.hpp"
#include "otlp_tracer.hpp"

#include <partita/client.hpp>
#include <partita/client_options.hpp>
#include <partita/table.hpp>

#include <cstdio>
#include <memory>
#include <string>

namespace {

bool use_parcels(const partita::Client& client, const char* trace_parent) {
  const depot::ParcelRepository parcels{client};
  const auto options = partita::CallOptions().trace_parent(trace_parent);
  const auto made = parcels.create_table();
  if (!made) {
    std::fprintf(stderr, "%s\n", made.error().to_string().c_str());
    return false;
  }
  const bool stored = parcels.create({.id = "p-1", .street = "Elm Street"}, options).has_value();
  const bool again = parcels.create({.id = "p-1", .street = "Oak Street"}, options).has_value();  // an error's span
  const auto found = parcels.by_street("Elm Street").all();
  static_cast<void>(delete_table(client, "traced_parcels"));
  return stored && !again && found && found->size() == 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3 && argc != 4) {
    std::fprintf(stderr,
                 "usage: %s <DynamoDB endpoint> <collector> [<traceparent>], for example http://localhost:8000 %s\n",
                 argv[0], "http://localhost:4318");
    return 2;
  }
  depot::Collector collector(argv[2], "depot");
  partita::ClientOptions options;
  options.tracer = std::make_shared<depot::OtlpTracer>(collector);
  const auto client = partita::Client::open(argv[1], options);
  if (!client) {
    std::fprintf(stderr, "%s\n", client.error().to_string().c_str());
    return 1;
  }
  // What a web server was sent with the request that it works for, in the header `traceparent`.
  const bool used =
      use_parcels(*client, argc == 4 ? argv[3] : "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
  const depot::Collector::Counts counts = collector.flush();
  std::printf("%zu spans sent, %zu lost\n", counts.sent, counts.lost);
  return used && counts.lost == 0 ? 0 : 1;
}
