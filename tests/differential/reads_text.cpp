// What is read of an entity: items, queries of every key, lookups, scans, in parts and as views.
#include "entity_text.hpp"

namespace differential {
namespace {

std::string parameter_of(const std::string& cpp) {
  return cpp == "std::string" ? "std::string_view" : cpp;
}

// A lambda that shows some attributes of a whole item, a view or what an index holds; the others are always the same.
std::string text_of_some(const EntityText& text, const std::vector<std::string>& members) {
  std::string body =
      "const auto text = [&](const auto& each) {\n      Rng fixed{1};\n      auto item = " + text.call("item") +
      "(fixed);\n      ";
  for (const std::string& member : members) body += "item." + member + " = each." + member + ";\n      ";
  return body + "return item_text(r, item);\n    };\n    ";
}

const std::string text_of_item = "const auto text = [&](const auto& each) { return item_text(r, each); };\n    ";

struct KeyText {
  std::string title;
  std::string start;  // what makes the query
  std::string sort;   // its sort key's method, if it has one
  std::string sort_cpp;
  bool ordered = false;            // the servers agree on the order
  std::vector<std::string> holds;  // of a narrow index; empty: whole items
};

// With or without a condition on the sort key, a filter, the other order.
std::string query_text(const EntityText& text, const KeyText& key) {
  std::string body = "auto query = " + key.start + ";\n    ";
  if (!key.sort.empty()) {
    body += "const auto low = " + any_key(key.sort_cpp) + ";\n    const auto high = " + any_key(key.sort_cpp) +
            ";\n    if (rng.chance(50)) query." + key.sort + "(sort_condition<" + parameter_of(key.sort_cpp) +
            ">(rng, low, high));\n    ";
  }
  if (key.holds.empty()) body += "if (rng.chance(40)) query.where(" + text.call("filter") + "(rng));\n    ";
  body += "if (rng.chance(30)) query.page_size(static_cast<std::uint32_t>(1 + rng.below(3)));\n    ";
  return body + "if (rng.chance(30)) query.descending();\n    ";
}

void add_query(EntityText& text, const KeyText& key) {
  const std::string body = query_text(text, key) + (key.holds.empty() ? text_of_item : text_of_some(text, key.holds));
  const std::string order = key.ordered ? "Order::of_service" : "Order::any";
  text.add(key.title, body + "return in_parts(rng, query, text, " + order + ");");
  if (key.ordered) {
    const std::string some = "any_stop(rng, query);\n    ";
    text.add(
        key.title + ", some",
        body +
            "any_stop(rng, query);\n    const auto some = query.all();\n    if (!some) return shown(some.error());\n"
            "    return lines(texts_of(*some, text)) + shown(query.count()) + shown(query.exists());");
  }
  if (key.holds.empty() && !text.entity().view.empty()) {
    text.add(key.title + ", view", query_text(text, key) + text_of_some(text, text.entity().view) +
                                       "return in_view<model::" + text.name() + "Card>(query, text, " + order + ");");
  }
}

// By a condition that asks for all of the key's partition part, and perhaps for the sort key.
void add_planned(EntityText& text, const Attribute& partition, const std::string& named, const std::string& sort,
                 const std::string& sort_cpp, const std::vector<std::string>& members) {
  const std::string shown =
      (members.empty() ? text_of_item : text_of_some(text, members)) + "return planned(rng, r.query(";
  const std::string of_partition = "const auto value = " + any_key(partition.cpp) + ";\n    ";
  const std::string equal = text.fields() + partition.name + " == value";
  text.add("planned " + named, of_partition + shown + equal + "), r." + named + "(value), text);");
  if (sort.empty()) return;
  const std::string of_sort = of_partition + "const auto bound = " + any_key(sort_cpp) + ";\n    ";
  const std::string bound = parameter_of(sort_cpp) + "(bound)";
  const auto add = [&](const std::string& op, const std::string& condition) {
    text.add("planned " + named + op, of_sort + shown + text.fields() + sort + op + "bound && " + equal + "), r." +
                                          named + "(value)." + sort + "(" + condition + "(" + bound + ")), text);");
  };
  add(" == ", "");
  add(" < ", "partita::less_than");
  add(" >= ", "partita::at_least");
}

void add_queries(EntityText& text) {
  const Entity& entity = text.entity();
  const bool is_planned = !entity.composed && entity.tenant.empty();
  if (!entity.sort.empty()) {
    const Attribute& sort = entity.sort.front();
    const std::string by = "by_" + entity.partition.name;
    const std::string owner = entity.tenant.empty() ? any_key(entity.partition.cpp) : "";
    add_query(text, {"query", "r." + by + "(" + owner + ")", sort.name, sort.cpp, true, {}});
    if (is_planned) add_planned(text, entity.partition, by, sort.name, sort.cpp, {});
  }
  for (const Index& index : entity.indexes) {
    const Attribute& partition = index.local ? entity.partition : index.partition;
    KeyText key{"query of " + index.name,
                "r." + index.name + "(" + any_key(partition.cpp) + ")",
                index.sort,
                index.sort_cpp,
                false,
                {}};
    if (!index.projection.empty()) {
      key.holds = {entity.partition.name};
      for (const Attribute& each : entity.sort) key.holds.push_back(each.name);
      if (!index.local) key.holds.push_back(index.partition.name);
      if (!index.sort.empty()) key.holds.push_back(index.sort);
    }
    add_query(text, key);
    // Of a local index the partition key alone is the table's as well.
    if (is_planned) add_planned(text, partition, index.name, index.sort, index.sort_cpp, key.holds);
  }
}

void add_lookups(EntityText& text) {
  text.add("lookup", "auto query = r.by_tag(any_key<std::string>(rng), any_key<std::string>(rng));\n    " +
                         text_of_item +
                         "if (rng.chance(50)) query.descending();\n    return in_parts(rng, query, text, "
                         "Order::of_service);");
}

void add_scans(EntityText& text) {
  const std::string body = "auto scan = r.scan();\n    if (rng.chance(40)) scan.where(" + text.call("filter") +
                           "(rng));\n    if (rng.chance(50)) scan.page_size(static_cast<std::uint32_t>(1 + "
                           "rng.below(5)));\n    ";
  text.add("scan", body + text_of_item + "return in_parts(rng, scan, text, Order::any);");
  text.add("scan by segments", body + text_of_item + "return in_segments(rng, scan, text);");
  if (!text.entity().view.empty()) {
    text.add("scan, view", body + text_of_some(text, text.entity().view) + "return in_view<model::" + text.name() +
                               "Card>(scan, text, Order::any);");
  }
}

}  // namespace

void add_reads(EntityText& text) {
  const Entity& entity = text.entity();
  const std::string consistent = "partita::ReadOptions{}.consistent()";
  text.add_result("get", "r.get" + text.key({consistent}), true);
  text.add_result("get_many",
                  "r.get_many(several(rng, [](Rng& numbers) { return " + text.key_value("numbers") + "; }))", true);
  const std::string get = "get(r, " + text.key().substr(1);
  if (entity.shards.empty()) {
    text.add("read transaction", "const auto found = partita::read_transaction(client)." + get + "." + get +
                                     ".execute();\n    if (!found) return shown(found.error());\n    const auto text = "
                                     "[&](const auto& each) { return each ? item_text(r, *each) : \"none\"; };\n    "
                                     "return text(std::get<0>(*found)) + \"\\n\" + text(std::get<1>(*found));");
  }
  if (!entity.view.empty()) {
    std::string values;
    std::vector<std::string> arguments;
    for (const Attribute& each : text.keys()) {
      values += "const auto of_" + each.name + " = " + any_key(each.cpp) + ";\n    ";
      arguments.push_back("of_" + each.name);
    }
    const std::string key = "(" + joined(arguments) + ")";
    text.add("get_as", values + text_of_some(text, entity.view) + "return in_view(r.get" + key +
                           ", r.get_as<model::" + text.name() + "Card>" + key + ", text);");
  }
  add_queries(text);
  if (entity.companions) add_lookups(text);
  if (entity.scans) add_scans(text);
}

}  // namespace differential
