#include "inputs.hpp"

#include <cstdio>
#include <cstdlib>
#include <fstream>

namespace partita::benchmarks {

namespace {

// `text` once an entity, with its number for each '@'.
std::string repeated(const std::string& text, const std::string& prefix, int count) {
  std::string all;
  for (int i = 0; i < count; ++i) {
    for (const char c : text) {
      if (c == '@') {
        all += prefix + std::to_string(i);
      } else {
        all += c;
      }
    }
  }
  return all;
}

}  // namespace

std::string annotated_header(int number, int entities) {
  return "#pragma once\n#include <partita/annotations.hpp>\n#include <chrono>\n#include <cstdint>\n#include <map>\n"
         "#include <memory>\n#include <optional>\n#include <set>\n#include <string>\n#include <vector>\n"
         "namespace crm {\n" +
         repeated(R"(struct Entity@ {
  using partita_entity = partita::entity<"table_@", partita::access_pattern<"of_tenant", "tenant_id">,
                                         partita::access_pattern<"of_account", "account_id, created_at desc">>;
  partita::partition_key<std::string> tenant_id{};
  partita::sort_key<std::string> id{};
  partita::attribute<std::string, partita::gsi_partition<"by_account">> account_id{};
  partita::attribute<std::int64_t, partita::gsi_sort<"by_account">> created_at{};
  std::string name{};
  std::optional<std::string> phone{};
  std::set<std::string> tags{};
  std::vector<std::string> lines{};
  std::map<std::string, std::string> labels{};
  double total{};
};
)",
                  std::to_string(number) + "_", entities) +
         "}  // namespace crm\n";
}

std::string json_schema(int entities) {
  std::string list = repeated(R"(    "Entity@": {
      "table": "table_@",
      "attributes": {
        "tenant_id": "string", "id": "string", "account_id": "string", "created_at": "int64", "name": "string",
        "phone": {"type": "string", "optional": true}, "tags": "set<string>", "lines": "list<string>",
        "labels": "map<string>", "total": "double"
      },
      "partition_key": "tenant_id", "sort_key": "id",
      "indexes": {"by_account": {"partition": ["account_id"], "sort": ["created_at"]}},
      "access_patterns": {
        "of_tenant": {"where": ["tenant_id"], "items": 100, "item_size": "1KB"},
        "of_account": {"where": ["account_id"], "range": "created_at", "order": "desc", "rate": "10/s"}
      }
    },
)",
                              "", entities);
  list.resize(list.size() - 2);  // the last comma
  return "{\n  \"namespace\": \"crm\",\n  \"entities\": {\n" + list + "\n  }\n}\n";
}

std::string flatbuffers_schema(int entities) {
  return "namespace crm;\n" + repeated(R"(table Label@ { key: string (key); value: string; }
table Entity@ {
  tenant_id: string;
  id: string;
  account_id: string;
  created_at: long;
  name: string;
  phone: string;
  tags: [string];
  lines: [string];
  labels: [Label@];
  total: double;
}
)",
                                       "", entities);
}

std::string protobuf_schema(int entities) {
  return "syntax = \"proto3\";\npackage crm;\n" + repeated(R"(message Entity@ {
  string tenant_id = 1;
  string id = 2;
  string account_id = 3;
  int64 created_at = 4;
  string name = 5;
  optional string phone = 6;
  repeated string tags = 7;
  repeated string lines = 8;
  map<string, string> labels = 9;
  double total = 10;
}
)",
                                                           "", entities);
}

void write_file(const std::filesystem::path& path, const std::string& text) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream file(path);
  file << text;
  if (!file.flush()) {
    std::fprintf(stderr, "cannot write %s\n", path.c_str());
    std::exit(1);
  }
}

}  // namespace partita::benchmarks
