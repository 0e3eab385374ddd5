// A model -> the C++ of what is done to it. One operation a line, each a lambda that takes its values from the numbers
// it is given, so that it does the same to both servers.
#include "model.hpp"

namespace differential {
namespace {

std::string joined(const std::vector<std::string>& parts, const std::string& separator = ", ") {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : separator) + part;
  return text;
}

std::string parameter_of(const std::string& cpp) {
  return cpp == "std::string" ? "std::string_view" : cpp;
}

class EntityText {
 public:
  EntityText(const Entity& entity, Rng& rng) : entity_(entity), rng_(rng) {
    if (entity_.tenant.empty()) keys_.push_back(entity_.partition);
    for (const Attribute& each : entity_.sort) keys_.push_back(each);
  }

  std::string functions() {
    return repository() + random_item() + condition("condition", entity_.attributes) + condition("filter", filtered()) +
           change();
  }

  std::string operations() {
    writes();
    reads();
    queries();
    if (has_batches()) batches();
    actions();
    return text_;
  }

 private:
  // Those whose writes compare nothing.
  bool has_batches() const {
    return !entity_.version && entity_.discriminator.empty() && entity_.shards.empty() && !entity_.companions;
  }

  std::string name() const { return entity_.name; }
  std::string fields() const { return "model::" + name() + "Fields::"; }
  std::string call(const std::string& function) const { return function + "_" + name(); }

  std::string repository() const {
    const std::string type = "model::" + name() + "Repository";
    const std::string arguments = entity_.tenant.empty() ? "client" : "client, any_key<std::string>(rng)";
    return type + " " + call("repository") + "(const partita::Client& client, [[maybe_unused]] Rng& rng) {\n  return " +
           type + "{" + arguments + "};\n}\n\n";
  }

  std::string random_item() const {
    std::string text = "model::" + name() + " " + call("item") + "(Rng& rng) {\n  model::" + name() + " item;\n";
    const auto fill = [&](const std::string& function, const std::string& member) {
      text += "  " + function + "(rng, item." + member + ");\n";
    };
    fill("fill_key", entity_.partition.name);
    for (const Attribute& each : entity_.sort) fill("fill_key", each.name);
    for (const Attribute& each : entity_.attributes) fill(is_index_key(each) ? "fill_key" : "fill", each.name);
    if (entity_.companions) {
      fill("fill_key", "tags");
      fill("fill_key", "slug");
    }
    if (entity_.version) text += "  item.revision = static_cast<std::int64_t>(rng.below(4));\n";
    if (entity_.ttl) fill("fill", "expires");
    return text + "  return item;\n}\n\n";
  }

  static bool is_index_key(const Attribute& each) { return each.name.starts_with("view"); }

  // What a filter of any query may name.
  std::vector<Attribute> filtered() const {
    std::vector<Attribute> list;
    for (const Attribute& each : entity_.attributes) {
      if (!is_index_key(each)) list.push_back(each);
    }
    return list;
  }

  std::string comparison(const Attribute& each) {
    const std::string field = fields() + each.name;
    const std::string value = "any<" + each.cpp + ">(rng)";
    std::vector<std::string> choices{field + ".exists()", field + ".not_exists()"};
    const bool scalar = !each.cpp.starts_with("std::set") && !each.cpp.starts_with("std::map") &&
                        !each.cpp.starts_with("std::vector<std::string") &&
                        !each.cpp.starts_with("std::vector<std::int");
    if (scalar) {
      for (const char* op : {" == ", " != "}) choices.push_back(field + op + value);
      if (each.cpp != "bool") {
        for (const char* op : {" < ", " <= ", " > ", " >= "}) choices.push_back(field + op + value);
      }
      choices.push_back(field + ".in({" + value + ", " + value + "})");
    } else {
      choices.push_back(field + ".size() > " + std::to_string(rng_.below(3)));
      choices.push_back(field + ".size() <= " + std::to_string(rng_.below(3)));
    }
    if (each.cpp == "std::string") {
      choices.push_back(field + ".contains(" + value + ")");
      choices.push_back(field + ".begins_with(" + value + ")");
    }
    if (each.cpp == "std::set<std::string>") choices.push_back(field + ".contains(any<std::string>(rng))");
    if (each.cpp == "std::set<std::int64_t>") choices.push_back(field + ".contains(any<std::int64_t>(rng))");
    std::string chosen = choices[rng_.below(choices.size())];
    if (rng_.chance(15)) chosen = "!(" + chosen + ")";
    return chosen;
  }

  // One of six, composed at random.
  std::string condition(const std::string& function, const std::vector<Attribute>& attributes) {
    std::string text = "[[maybe_unused]] partita::Condition<model::" + name() + "> " + call(function) + "(Rng& rng) {\n";
    text += "  switch (rng.below(6)) {\n";
    for (int i = 0; i < 6; ++i) {
      std::string composed = comparison(attributes[rng_.below(attributes.size())]);
      for (std::size_t more = rng_.below(3); more > 0; --more) {
        const std::string other = comparison(attributes[rng_.below(attributes.size())]);
        composed = "(" + composed + ")" + (rng_.chance(50) ? " && " : " || ") + "(" + other + ")";
      }
      text += (i == 5 ? "    default: return " : "    case " + std::to_string(i) + ": return ") + composed + ";\n";
    }
    return text + "  }\n}\n\n";
  }

  // One change of one attribute, out of all that its type allows.
  std::string change() const {
    std::vector<std::string> choices;
    const auto add = [&](const std::string& method, const std::string& attribute, const std::string& cpp) {
      const std::string value = cpp.empty() ? "" : "any<" + cpp + ">(rng)";
      choices.push_back("update." + method + attribute + "(" + value + ")");
    };
    for (const Attribute& each : entity_.attributes) {
      if (is_index_key(each)) {
        choices.push_back("update.set_" + each.name + "(any_key<" + each.cpp + ">(rng))");
        continue;
      }
      add("set_", each.name, each.cpp);
      if (each.optional) {
        add("remove_", each.name, "");
        choices.push_back("update.set_" + each.name + "_if_absent(any<" + each.cpp + ">(rng))");
      }
      if (each.cpp == "std::int32_t") choices.push_back("update.add_to_" + each.name + "(1)");
      if (each.cpp.starts_with("std::set<")) {
        add("add_to_", each.name, each.cpp);
        add("delete_from_", each.name, each.cpp);
      }
      if (each.json.starts_with("list<")) {
        add("append_to_", each.name, each.cpp);
        add("prepend_to_", each.name, each.cpp);
      }
    }
    if (entity_.companions) {
      for (const char* method : {"set_", "add_to_", "delete_from_"}) {
        choices.push_back("update." + std::string(method) + "tags(any_key<std::set<std::string>>(rng))");
      }
      choices.emplace_back("update.set_slug(any_key<std::string>(rng))");
    }
    std::string text = "void " + call("change") + "(model::" + name() + "Repository::Update& update, Rng& rng) {\n";
    text += "  switch (rng.below(" + std::to_string(choices.size()) + ")) {\n";
    for (std::size_t i = 0; i < choices.size(); ++i) {
      text += (i + 1 == choices.size() ? "    default: " : "    case " + std::to_string(i) + ": ") + choices[i] +
              "; break;\n";
    }
    return text + "  }\n}\n\n";
  }

  // --- operations ---

  void add(const std::string& title, const std::string& body) {
    text_ += "  all.add(\"" + name() + "." + title +
             "\", [](const partita::Client& client, Rng& rng) {\n    const auto r = " + call("repository") +
             "(client, rng);\n    " + body + "\n  });\n";
  }
  void add_result(const std::string& title, const std::string& result, bool shows_items = false) {
    add(title, "return shown(" + std::string(shows_items ? "r, " : "") + result + ");");
  }

  // The arguments of `get`: the values of all parts of the key, then more.
  std::string key(const std::vector<std::string>& more = {}) const {
    std::vector<std::string> arguments;
    for (const Attribute& each : keys_) arguments.push_back("any_key<" + each.cpp + ">(rng)");
    arguments.insert(arguments.end(), more.begin(), more.end());
    return "(" + joined(arguments) + ")";
  }
  std::string guarded_key() const { return entity_.version ? key({"guard(rng)"}) : key(); }
  std::string item() const { return call("item") + "(rng)"; }
  std::string if_() const { return "partita::if_(" + call("condition") + "(rng))"; }

  void writes() {
    for (const char* method : {"create", "put", "replace", "upsert"}) {
      add_result(method, "r." + std::string(method) + "(" + item() + ")");
      add_result(method + std::string(" if"), "r." + std::string(method) + "(" + item() + ", " + if_() + ")");
    }
    add_result("remove", "r.remove" + guarded_key());
    if (!entity_.companions) {
      add_result("put_returning_old", "r.put_returning_old(" + item() + ")", true);
      add_result("remove_returning_old", "r.remove_returning_old" + guarded_key(), true);
    }
    const std::string update =
        "auto update = r.update" + guarded_key() + ";\n    for (std::size_t n = 1 + rng.below(3); n > 0; --n) " +
        call("change") + "(update, rng);\n    if (rng.chance(30)) update.if_(" + call("condition") + "(rng));\n    ";
    add("update", update + "return shown(update.execute());");
    add("update, new", update + "return shown(r, update.execute_returning_new());");
    add("update, old", update + "return shown(r, update.execute_returning_old());");
    add("update, once", update + "return shown(update.exactly_once().execute());");
  }

  void reads() {
    add_result("get", "r.get" + key({"partita::ReadOptions{}.consistent()"}), true);
    if (!entity_.shards.empty()) return;
    add_result("get_many", "r.get_many(several(rng, [](Rng& numbers) { return " + key_value("numbers") + "; }))", true);
  }

  // What batches and `get_many` take: a value, or the key struct.
  std::string key_value(const std::string& numbers) const {
    std::vector<std::string> parts;
    for (const Attribute& each : keys_) parts.push_back("any_key<" + each.cpp + ">(" + numbers + ")");
    if (parts.size() == 1) return parts.front();
    return "model::" + name() + "Key{" + joined(parts) + "}";
  }

  void batches() {
    add_result("put_many", "r.put_many(several(rng, &" + call("item") + "))");
    add_result("remove_many", "r.remove_many(several(rng, [](Rng& numbers) { return " + key_value("numbers") + "; }))");
  }

  // `start` makes the query; with or without a condition on the sort key, a filter, the other order.
  void query(const std::string& title, const std::string& start, const std::string& sort, const std::string& sort_cpp,
             bool whole_items, bool ordered) {
    std::string body = "auto query = " + start + ";\n    ";
    if (!sort.empty()) {
      const std::string value = "any_key<" + sort_cpp + ">(rng)";
      body += "const auto low = " + value + ";\n    const auto high = " + value + ";\n    if (rng.chance(50)) query." +
              sort + "(sort_condition<" + parameter_of(sort_cpp) + ">(rng, low, high));\n    ";
    }
    if (whole_items) body += "if (rng.chance(40)) query.where(" + call("filter") + "(rng));\n    ";
    body += "if (rng.chance(30)) query.page_size(static_cast<std::uint32_t>(1 + rng.below(3)));\n    ";
    const std::string order = ordered ? "Order::of_service" : "Order::any";
    if (ordered) {
      body +=
          "if (rng.chance(30)) query.descending();\n    if (rng.chance(30)) query.max_items(1 + rng.below(4));\n    ";
    }
    add(title, body + (whole_items ? "return shown(r, query.all(), " + order + ");" : "return counted(query.all());"));
    add(title + ", count", body + "return shown(query.count());");
    add(title + ", exists", body + "return shown(query.exists());");
  }

  void queries() {
    if (!entity_.sort.empty()) {
      const std::string owner = entity_.tenant.empty() ? "any_key<" + entity_.partition.cpp + ">(rng)" : "";
      query("query", "r.by_" + entity_.partition.name + "(" + owner + ")", entity_.sort.front().name,
            entity_.sort.front().cpp, true, true);
    }
    if (entity_.companions) {
      const std::string found = "r.by_tag(any_key<std::string>(rng), any_key<std::string>(rng))";
      add("lookup", "return shown(r, " + found + ".all(), Order::of_service);");
      add("lookup, count", "return shown(" + found + ".count());");
    }
    for (const Index& index : entity_.indexes) {
      const Attribute& partition = index.local ? entity_.partition : index.partition;
      query("query of " + index.name, "r." + index.name + "(any_key<" + partition.cpp + ">(rng))", index.sort,
            index.sort_cpp, index.projection.empty(), false);
    }
  }

  // Of transactions. Writes of companions are more actions than are said, and DynamoDB Local takes ten
  // (`transaction-action-count`): each is a transaction of its own.
  void actions() {
    for (const char* method : {"create", "put", "replace"}) {
      action(method, "transaction." + std::string(method) + "(r, " + item() + ");");
    }
    const auto with_key = [&](const std::string& arguments) { return "(r, " + arguments.substr(1) + ";"; };
    action("remove", "transaction.remove" + with_key(guarded_key()));
    action("check", "transaction.check" + with_key(key()));
    action("update", "auto update = r.update" + guarded_key() + ";\n    " + call("change") +
                         "(update, rng);\n    transaction.update(update);");
  }
  void action(const std::string& title, const std::string& body) {
    if (entity_.companions) {
      add("transaction, " + title,
          "partita::WriteTransaction transaction(client);\n    " + body + "\n    return shown(transaction.execute());");
      return;
    }
    text_ +=
        "  all.actions.push_back([](partita::WriteTransaction& transaction, const partita::Client& client, "
        "Rng& rng) {\n    const auto r = " +
        call("repository") + "(client, rng);\n    " + body + "\n  });\n";
  }

  const Entity& entity_;
  Rng& rng_;
  std::vector<Attribute> keys_;
  std::string text_;
};

}  // namespace

std::string operations_text(const Model& model, Rng& rng) {
  std::string functions;
  std::string body = "Operations operations() {\n  Operations all;\n";
  std::string table;
  for (const Entity& entity : model.entities) {
    EntityText text(entity, rng);
    functions += text.functions();
    if (entity.table != table) {
      table = entity.table;
      body += "  all.tables.push_back(\"" + table + "\");\n";
      body +=
          "  all.create_tables.push_back([](const partita::Client& client) {\n    Rng rng{1};\n    return repository_" +
          entity.name + "(client, rng).create_table();\n  });\n";
    }
    body += text.operations();
  }
  return "#include \"model.partita.hpp\"\n#include \"operations.hpp\"\n\nnamespace differential {\nnamespace {\n\n" +
         functions + "}  // namespace\n\n" + body + "  return all;\n}\n\n}  // namespace differential\n";
}

}  // namespace differential
