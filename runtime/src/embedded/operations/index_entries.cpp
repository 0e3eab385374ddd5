#include "embedded/operations/index_entries.hpp"

#include "embedded/values/key_bytes.hpp"
#include "embedded/values/value.hpp"
#include "embedded/values/value_text.hpp"

namespace partita::inline epoch1::embedded {

namespace {

// Appends the attributes; false if one is missing or cannot be a key. A single one has its own bytes.
bool append_attributes(const std::vector<KeyAttribute>& attributes, const ItemMembers& members, bool delimit,
                       std::size_t longest, std::string& out) {
  std::string bytes;
  std::size_t size = 0;
  for (const KeyAttribute& each : attributes) {
    const std::string_view json = members.find(each.name);
    if (json.empty() || tag_of(json) != each.type) return false;
    bytes.clear();
    append_sort_bytes(json, bytes);
    size += bytes.size();
    if (bytes.empty() || size > longest) return false;
    if (delimit) {
      append_delimited(bytes, out);
    } else {
      out += bytes;
    }
  }
  return true;
}

Refusal refuse_value(const Index& index, const KeyAttribute& attribute, std::string_view json, WrittenBy by) {
  const wire::Tag found = tag_of(json);
  if (found != attribute.type) {
    return {"ValidationException", "One or more parameter values were invalid: Type mismatch for Index Key " +
                                       attribute.name + " Expected: " + std::string(wire::name_of(attribute.type)) +
                                       " Actual: " + std::string(wire::name_of(found)) + " IndexName: " + index.name};
  }
  std::string message = "One or more parameter values are not valid. ";
  message += by == WrittenBy::update
                 ? "The update expression attempted to update a secondary index key to a value that is not supported. "
                 : "A value specified for a secondary index key is not supported. ";
  message.append("The AttributeValue for a key attribute cannot contain an empty ")
      .append(found == wire::Tag::S ? "string" : "binary")
      .append(" value.");
  if (by == WrittenBy::put)
    message.append(" IndexName: ").append(index.name).append(", IndexKey: ").append(attribute.name);
  return {"ValidationException", std::move(message)};
}

// The bytes that the attributes count for as a key.
std::size_t key_size(const std::vector<KeyAttribute>& attributes, const ItemMembers& members) {
  std::string bytes;
  for (const KeyAttribute& each : attributes) append_sort_bytes(members.find(each.name), bytes);
  return bytes.size();
}

bool has_all(const std::vector<KeyAttribute>& attributes, const ItemMembers& members) {
  for (const KeyAttribute& each : attributes) {
    if (members.find(each.name).empty()) return false;
  }
  return true;
}

}  // namespace

std::optional<ItemKey> entry_key_of(const Index& index, const ItemKey& item, const ItemMembers& members) {
  ItemKey key;
  const bool delimit = index.key.partition.size() > 1;
  if (!append_attributes(index.key.partition, members, delimit, longest_partition, key.partition)) return std::nullopt;
  if (!append_attributes(index.key.sort, members, true, longest_sort, key.sort)) return std::nullopt;
  append_delimited(item.partition, key.sort);
  key.sort += item.sort;
  return key;
}

std::optional<IndexEntry> entry_of(const Table& table, const Index& index, const IndexedItem& item) {
  std::optional<ItemKey> key = entry_key_of(index, item.key, item.members);
  if (!key) return std::nullopt;
  IndexEntry entry{*std::move(key), {}, item.size};
  if (index.projection == Projection::all) {
    entry.text = item.text;
    return entry;
  }
  entry.size = 0;
  char separator = '{';
  for (const ItemMembers::Member& each : item.members.list()) {
    if (!table.projects(index, each.name)) continue;
    entry.text += separator;
    separator = ',';
    append_json_string(each.name, entry.text);
    entry.text.append(":").append(each.json);
    entry.size += each.name.size() + size_of(parse_value(each.json));
  }
  entry.text += '}';
  return entry;
}

std::optional<Refusal> refuse_index_keys(const Table& table, const ItemMembers& item, WrittenBy by) {
  for (const Index& index : table.indexes) {
    for (const auto* const part : {&index.key.partition, &index.key.sort}) {
      for (const KeyAttribute& each : *part) {
        const std::string_view json = item.find(each.name);
        if (json.empty()) continue;
        const bool is_empty = json == R"({"S":""})" || json == R"({"B":""})";
        if (tag_of(json) != each.type || is_empty) return refuse_value(index, each, json, by);
      }
    }
    if (!has_all(index.key.partition, item) || !has_all(index.key.sort, item)) continue;
    if (auto refusal = refuse_key_sizes(key_size(index.key.partition, item), key_size(index.key.sort, item)))
      return refusal;
  }
  return std::nullopt;
}

}  // namespace partita::inline epoch1::embedded
