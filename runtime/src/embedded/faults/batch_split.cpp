#include "embedded/faults/batch_split.hpp"

#include "embedded/request_reader.hpp"
#include "embedded/tables/description.hpp"
#include "embedded/values/value_text.hpp"

#include <algorithm>
#include <functional>
#include <utility>

namespace partita::inline epoch1::embedded {
namespace {

bool reads(std::string_view operation) {
  return operation == "BatchGetItem";
}

void read_entries(RequestReader& in, BatchTable& table) {
  in.begin_array();
  while (in.next_element()) table.entries.emplace_back(in.skip_value());
}

void append_member(std::string_view name, std::string_view json, std::string& out) {
  append_json_string(name, out.append(","));
  out.append(":").append(json);
}

// RequestItems, and what answers name likewise: `{"t":[...]}` of writes, `{"t":{"Keys":[...],...}}` of reads.
std::vector<BatchTable> read_tables(RequestReader& in, bool of_keys) {
  std::vector<BatchTable> tables;
  std::string_view member;
  in.begin_object();
  while (in.next_key(member)) {
    BatchTable& table = tables.emplace_back(BatchTable{std::string(member)});
    if (!of_keys) {
      read_entries(in, table);
      continue;
    }
    in.begin_object();
    while (in.next_key(member)) {
      if (member == "Keys" && !in.next_is_null()) {
        read_entries(in, table);
      } else {
        const std::string name(member);
        append_member(name, in.skip_value(), table.members);
      }
    }
  }
  return tables;
}

void append_tables(const std::vector<BatchTable>& tables, bool of_keys, std::string& out) {
  char separator = '{';
  for (const BatchTable& table : tables) {
    out += std::exchange(separator, ',');
    append_json_string(table.name, out);
    out += of_keys ? ":{\"Keys\":[" : ":[";
    for (std::size_t i = 0; i < table.entries.size(); ++i) out.append(i == 0 ? "" : ",").append(table.entries[i]);
    out.append("]").append(table.members).append(of_keys ? "}" : "");
  }
  out += tables.empty() ? "{}" : "}";
}

// The object again, with `change` made to the tables of one member.
std::optional<std::string> changed(std::string_view json, std::string_view name, bool of_keys,
                                   const std::function<void(std::vector<BatchTable>&)>& change) {
  RequestReader in(json);
  std::string out;
  std::string_view member;
  in.begin_object();
  while (in.next_key(member)) {
    if (member != name || in.next_is_null()) {
      const std::string other(member);
      append_member(other, in.skip_value(), out);
      continue;
    }
    std::vector<BatchTable> tables = read_tables(in, of_keys);
    change(tables);
    append_json_string(name, out.append(","));
    append_tables(tables, of_keys, out.append(":"));
  }
  in.end();
  if (!in.ok() || out.empty()) return std::nullopt;
  out.front() = '{';
  return out + "}";
}

// Moves every second entry.
std::vector<BatchTable> take_half(std::vector<BatchTable>& all, const std::vector<std::string>& tables) {
  std::vector<BatchTable> taken;
  bool stays = false;
  for (BatchTable& table : all) {
    if (!tables.empty() && std::find(tables.begin(), tables.end(), table_of_arn(table.name)) == tables.end()) continue;
    BatchTable half{table.name, {}, table.members};
    std::vector<std::string> rest;
    for (std::string& entry : table.entries) {
      stays = !stays;
      (stays ? rest : half.entries).push_back(std::move(entry));
    }
    table.entries = std::move(rest);
    if (!half.entries.empty()) taken.push_back(std::move(half));
  }
  std::erase_if(all, [](const BatchTable& each) { return each.entries.empty(); });
  return taken;
}

void add(const std::vector<BatchTable>& left_out, std::vector<BatchTable>& unprocessed) {
  for (const BatchTable& each : left_out) {
    const auto known = std::find_if(unprocessed.begin(), unprocessed.end(),
                                    [&](const BatchTable& other) { return other.name == each.name; });
    if (known == unprocessed.end()) {
      unprocessed.push_back(each);
    } else {
      known->entries.insert(known->entries.end(), each.entries.begin(), each.entries.end());
    }
  }
}

}  // namespace

std::optional<SplitBatch> split_batch(std::string_view operation, std::string_view body,
                                      const std::vector<std::string>& tables) {
  SplitBatch split;
  auto done = changed(body, "RequestItems", reads(operation),
                      [&](std::vector<BatchTable>& all) { split.left_out = take_half(all, tables); });
  if (!done || split.left_out.empty()) return std::nullopt;
  split.body = *std::move(done);
  return split;
}

std::string answer_with(std::string_view operation, std::string_view answer, const std::vector<BatchTable>& left_out) {
  auto whole = changed(answer, reads(operation) ? "UnprocessedKeys" : "UnprocessedItems", reads(operation),
                       [&](std::vector<BatchTable>& unprocessed) { add(left_out, unprocessed); });
  return whole ? *std::move(whole) : std::string(answer);
}

}  // namespace partita::inline epoch1::embedded
