#include "entity_text.hpp"

#include <algorithm>

namespace differential {

std::string joined(const std::vector<std::string>& parts, const std::string& separator) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : separator) + part;
  return text;
}

std::string any_key(const std::string& cpp, const std::string& numbers) {
  return "any_key<" + cpp + ">(" + numbers + ")";
}

std::string any(const std::string& cpp) {
  return "any<" + cpp + ">(rng)";
}

EntityText::EntityText(const Entity& entity) : entity_(entity) {
  if (entity_.tenant.empty()) keys_.push_back(entity_.partition);
  for (const Attribute& each : entity_.sort) keys_.push_back(each);
}

std::string EntityText::key(const std::vector<std::string>& more) const {
  std::vector<std::string> arguments;
  for (const Attribute& each : keys_) arguments.push_back(any_key(each.cpp));
  arguments.insert(arguments.end(), more.begin(), more.end());
  return "(" + joined(arguments) + ")";
}

std::string EntityText::key_value(const std::string& numbers) const {
  std::vector<std::string> parts;
  for (const Attribute& each : keys_) parts.push_back(any_key(each.cpp, numbers));
  if (parts.size() == 1) return parts.front();
  return "model::" + name() + "Key{" + joined(parts) + "}";
}

bool EntityText::has_parts() const {
  return std::any_of(entity_.attributes.begin(), entity_.attributes.end(), [](const Attribute& each) {
    return each.json.starts_with("list<") || each.json.starts_with("map<") || each.json == "Spot";
  });
}

std::string EntityText::with_repository(const std::string& body) const {
  return "const partita::Client& client, Rng& rng) {\n    const auto r = " + call("repository") +
         "(client, rng);\n    " + body + "\n  });\n";
}

void EntityText::add(const std::string& title, const std::string& body) {
  text_ += "  all.add(\"" + name() + "." + title + "\", [](" + with_repository(body);
}

void EntityText::add_result(const std::string& title, const std::string& result, bool shows_items) {
  add(title, "return shown(" + std::string(shows_items ? "r, " : "") + result + ");");
}

void EntityText::add_to(const std::string& list, const std::string& first_parameter, const std::string& body) {
  text_ += "  all." + list + ".push_back([](" + first_parameter + ", " + with_repository(body);
}

}  // namespace differential
