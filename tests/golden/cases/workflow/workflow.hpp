// Structures inside lists and optionals, two levels deep, and a local index.
#pragma once

#include <partita/annotations.hpp>
#include <partita/timestamp.hpp>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace golden::workflow {

enum class Priority { low, high };

struct Note {
  std::string text{};
  partita::timestamp written_at{};
};

struct Task {
  std::string title{};
  std::optional<std::string> assignee{};
  Priority priority = Priority::low;
  std::vector<Note> notes{};
};

struct Workflow {
  using partita_entity =
      partita::entity<"workflows", partita::suppress<"unbounded-item-collection", "a tenant has few workflows">>;

  partita::partition_key<std::string> tenant_id{};
  partita::sort_key<std::string> workflow_id{};
  partita::attribute<partita::timestamp, partita::lsi_sort<"by_change">> updated_at{};
  std::set<std::string> contexts{};
  std::vector<Task> tasks{};
  std::map<std::string, Task> templates{};
  std::optional<Note> closing{};
};

}  // namespace golden::workflow
