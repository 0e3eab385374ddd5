#include "embedded/operations/item_key.hpp"

#include "embedded/values/key_bytes.hpp"
#include "embedded/values/value_text.hpp"

#include <algorithm>

namespace partita::inline epoch1::embedded {

namespace {

std::string_view describe_empty(wire::Tag type) {
  return type == wire::Tag::S ? "string" : "binary";
}

bool is_empty(std::string_view json) {
  return json == R"({"S":""})" || json == R"({"B":""})";
}

// The bytes of one attribute; refused if it is empty.
Checked<std::string> bytes_of(const KeyAttribute& attribute, std::string_view json) {
  if (is_empty(json)) {
    return invalid(
        "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty " +
        std::string(describe_empty(attribute.type)) + " value. Key: " + attribute.name);
  }
  std::string bytes;
  append_sort_bytes(json, bytes);
  return bytes;
}

template <class Check>
Checked<ItemKey> read_key(const Table& table, const ItemMembers& members, Check check) {
  ItemKey key;
  const auto read = [&](const std::vector<KeyAttribute>& attributes, std::string& bytes) -> std::optional<Refusal> {
    for (const KeyAttribute& each : attributes) {
      const std::string_view json = members.find(each.name);
      if (auto refusal = check(each, json)) return refusal;
      auto own = bytes_of(each, json);
      if (!own) return own.error();
      bytes = *std::move(own);
    }
    return std::nullopt;
  };
  if (auto refusal = read(table.key.partition, key.partition)) return tl::unexpected(*std::move(refusal));
  if (auto refusal = read(table.key.sort, key.sort)) return tl::unexpected(*std::move(refusal));
  if (auto refusal = refuse_key_sizes(key.partition.size(), key.sort.size()))
    return tl::unexpected(*std::move(refusal));
  return key;
}

}  // namespace

std::optional<Refusal> refuse_key_sizes(std::size_t partition, std::size_t sort) {
  if (partition > longest_partition) {
    return Refusal{
        "ValidationException",
        "One or more parameter values were invalid: Size of hashkey has exceeded the maximum size limit of2048 "
        "bytes"};
  }
  if (sort > longest_sort) {
    return Refusal{"ValidationException",
                   "One or more parameter values were invalid: Aggregated size of all range keys has exceeded the size "
                   "limit of 1024 bytes"};
  }
  return std::nullopt;
}

Checked<ItemKey> key_of_item(const Table& table, const ItemMembers& item) {
  return read_key(table, item, [](const KeyAttribute& attribute, std::string_view json) -> std::optional<Refusal> {
    if (json.empty()) {
      return Refusal{"ValidationException",
                     "One or more parameter values were invalid: Missing the key " + attribute.name + " in the item"};
    }
    if (tag_of(json) == attribute.type) return std::nullopt;
    return Refusal{"ValidationException", "One or more parameter values were invalid: Type mismatch for key " +
                                              attribute.name +
                                              " expected: " + std::string(wire::name_of(attribute.type)) +
                                              " actual: " + std::string(wire::name_of(tag_of(json)))};
  });
}

Checked<ItemKey> key_of_request(const Table& table, const ItemMembers& key) {
  const Refusal mismatch{"ValidationException", "The provided key element does not match the schema"};
  if (key.list().size() != table.key.partition.size() + table.key.sort.size()) return tl::unexpected(mismatch);
  return read_key(table, key, [&](const KeyAttribute& attribute, std::string_view json) -> std::optional<Refusal> {
    if (json.empty() || tag_of(json) != attribute.type) return mismatch;
    return std::nullopt;
  });
}

bool has_types_of_key(const Table& table, const ItemMembers& item) {
  const auto fits = [&](const KeyAttribute& attribute) {
    const std::string_view json = item.find(attribute.name);
    return json.empty() || tag_of(json) == attribute.type;
  };
  return std::all_of(table.key.partition.begin(), table.key.partition.end(), fits) &&
         std::all_of(table.key.sort.begin(), table.key.sort.end(), fits);
}

std::vector<std::string_view> names_of(const KeySchema& key) {
  std::vector<std::string_view> names;
  for (const auto* const part : {&key.partition, &key.sort}) {
    for (const KeyAttribute& each : *part) names.emplace_back(each.name);
  }
  return names;
}

void append_key_text(const Table& table, const Index* index, const ItemMembers& item, std::string& out) {
  char separator = '{';
  for (const ItemMembers::Member& each : item.list()) {
    if (!table.key.holds(each.name) && (index == nullptr || !index->key.holds(each.name))) continue;
    out += separator;
    separator = ',';
    append_json_string(each.name, out);
    out.append(":").append(each.json);
  }
  out += '}';
}

}  // namespace partita::inline epoch1::embedded
