// Random items, conditions and changes of an entity, as the C++ functions that make them.
#include "entity_text.hpp"

namespace differential {
namespace {

bool is_list(const Attribute& each) {
  return each.json.starts_with("list<");
}
bool is_map(const Attribute& each) {
  return each.json.starts_with("map<");
}
// Of a list or map.
std::string element_of(const Attribute& each) {
  for (const char* type : {"model::Spot", "std::string", "std::int64_t"}) {
    if (each.cpp.ends_with(std::string(type) + ">")) return type;
  }
  return {};
}

std::string random_item(const EntityText& text) {
  const Entity& entity = text.entity();
  const std::string type = "model::" + text.name();
  std::string body = type + " " + text.call("item") + "(Rng& rng) {\n  " + type + " item;\n";
  const auto fill = [&](const std::string& function, const std::string& member) {
    body += "  " + function + "(rng, item." + member + ");\n";
  };
  fill("fill_key", entity.partition.name);
  for (const Attribute& each : entity.sort) fill("fill_key", each.name);
  for (const Attribute& each : entity.attributes) fill(EntityText::is_index_key(each) ? "fill_key" : "fill", each.name);
  if (entity.companions) {
    fill("fill_key", "tags");
    fill("fill_key", "slug");
  }
  if (entity.version) body += "  item.revision = static_cast<std::int64_t>(rng.below(4));\n";
  if (entity.ttl) fill("fill", "expires");
  return body + "  return item;\n}\n\n";
}

// --- conditions ---

// What a value of a type can be asked.
std::vector<std::string> comparisons(const std::string& field, const std::string& cpp) {
  std::vector<std::string> choices{field + ".exists()", field + ".not_exists()"};
  if (cpp == "model::Spot") {
    for (const char* member : {".city", ".zip"}) {
      choices.push_back(field + member + " == " + any("std::string"));
      choices.push_back(field + member + ".begins_with(" + any("std::string") + ")");
      choices.push_back(field + member + ".exists()");
    }
    choices.push_back(field + ".height > " + any("std::int64_t"));
    choices.push_back(field + ".size() > 2");
    return choices;
  }
  for (const char* op : {" == ", " != "}) choices.push_back(field + op + any(cpp));
  if (cpp != "bool") {
    for (const char* op : {" < ", " <= ", " > ", " >= "}) choices.push_back(field + op + any(cpp));
  }
  choices.push_back(field + ".in({" + any(cpp) + ", " + any(cpp) + "})");
  if (cpp == "std::string") {
    choices.push_back(field + ".contains(" + any(cpp) + ")");
    choices.push_back(field + ".begins_with(" + any(cpp) + ")");
    choices.push_back(field + ".size() > 1");
  }
  return choices;
}

std::vector<std::string> comparisons(const EntityText& text, const Attribute& each, Rng& rng) {
  const std::string field = text.fields() + each.name;
  const bool is_set = each.json.starts_with("set<");
  if (!is_set && !is_list(each) && !is_map(each)) {
    std::vector<std::string> choices = comparisons(field, each.cpp);
    for (const Attribute& other : text.entity().attributes) {
      const bool differs = other.name != each.name && !EntityText::is_index_key(other);
      if (differs && other.cpp == each.cpp && each.cpp == "std::string")
        choices.push_back(field + " <= " + text.fields() + other.name);
    }
    return choices;
  }
  std::vector<std::string> choices{field + ".exists()", field + ".not_exists()",
                                   field + ".size() > " + std::to_string(rng.below(3)),
                                   field + ".size() <= " + std::to_string(rng.below(3))};
  const std::string element = element_of(each);
  if (!is_map(each) && element != "model::Spot") choices.push_back(field + ".contains(" + any(element) + ")");
  if (is_set) return choices;
  for (const char* part : {"0", "1"}) {
    const std::string inside = is_list(each) ? "[" + std::string(part) + "]" : "[any<std::string>(rng)]";
    for (std::string& choice : comparisons(field + inside, element)) choices.push_back(std::move(choice));
  }
  return choices;
}

std::string comparison(const EntityText& text, const Attribute& each, Rng& rng) {
  const std::vector<std::string> choices = comparisons(text, each, rng);
  const std::string chosen = choices[rng.below(choices.size())];
  return rng.chance(15) ? "!(" + chosen + ")" : chosen;
}

// One of eight, composed at random.
std::string condition(const EntityText& text, const std::string& function, const std::vector<Attribute>& attributes,
                      Rng& rng) {
  constexpr int count = 8;
  std::string body = "[[maybe_unused]] partita::Condition<model::" + text.name() + "> " + text.call(function) +
                     "(Rng& rng) {\n  switch (rng.below(" + std::to_string(count) + ")) {\n";
  for (int i = 0; i < count; ++i) {
    std::string composed = comparison(text, attributes[rng.below(attributes.size())], rng);
    for (std::size_t more = rng.below(3); more > 0; --more) {
      const std::string other = comparison(text, attributes[rng.below(attributes.size())], rng);
      composed = "(" + composed + ")" + (rng.chance(50) ? " && " : " || ") + "(" + other + ")";
    }
    body +=
        (i + 1 == count ? "    default: return " : "    case " + std::to_string(i) + ": return ") + composed + ";\n";
  }
  return body + "  }\n}\n\n";
}

// --- changes ---

// Of what lies inside of an attribute.
void add_inner_changes(std::vector<std::string>& choices, const std::string& field, const Attribute& each) {
  const auto set = [&](const std::string& part, const std::string& cpp) {
    choices.push_back("update.set(" + field + part + ", " + any(cpp) + ")");
  };
  const auto remove = [&](const std::string& part) { choices.push_back("update.remove(" + field + part + ")"); };
  if (each.json == "Spot") {
    set(".city", "std::string");
    set(".height", "std::int64_t");
    set(".zip", "std::string");
    if (!each.optional) remove(".zip");
    const std::string key = "[any<std::string>(rng)]";
    const auto change = [&](const std::string& method, const std::string& part, const std::string& value) {
      choices.push_back("update." + method + "(" + field + part + ", " + value + ")");
    };
    for (const char* method : {"set", "append_to", "prepend_to"})
      change(method, ".marks", any("std::vector<std::int64_t>"));
    set(".names", "std::map<std::string, std::string>");
    change("add_to", ".count", "1");
    change("add_to", ".counts" + key, "1");
    change("set_if_absent", ".zip", any("std::string"));
    change("set_if_absent", ".names" + key, any("std::string"));
    return;
  }
  if (!is_list(each) && !is_map(each)) return;
  // The servers differ behind the end of a list (`element-behind-the-end`), which the first element never is far, and
  // in what lies in an element that is not there (`update-path`).
  const std::string inside = is_list(each) ? "[0]" : "[any<std::string>(rng)]";
  set(inside, element_of(each));
  if (!each.optional) remove(inside);
  if (is_map(each) && element_of(each) == "model::Spot") set(inside + ".city", "std::string");
}

// One of several changes.
std::string choice_of(const EntityText& text, const std::string& function, const std::vector<std::string>& choices) {
  std::string body =
      "void " + text.call(function) + "(model::" + text.name() + "Repository::Update& update, Rng& rng) {\n";
  body += "  switch (rng.below(" + std::to_string(choices.size()) + ")) {\n";
  for (std::size_t i = 0; i < choices.size(); ++i) {
    body += (i + 1 == choices.size() ? "    default: " : "    case " + std::to_string(i) + ": ") + choices[i] +
            "; break;\n";
  }
  return body + "  }\n}\n\n";
}

// Of one attribute, out of all that its type allows.
std::string change(const EntityText& text) {
  const Entity& entity = text.entity();
  std::vector<std::string> choices;
  const auto add = [&](const std::string& method, const std::string& attribute, const std::string& value) {
    choices.push_back("update." + method + attribute + "(" + value + ")");
  };
  for (const Attribute& each : entity.attributes) {
    if (EntityText::is_index_key(each)) {
      add("set_", each.name, any_key(each.cpp));
      continue;
    }
    add("set_", each.name, any(each.cpp));
    if (each.optional) {
      add("remove_", each.name, "");
      add("set_", each.name + "_if_absent", any(each.cpp));
    }
    if (each.cpp == "std::int32_t") add("add_to_", each.name, "1");
    if (each.json.starts_with("set<")) {
      add("add_to_", each.name, any(each.cpp));
      add("delete_from_", each.name, any(each.cpp));
    }
    if (is_list(each)) {
      add("append_to_", each.name, any(each.cpp));
      add("prepend_to_", each.name, any(each.cpp));
    }
  }
  if (entity.companions) {
    for (const char* method : {"set_", "add_to_", "delete_from_"}) {
      add(method, "tags", any_key("std::set<std::string>"));
    }
    add("set_", "slug", any_key("std::string"));
  }
  return choice_of(text, "change", choices);
}

std::string inner_change(const EntityText& text) {
  std::vector<std::string> choices;
  for (const Attribute& each : text.entity().attributes) {
    if (!EntityText::is_index_key(each)) add_inner_changes(choices, text.fields() + each.name, each);
  }
  return choices.empty() ? "" : choice_of(text, "inner_change", choices);
}

}  // namespace

std::string functions_text(const EntityText& entity, Rng& rng) {
  std::vector<Attribute> filtered;
  for (const Attribute& each : entity.entity().attributes) {
    if (!EntityText::is_index_key(each)) filtered.push_back(each);
  }
  return random_item(entity) + condition(entity, "condition", entity.entity().attributes, rng) +
         condition(entity, "filter", filtered, rng) + change(entity) + inner_change(entity);
}

}  // namespace differential
