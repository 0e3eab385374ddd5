// Any bytes are a schema: it is read, checked and rendered without a fault, and every span lies within the text.
#include "diagnostics/text.hpp"
#include "frontend_json/frontend.hpp"
#include "sema/sema.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

namespace {

void check_span(const partita::source::Span& span, std::size_t size) {
  if (span.valid() && (span.begin > span.end || span.end > size)) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace partita;
  source::SourceSet sources;
  diagnostics::Sink sink;
  model::Declared declared;
  const auto file = sources.add("schema.json", std::string(reinterpret_cast<const char*>(data), size));
  declared.inputs.push_back({"schema.json", "schema.json", model::Notation::json});
  frontend_json::read_schema(sources, file, 0, declared, sink);
  const bool has_schema = sema::analyse(declared, sink).has_value();
  if (has_schema == sink.has_errors()) std::abort();
  const auto found = sink.sorted();
  for (const auto& diagnostic : found) {
    check_span(diagnostic.span, size);
    if (diagnostic.fix) check_span(diagnostic.fix->span, size);
    for (const auto& note : diagnostic.notes) {
      check_span(note.span, size);
      if (note.fix) check_span(note.fix->span, size);
    }
  }
  diagnostics::render_text(found, sources, diagnostics::Colour::off);
  return 0;
}
