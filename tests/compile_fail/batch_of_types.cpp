// error: a batch compares no types: pass partita::unconditionally, or write the items one by one
#include "lab/single_table.partita.hpp"

#include <vector>

bool overwrite(const lab::WorkflowRepository& workflows, const std::vector<lab::Workflow>& items) {
  return static_cast<bool>(workflows.put_many(items));
}
