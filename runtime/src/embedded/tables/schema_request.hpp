// What requests say of keys, indexes and throughput, as it was said: read, and held against the service's model.
#pragma once

#include "embedded/request_tree.hpp"
#include "embedded/tables/table.hpp"
#include "embedded/violations.hpp"

#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace partita::inline epoch1::embedded {

struct KeyElement {
  std::string name;
  bool partition = false;
};

struct IndexRequest {
  std::string name{};
  bool local = false;
  std::vector<KeyElement> key{};
  std::optional<std::string> projection{};
  std::optional<std::vector<std::string>> included{};
  std::optional<Throughput> throughput{};
};

std::vector<KeyAttribute> read_definitions(const RequestValue& value, std::string_view path, Violations& violations);
std::vector<KeyElement> read_key_schema(const RequestValue& value, std::string_view path, std::size_t most,
                                        Violations& violations);
std::optional<Throughput> read_throughput(const RequestValue& value, std::string_view path, Violations& violations);
IndexRequest read_index(const RequestValue& value, std::string_view path, bool local, Violations& violations);

struct StreamRequest {
  bool given = false;
  bool enabled = false;
  std::optional<std::string> view_type{};
};
StreamRequest read_stream(const RequestValue& value, Violations& violations);

struct EncryptionRequest {
  bool given = false;
  bool enabled = false;
};
/// Also checks what its members say together.
Checked<EncryptionRequest> read_encryption(const RequestValue& value, Violations& violations);

/// That none of these is given: parameters of what the service has and the engine has not.
std::optional<Refusal> refuse_absent(const RequestTree& request, std::initializer_list<std::string_view> parameters);

std::optional<Refusal> check_table_class(const std::optional<std::string>& table_class);

}  // namespace partita::inline epoch1::embedded
