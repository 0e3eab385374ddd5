// Inputs of one size for Partita and for other generators.
#pragma once

#include <filesystem>
#include <string>

namespace partita::benchmarks {

/// An annotated header with eight standard headers and `entities` entities of 10 attributes. Names carry `number`.
std::string annotated_header(int number, int entities);

// The same attributes, `entities` times, as the schema languages write them.
std::string json_schema(int entities);
std::string flatbuffers_schema(int entities);
std::string protobuf_schema(int entities);

void write_file(const std::filesystem::path& path, const std::string& text);

}  // namespace partita::benchmarks
