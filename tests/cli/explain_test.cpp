// `partita explain INPUT`. What it prints of the examples stands in the guide, where a test compares it.
#include "tool/run_tool.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

namespace partita::test {
namespace {

constexpr const char* header = R"(#include <partita/annotations.hpp>
#include <partita/timestamp.hpp>

#include <optional>
#include <string>

namespace crm {
struct Task {
  using partita_entity = partita::entity<"tasks", partita::data_class<"session">,
      partita::composed_partition_key<"pk", "TENANT#{tenant_id}">,
      partita::composed_sort_key<"sk", "TASK#{project_id}#{task_id}">,
      partita::index<"by_assignee", partita::include<"title">, partita::sparse>,
      partita::access_pattern<"task", "project_id, task_id", partita::rate<"100/s">, partita::item_size<"6KB">>,
      partita::access_pattern<"of_project", "project_id", partita::items<300>, partita::item_size<"6KB">>,
      partita::access_pattern<"next", "assignee_id, due_at range asc -> title", partita::items<25>, partita::item_size<"1KB">,
                              partita::rate<"10/s">, partita::criticality<"high">>>;

  partita::attribute<std::string, partita::tenant, partita::gsi_partition<"by_assignee">> tenant_id{};
  std::string project_id{};
  std::string task_id{};
  std::string title{};
  partita::attribute<std::optional<std::string>, partita::gsi_partition<"by_assignee">> assignee_id{};
  partita::attribute<partita::timestamp, partita::gsi_sort<"by_assignee">> due_at{};
};
}
)";

constexpr const char* schema = R"({
  "namespace": "crm",
  "entities": {"Task": {
    "table": "tasks", "data_class": "session",
    "attributes": {
      "pk": {"template": "TENANT#{tenant_id}"}, "sk": {"template": "TASK#{project_id}#{task_id}"},
      "tenant_id": "string", "project_id": "string", "task_id": "string", "title": "string",
      "assignee_id": {"type": "string", "optional": true}, "due_at": "timestamp"},
    "partition_key": "pk", "sort_key": "sk", "tenant": "tenant_id",
    "indexes": {"by_assignee": {"partition": ["tenant_id", "assignee_id"], "sort": ["due_at"], "projection": ["title"],
                                "sparse": true}},
    "access_patterns": {
      "task": {"where": ["project_id", "task_id"], "rate": "100/s", "item_size": "6KB"},
      "of_project": {"where": ["project_id"], "items": 300, "item_size": "6KB"},
      "next": {"where": ["assignee_id"], "range": "due_at", "order": "asc", "reads": ["title"], "items": 25,
               "item_size": "1KB", "rate": "10/s", "criticality": "high"}}
  }}
})";

ToolRun explain(const TemporaryDirectory& directory, const std::string& file, const std::vector<std::string>& options) {
  std::vector<std::string> arguments{"explain", file};
  arguments.insert(arguments.end(), options.begin(), options.end());
  for (const std::string& argument : clang_arguments()) arguments.push_back(argument);
  return run_tool(arguments, directory.path());
}

TEST_CASE("both notations are explained in the same words") {
  const TemporaryDirectory directory;
  write_file(directory.path() / "task.hpp", header);
  write_file(directory.path() / "task.json", schema);
  const ToolRun from_json = explain(directory, "task.json", {});
  INFO(from_json.err);
  CHECK(from_json.exit_code == 0);
  const ToolRun from_cpp = explain(directory, "task.hpp", {});
  INFO(from_cpp.err);
  CHECK(from_cpp.exit_code == 0);
  CHECK(from_cpp.out == from_json.out);
  CHECK(from_json.out.find("class of data: session") != std::string::npos);
  CHECK(explain(directory, "task.hpp", {"--format", "json"}).out ==
        explain(directory, "task.json", {"--format", "json"}).out);

  std::istringstream lines(from_json.out);
  for (std::string line; std::getline(lines, line);) {
    INFO(line);
    CHECK(line.size() <= 100);
  }
}

TEST_CASE("the plan and the price as JSON") {
  const TemporaryDirectory directory;
  write_file(directory.path() / "task.json", schema);
  const auto printed = nlohmann::json::parse(explain(directory, "task.json", {"--format", "json"}).out);
  const auto& task = printed.at("entities").at(0);
  CHECK(task.at("table") == "tasks");
  CHECK(task.at("item_bytes") == 6144);
  CHECK(task.at("keys").at(0).at("sort").at(0).at("template") == "TASK#{project_id}#{task_id}");
  const auto& patterns = task.at("access_patterns");

  // The weightiest first: 100/s of a get, 10/s of a query at high criticality, a query of several requests.
  REQUIRE(patterns.size() == 3);
  CHECK(patterns[0].at("name") == "task");
  CHECK(patterns[0].at("operation") == "get");
  CHECK(patterns[0].at("condition") == "pk = \"TENANT#{tenant_id}\" and sk = \"TASK#{project_id}#{task_id}\"");
  CHECK(patterns[0].at("read_units") == 1);

  CHECK(patterns[1].at("name") == "next");
  CHECK(patterns[1].at("key") == "index 'by_assignee'");
  CHECK(patterns[1].at("condition") == "tenant_id = {tenant_id} and assignee_id = {assignee_id} and due_at in a range");
  CHECK(patterns[1].at("order") == "due_at, ascending");
  CHECK(patterns[1].at("read_units") == 2.5);

  CHECK(patterns[2].at("name") == "of_project");
  CHECK(patterns[2].at("condition") == "pk = \"TENANT#{tenant_id}\" and begins_with(sk, \"TASK#{project_id}#\")");
  CHECK(patterns[2].at("requests") == 2);

  // 6 KB in the table; the entry has a part of that, and is absent without an assignee.
  CHECK(task.at("writes").at(0).at("best") == 6);
  CHECK(task.at("writes").at(0).at("worst") > 6);
}

TEST_CASE("a pattern that no key serves is shown where its error is suppressed") {
  const TemporaryDirectory directory;
  write_file(directory.path() / "step.json", R"({"entities": {"Step": {
      "table": "steps", "partition_key": "tenant_id", "sort_key": "sk",
      "attributes": {"tenant_id": "string", "workflow_id": "string", "rank": "int32",
                     "sk": {"template": "STEP#{workflow_id}#{rank:6}"}},
      "access_patterns": {"some": {"where": ["tenant_id"], "range": "workflow_id",
                                   "suppress": {"missing-index": "asked once a year"}}}}}})");
  const ToolRun as_json = explain(directory, "step.json", {"--format", "json"});
  INFO(as_json.err);
  REQUIRE(as_json.exit_code == 0);
  const auto printed = nlohmann::json::parse(as_json.out);
  const auto& pattern = printed.at("entities").at(0).at("access_patterns").at(0);
  CHECK(pattern.at("name") == "some");
  CHECK(pattern.at("operation") == "none");
  CHECK(pattern.at("unserved").at(0) ==
        "table 'steps' takes no range of 'workflow_id': its text in 'sk' is followed by more, so that it does not sort "
        "by "
        "value; put it last, or ask by equality");
  const ToolRun as_text = explain(directory, "step.json", {});
  CHECK(as_text.out.find("no key or index serves it") != std::string::npos);
  CHECK(as_text.out.find("takes no range of 'workflow_id'") != std::string::npos);
}

TEST_CASE("the filter on the type is shown where a key does not tell the entity") {
  const TemporaryDirectory directory;
  const auto entity = [](const std::string& name, const std::string& sort_key) {
    return "\"" + name + R"(": {"table": "shared", "partition_key": "pk", "sort_key": "sk",
        "attributes": {"pk": {"template": "T#{tenant_id}"}, "sk": {"template": ")" +
           sort_key + R"(#{id}"},
                       "tenant_id": "string", "id": "string", "state": "string"},
        "discriminator": {"attribute": "type", "value": ")" +
           name + R"("},
        "indexes": {"by_state": {"partition": ["state"]}},
        "access_patterns": {"all": {"where": ["tenant_id"]}, "of_state": {"where": ["state"]}}})";
  };
  write_file(directory.path() / "shared.json", "{\"entities\": {" + entity("A", "A") + ", " + entity("B", "B") + "}}");
  const ToolRun run = explain(directory, "shared.json", {"--format", "json"});
  INFO(run.err);
  REQUIRE(run.exit_code == 0);
  const auto printed = nlohmann::json::parse(run.out);
  for (const auto& pattern : printed.at("entities").at(0).at("access_patterns")) {
    const bool shared_key = pattern.at("name") == "of_state";
    CHECK(pattern.at("filter") == (shared_key ? nlohmann::json{"type"} : nlohmann::json::array()));
  }
}

nlohmann::json explained(const TemporaryDirectory& directory, const std::string& text) {
  write_file(directory.path() / "priced.json", text);
  const ToolRun run = explain(directory, "priced.json", {"--format", "json"});
  INFO(run.err);
  REQUIRE(run.exit_code == 0);
  return nlohmann::json::parse(run.out).at("entities");
}

TEST_CASE("partition keys that can never be equal need no filter on the type") {
  const auto entity = [](const std::string& name, const std::string& own) {
    return "\"" + name + R"(": {"table": "shared", "partition_key": "pk", "sort_key": "sk",
        "attributes": {"pk": {"template": "TENANT#{t}"}, "sk": {"template": ")" +
           name + R"(#{id}"}, "gsi1pk": {"template": "TENANT#{t}#)" + own + R"(#{o}"},
                       "gsi1sk": {"template": "CHANNEL#{id}"}, "t": "string", "id": "string", "o": "string"},
        "discriminator": {"attribute": "type", "value": ")" +
           name + R"("}, "indexes": {"gsi1": {"partition": ["gsi1pk"], "sort": ["gsi1sk"]}},
        "access_patterns": {"of_o": {"where": ["t", "o"]}}})";
  };
  const TemporaryDirectory directory;
  const auto apart = explained(directory, "{\"entities\": {" + entity("A", "KIND") + ", " + entity("B", "USER") + "}}");
  CHECK(apart.at(0).at("access_patterns").at(0).at("filter").empty());
  const auto same = explained(directory, "{\"entities\": {" + entity("A", "KIND") + ", " + entity("B", "KIND") + "}}");
  CHECK(same.at(0).at("access_patterns").at(0).at("filter") == nlohmann::json{"type"});
}

TEST_CASE("an item is in every index of the table whose key it holds") {
  const TemporaryDirectory directory;
  const auto entities = explained(directory, R"({"entities": {
    "A": {"table": "shared", "partition_key": "pk", "discriminator": {"attribute": "type", "value": "A"}, "attributes": {"pk": {"template": "A#{id}"}, "id": "string",
          "org": "string", "email": "string"}, "indexes": {"by_email": {"partition": ["org"], "sort": ["email"]}},
          "access_patterns": {"of": {"where": ["org", "email"]}}},
    "B": {"table": "shared", "partition_key": "pk", "discriminator": {"attribute": "type", "value": "B"}, "attributes": {"pk": {"template": "B#{id}"}, "id": "string",
          "org": "string", "email": "string"}, "access_patterns": {"one": {"where": ["id"]}}},
    "C": {"table": "shared", "partition_key": "pk", "discriminator": {"attribute": "type", "value": "C"}, "attributes": {"pk": {"template": "C#{id}"}, "id": "string",
          "org": "string"}, "access_patterns": {"one": {"where": ["id"]}}}}})");
  const auto& b = entities.at(1).at("writes");
  CHECK(b.at(0).at("best") == 2);
  CHECK(b.at(1).at("worst") == 3);
  CHECK(entities.at(2).at("writes").at(1).at("worst") == 1);
}

TEST_CASE("a read of a narrow index is priced by its entries, and by the size that its own pattern says") {
  const TemporaryDirectory directory;
  const auto entities = explained(directory, R"({"entities": {"A": {"table": "shared", "partition_key": "id",
    "attributes": {"id": "string", "k": "string", "a": "string", "b": "string", "c": "string"},
    "indexes": {"by_k": {"partition": ["k"], "projection": "keys_only"}},
    "access_patterns": {"one": {"where": ["id"], "item_size": "50KB"},
      "narrow": {"where": ["k"], "reads": ["id", "k"], "items": 100, "item_size": "5KB"}}}}})");
  for (const auto& pattern : entities.at(0).at("access_patterns")) {
    if (pattern.at("name") == "one") CHECK(pattern.at("read_units") == 6.5);
    // 2 of 5 attributes of 5 KB are 2 KB.
    if (pattern.at("name") == "narrow") CHECK(pattern.at("read_units") == 25.0);
  }
  CHECK(entities.at(0).at("item_bytes") == 50 * 1024);
}

TEST_CASE("a model with errors is not explained") {
  const TemporaryDirectory directory;
  write_file(directory.path() / "bad.json", R"({"entities": {"A": {"table": "abc", "attributes": {"id": "string"}}}})");
  const ToolRun run = explain(directory, "bad.json", {"--format", "json"});
  CHECK(run.exit_code == 1);
  CHECK(run.out.empty());
  CHECK(run.err.find("[missing-partition-key]") != std::string::npos);
}

}  // namespace
}  // namespace partita::test
