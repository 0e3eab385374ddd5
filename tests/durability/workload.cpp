#include "workload.hpp"

#include <algorithm>
#include <random>
#include <set>

namespace durability {
namespace {

Json text(const std::string& value) {
  return {{"S", value}};
}
Json number(std::int64_t value) {
  return {{"N", std::to_string(value)}};
}
Json key_json(const Key& key) {
  return {{"pk", text(key.first)}, {"sk", {{"N", key.second}}}};
}

// One write as requests have it, and its effect.
struct Write {
  enum class Kind : std::uint8_t { put, update, remove };
  Kind kind = Kind::put;
  Json request;  // of an operation of its own, and of a transaction
  Step::Change change;
};

class Choice {
 public:
  Choice(const Writer& writer, const Tables& now, std::uint32_t step)
      : writer_(writer), now_(now), seed_{static_cast<std::uint32_t>(writer.number), step}, random_(seed_) {}

  Step step() {
    const int kind = below(10);
    if (kind < 5)
      return single(write(kind < 2 ? Write::Kind::put : kind < 4 ? Write::Kind::update : Write::Kind::remove));
    return kind < 7 ? batch() : transaction();
  }

 private:
  int below(int limit) { return std::uniform_int_distribution(0, limit - 1)(random_); }

  // Once only.
  std::pair<std::size_t, Key> place() {
    for (;;) {
      std::pair<std::size_t, Key> place{
          static_cast<std::size_t>(below(2)),
          {prefix_of(writer_) + std::to_string(below(writer_.partitions)), std::to_string(below(4))}};
      if (used_.insert(place).second) return place;
    }
  }

  // Sets or removes what indexes are of.
  void index(Json& item) {
    item.erase("g");
    item.erase("l");
    if (below(4) > 0) item["g"] = text("g" + std::to_string(below(3)));
    if (below(3) > 0) item["l"] = number(below(100));
  }

  Write put(std::size_t table, const Key& key) {
    Json item = key_json(key);
    index(item);
    item["n"] = number(below(1000));
    item["text"] = text(std::string(static_cast<std::size_t>(below(3000)), 'x'));
    return {Write::Kind::put, {{"Item", item}}, {table, key, item}};
  }

  // On the condition that the item is what it was: a lost write before it would be told, too.
  Write update(std::size_t table, const Key& key) {
    const Items& items = now_.items[table];
    const auto found = items.find(key);
    Json item = found == items.end() ? key_json(key) : found->second;
    const bool has_count = item.contains("n");
    const std::int64_t count = has_count ? std::stoll(item["n"]["N"].get<std::string>()) : 0;
    index(item);
    item["n"] = number(count + 1);
    std::string set;
    std::string remove;
    Json values = {{":one", number(1)}};
    for (const std::string name : {"g", "l"}) {
      if (item.contains(name)) {
        set.append(set.empty() ? "SET " : ", ").append(name).append(" = :").append(name);
        values[":" + name] = item[name];
      } else {
        remove.append(remove.empty() ? " REMOVE " : ", ").append(name);
      }
    }
    if (has_count) values[":n"] = number(count);
    return {Write::Kind::update,
            {{"Key", key_json(key)},
             {"UpdateExpression", set + remove + " ADD n :one"},
             {"ConditionExpression", has_count ? "n = :n" : "attribute_not_exists(pk)"},
             {"ExpressionAttributeValues", values}},
            {table, key, item}};
  }

  Write write(Write::Kind kind) {
    const auto [table, key] = place();
    Write made = kind == Write::Kind::put      ? put(table, key)
                 : kind == Write::Kind::update ? update(table, key)
                                               : Write{kind, {{"Key", key_json(key)}}, {table, key, std::nullopt}};
    made.request["TableName"] = table_names[table];
    return made;
  }

  static Step single(Write write) {
    static constexpr std::array operations = {"PutItem", "UpdateItem", "DeleteItem"};
    Step step;
    step.operation = operations[static_cast<std::size_t>(write.kind)];
    step.body = std::move(write.request);
    step.changes.push_back(std::move(write.change));
    return step;
  }

  Step batch() {
    Step step;
    step.operation = "BatchWriteItem";
    Json& tables = step.body["RequestItems"];
    for (int left = 1 + below(12); left > 0; --left) {
      Write each = write(below(3) > 0 ? Write::Kind::put : Write::Kind::remove);
      each.request.erase("TableName");
      tables[table_names[each.change.table]].push_back(
          {{each.kind == Write::Kind::put ? "PutRequest" : "DeleteRequest", each.request}});
      step.changes.push_back(std::move(each.change));
    }
    return step;
  }

  Step transaction() {
    static constexpr std::array actions = {"Put", "Update", "Delete"};
    Step step;
    step.operation = "TransactWriteItems";
    step.is_transaction = true;
    step.is_refused = below(8) == 0;
    Json& all = step.body["TransactItems"];
    const auto add = [&](Write each) {
      all.push_back({{actions[static_cast<std::size_t>(each.kind)], each.request}});
      if (!step.is_refused) step.changes.push_back(std::move(each.change));
    };
    add(write(Write::Kind::update));  // changes something in any case
    for (int left = below(8); left > 0; --left) add(write(static_cast<Write::Kind>(below(3))));
    const Json shared = shared_item(0);
    all.push_back({{"Update",
                    {{"TableName", table_names[1]},
                     {"Key", key_json(shared_key())},
                     {"UpdateExpression", "SET g = :g ADD n :one"},
                     {"ExpressionAttributeValues", {{":g", shared["g"]}, {":one", number(1)}}}}}});
    if (step.is_refused) {
      all.push_back({{"ConditionCheck",
                      {{"TableName", table_names[0]},
                       {"Key", key_json({"nobody's", "0"})},
                       {"ConditionExpression", "attribute_exists(pk)"}}}});
    }
    return step;
  }

  const Writer& writer_;
  const Tables& now_;
  std::seed_seq seed_;
  std::mt19937 random_;
  std::set<std::pair<std::size_t, Key>> used_;
};

}  // namespace

Json table_request(std::size_t table) {
  const auto attribute = [](const char* name, const char* type) {
    return Json{{"AttributeName", name}, {"AttributeType", type}};
  };
  const auto key_schema = [](const char* hash, const char* range) {
    return Json::array(
        {{{"AttributeName", hash}, {"KeyType", "HASH"}}, {{"AttributeName", range}, {"KeyType", "RANGE"}}});
  };
  const auto index = [&](const char* name, const char* hash, const char* range) {
    return Json::array(
        {{{"IndexName", name}, {"KeySchema", key_schema(hash, range)}, {"Projection", {{"ProjectionType", "ALL"}}}}});
  };
  return {{"TableName", table_names[table]},
          {"BillingMode", "PAY_PER_REQUEST"},
          {"AttributeDefinitions",
           {attribute("pk", "S"), attribute("sk", "N"), attribute("g", "S"), attribute("n", "N"), attribute("l", "N")}},
          {"KeySchema", key_schema("pk", "sk")},
          {"GlobalSecondaryIndexes", index("global", "g", "n")},
          {"LocalSecondaryIndexes", index("local", "pk", "l")}};
}

Key key_of(const Json& item) {
  return {item.at("pk").at("S"), item.at("sk").at("N")};
}

Key shared_key() {
  return {"shared", "0"};
}

Json shared_item(std::int64_t transactions) {
  Json item = key_json(shared_key());
  item["g"] = text("g0");
  item["n"] = number(transactions);
  return item;
}

void apply(const Step& step, Tables& tables) {
  for (const Step::Change& each : step.changes) {
    Items& items = tables.items[each.table];
    if (each.item) {
      items[each.key] = *each.item;
    } else {
      items.erase(each.key);
    }
  }
  if (step.is_transaction && !step.is_refused) ++tables.transactions;
}

std::string prefix_of(const Writer& writer) {
  return "w" + std::to_string(writer.number) + "-";
}

Step make_step(const Writer& writer, const Tables& now, std::uint32_t number) {
  return Choice(writer, now, number).step();
}

}  // namespace durability
