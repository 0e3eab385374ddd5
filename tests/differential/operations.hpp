// What a random program does: operations that say in one text what came of them, so that backends can be compared.
#pragma once

#include "random.hpp"

#include <partita/batch.hpp>
#include <partita/client.hpp>
#include <partita/error.hpp>
#include <partita/read_transaction.hpp>
#include <partita/repository.hpp>
#include <partita/transaction.hpp>
#include <partita/write_batch.hpp>

#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace differential {

struct Operation {
  std::string name;
  std::function<std::string(const partita::Client&, Rng&)> run;
};

using Action = std::function<void(partita::WriteTransaction&, const partita::Client&, Rng&)>;
using BatchEntry = std::function<void(partita::WriteBatch&, const partita::Client&, Rng&)>;

struct Operations {
  std::vector<std::function<partita::Result<void>(const partita::Client&)>> create_tables;
  std::vector<std::string> tables;
  std::vector<Operation> list;
  std::vector<Action> actions;            ///< of transactions
  std::vector<BatchEntry> batch_entries;  ///< of batches over several entities

  void add(std::string name, std::function<std::string(const partita::Client&, Rng&)> run) {
    list.push_back({std::move(name), std::move(run)});
  }
};

/// Of the model; generated.
Operations operations();

// The text of an outcome. The service's own words are left out, for the servers' differ; they are kept for a report.

inline std::string& last_error() {
  static std::string text;
  return text;
}

inline std::string shown(const partita::Error& error) {
  last_error() = error.to_string();
  std::string text = "error " + std::string(to_string(error.kind())) + " " + error.operation();
  // Not of what is invalid: DynamoDB Local refuses the whole request (`transaction-update-path`).
  if (error.action() && error.kind() != partita::ErrorKind::validation) {
    text += " action " + std::to_string(*error.action());
  }
  return text;
}

inline std::string shown(const partita::Result<void>& result) {
  return result ? "done" : shown(result.error());
}

template <class Value>
std::string shown(const partita::Result<Value>& result)
  requires std::is_arithmetic_v<Value>
{
  return result ? std::to_string(*result) : shown(result.error());
}

inline std::string shown(const partita::BatchResult& result) {
  return "written " + std::to_string(result.written) + " left " + std::to_string(result.left.size()) +
         (result.error ? ", " + shown(*result.error) : "");
}

template <class Repository, class Item>
std::string item_text(const Repository& repository, const Item& item) {
  const auto text = repository.to_item(item);
  return text ? *text : shown(text.error());
}

template <class Repository, class Item>
std::string shown(const Repository& repository, const partita::Result<std::optional<Item>>& result) {
  if (!result) return shown(result.error());
  return *result ? item_text(repository, **result) : "none";
}

/// An item that an update returns.
template <class Repository, class Item>
std::string shown(const Repository& repository, const partita::Result<Item>& result) {
  return result ? item_text(repository, *result) : shown(result.error());
}

template <class Repository, class Item>
std::string shown(const Repository& repository, const partita::Result<std::vector<std::optional<Item>>>& result) {
  if (!result) return shown(result.error());
  std::string text;
  for (const auto& item : *result) text += (item ? item_text(repository, *item) : "none") + "\n";
  return text;
}

/// `Order::any`: of an index, whose items of one key have no order between them.
enum class Order : bool { of_service, any };

inline partita::VersionGuard guard(Rng& rng) {
  if (rng.chance(40)) return partita::any_version;
  return partita::expect{static_cast<std::int64_t>(rng.below(4))};
}

/// A condition on a sort key of type `T`, as a parameter of a query takes it.
template <class Parameter, class T>
partita::SortCondition<Parameter> sort_condition(Rng& rng, const T& low, const T& high) {
  switch (rng.below(6)) {
    case 0:
      return low;
    case 1:
      return partita::less_than(Parameter(high));
    case 2:
      return partita::at_most(Parameter(high));
    case 3:
      return partita::greater_than(Parameter(low));
    case 4:
      return partita::at_least(Parameter(low));
    default:
      return partita::between(Parameter(std::min(low, high)), Parameter(std::max(low, high)));
  }
}

}  // namespace differential
