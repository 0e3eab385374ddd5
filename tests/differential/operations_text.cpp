// A model -> the C++ of what is done to it.
#include "entity_text.hpp"

namespace differential {
namespace {

std::string repository(const EntityText& text) {
  const std::string type = "model::" + text.name() + "Repository";
  const std::string arguments = text.entity().tenant.empty() ? "client" : "client, any_key<std::string>(rng)";
  return type + " " + text.call("repository") +
         "(const partita::Client& client, [[maybe_unused]] Rng& rng) {\n  return " + type + "{" + arguments +
         "};\n}\n\n";
}

std::string guarded_key(const EntityText& text) {
  return text.entity().version ? text.key({"guard(rng)"}) : text.key();
}
std::string item(const EntityText& text) {
  return text.call("item") + "(rng)";
}

// What was put is there, but for what the repository sets.
void add_kept(EntityText& text) {
  const Entity& entity = text.entity();
  std::vector<std::string> arguments;
  for (const Attribute& each : text.keys()) arguments.push_back("item." + each.name);
  arguments.emplace_back("partita::ReadOptions{}.consistent()");
  std::string body = "auto item = " + item(text) +
                     ";\n    const auto done = r.put(item);\n    if (!done) return shown(done);\n"
                     "    const auto found = r.get(" +
                     joined(arguments) + ");\n    if (!found) return \"broken: \" + shown(found.error());\n    ";
  if (entity.ttl) {
    body += "if (item.expires.seconds() <= now_seconds) return same(\"expired\", \"none\", shown(r, found));\n    ";
  }
  body += "if (!*found) return std::string(\"broken: what was put is not there\");\n    ";
  if (entity.version) body += "++item.revision;\n    ";
  if (entity.times) body += "item.made = (*found)->made;\n    item.changed = (*found)->changed;\n    ";
  text.add("put, get", body + "return same(\"put\", item_text(r, item), item_text(r, **found));");
}

void add_writes(EntityText& text) {
  const std::string if_ = "partita::if_(" + text.call("condition") + "(rng))";
  for (const char* method : {"create", "put", "replace", "upsert"}) {
    text.add_result(method, "r." + std::string(method) + "(" + item(text) + ")");
    text.add_result(method + std::string(" if"), "r." + std::string(method) + "(" + item(text) + ", " + if_ + ")");
  }
  add_kept(text);
  text.add_result("remove", "r.remove" + guarded_key(text));
  if (!text.entity().companions) {
    text.add_result("put_returning_old", "r.put_returning_old(" + item(text) + ")", true);
    text.add_result("put_returning_old if", "r.put_returning_old(" + item(text) + ", " + if_ + ")", true);
    text.add_result("remove_returning_old", "r.remove_returning_old" + guarded_key(text), true);
  }
  std::string update = "auto update = r.update" + guarded_key(text) +
                       ";\n    for (std::size_t n = 1 + rng.below(3); n > 0; --n) " + text.call("change") +
                       "(update, rng);\n    ";
  if (text.has_parts()) update += "if (rng.chance(50)) " + text.call("inner_change") + "(update, rng);\n    ";
  update += "if (rng.chance(30)) update.if_(" + text.call("condition") + "(rng));\n    ";
  text.add("update", update + "return shown(update.execute());");
  text.add("update, new", update + "return shown(r, update.execute_returning_new());");
  text.add("update, old", update + "return shown(r, update.execute_returning_old());");
  text.add("update, once", update + "return shown(update.exactly_once().execute());");
}

void add_batches(EntityText& text) {
  const Entity& entity = text.entity();
  if (entity.companions) return;
  const bool compares = entity.version || !entity.discriminator.empty();
  const std::string allowed = compares ? ", partita::unconditionally" : "";
  text.add_result("remove_many", "r.remove_many(several(rng, [](Rng& numbers) { return " + text.key_value("numbers") +
                                     "; })" + allowed + ")");
  const std::string batch = "partita::WriteBatch& batch";
  text.add_to("batch_entries", batch, "batch.remove(r, " + text.key_value("rng") + allowed + ");");
  if (!entity.shards.empty()) return;
  text.add_result("put_many", "r.put_many(several(rng, &" + text.call("item") + ")" + allowed + ")");
  text.add_to("batch_entries", batch, "batch.put(r, " + item(text) + allowed + ");");

  // More than one request takes.
  std::vector<std::string> key;
  for (const Attribute& each : text.keys()) key.push_back("items[number]." + each.name);
  const std::string value = key.size() == 1 ? key.front() : "model::" + text.name() + "Key{" + joined(key) + "}";
  const Attribute& first = text.keys().front();
  text.add("put_many, get_many, remove_many",
           "const auto items = numbered(26 + rng.below(80), [&](std::size_t number) {\n      auto item = " +
               item(text) + ";\n      item." + first.name + " = key_of_number<" + first.cpp +
               ">(number);\n      return item;\n    });\n    const auto keys = numbered(items.size(), "
               "[&](std::size_t number) { return " +
               value + "; });\n    std::string text = shown(r.put_many(items" + allowed +
               ")) + \"\\n\" + shown(r, r.get_many(keys));\n    if (rng.chance(70)) text += shown(r.remove_many(keys" +
               allowed + "));\n    return text;");
}

// Of transactions, which change no parts of attributes: DynamoDB Local refuses the whole request where it finds nothing
// to change (`transaction-update-path`). Writes of companions are more actions than are said, and DynamoDB Local takes
// ten
// (`transaction-action-count`): each is a transaction of its own.
void add_action(EntityText& text, const std::string& title, const std::string& body) {
  if (text.entity().companions) {
    text.add("transaction, " + title, "partita::WriteTransaction transaction(client);\n    " + body +
                                          "\n    return shown(transaction.execute());");
  } else {
    text.add_to("actions", "partita::WriteTransaction& transaction", body);
  }
}

void add_actions(EntityText& text) {
  for (const char* method : {"create", "put", "replace"}) {
    add_action(text, method, "transaction." + std::string(method) + "(r, " + item(text) + ");");
  }
  const auto with_key = [](const std::string& arguments) { return "(r, " + arguments.substr(1) + ";"; };
  add_action(text, "remove", "transaction.remove" + with_key(guarded_key(text)));
  add_action(text, "check", "transaction.check" + with_key(text.key()));
  add_action(text, "update",
             "auto update = r.update" + guarded_key(text) + ";\n    " + text.call("change") +
                 "(update, rng);\n    transaction.update(update);");
}

std::string collection_operation(const Collection& collection) {
  std::string body =
      "  all.add(\"" + collection.name +
      ".get\", [](const partita::Client& client, Rng& rng) {\n    return collection_in_parts(rng, model::" +
      collection.name + "Reader{client}, [&](const auto& found, Lists& lists) {\n";
  std::size_t list = 0;
  for (const std::string& entity : collection.entities) {
    body += "      for (const auto& each : found.of_" + entity + ") lists[" + std::to_string(list++) +
            "].push_back(item_text(repository_" + entity + "(client, rng), each));\n";
  }
  return body + "    });\n  });\n";
}

}  // namespace

std::string operations_text(const Model& model, Rng& rng) {
  std::string functions;
  std::string body = "Operations operations() {\n  Operations all;\n";
  std::string table;
  for (const Entity& entity : model.entities) {
    EntityText text(entity);
    functions += repository(text) + functions_text(text, rng);
    if (entity.table != table) {
      table = entity.table;
      body += "  all.tables.push_back(\"" + table + "\");\n";
      body +=
          "  all.create_tables.push_back([](const partita::Client& client) {\n    Rng rng{1};\n    return repository_" +
          entity.name + "(client, rng).create_table();\n  });\n";
    }
    add_writes(text);
    add_reads(text);
    add_batches(text);
    add_actions(text);
    body += text.operations();
  }
  for (const Collection& each : model.collections) body += collection_operation(each);
  return "#include \"model.partita.hpp\"\n#include \"operations.hpp\"\n#include \"readings.hpp\"\n\n"
         "namespace differential {\n\nvoid fill(Rng& rng, model::Spot& spot) {\n  fill(rng, spot.city);\n"
         "  fill(rng, spot.zip);\n  fill(rng, spot.height);\n  fill(rng, spot.count);\n"
         "  fill(rng, spot.marks);\n  fill(rng, spot.names);\n  fill(rng, spot.counts);\n}\n\nnamespace {\n\n" +
         functions + "}  // namespace\n\n" + body + "  return all;\n}\n\n}  // namespace differential\n";
}

}  // namespace differential
