#include "raw_facts.hpp"

#include "raw_answers.hpp"

#include "embedded/store/placement.hpp"
#include "embedded/values/key_bytes.hpp"

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <cstdint>
#include <regex>
#include <set>
#include <sstream>

namespace differential {
namespace {

constexpr std::size_t longest_partition_key = 2048;
constexpr std::size_t longest_sort_key = 1024;

const RawTable* find_table(const std::string& name, const std::vector<RawTable>& tables) {
  const auto found =
      std::find_if(tables.begin(), tables.end(), [&](const RawTable& each) { return each.name == name; });
  return found == tables.end() ? nullptr : &*found;
}

template <class Fits>
bool any_member(const Json& value, const std::string& name, const Fits& fits) {
  if (value.is_object() && value.contains(name) && fits(value.at(name))) return true;
  if (!value.is_structured()) return false;
  return std::any_of(value.begin(), value.end(), [&](const Json& each) { return any_member(each, name, fits); });
}

bool is_longer(const Json& key, const std::string& part, std::size_t limit) {
  const Json value = key.value(part, Json());
  return value.is_object() && value.contains("S") && value["S"].is_string() &&
         value["S"].get<std::string>().size() > limit;
}

// Of one table of a batch: keys of reads, keys or items of writes.
std::vector<Json> entries_of(const Json& of_table) {
  std::vector<Json> entries;
  const Json& list = of_table.is_object() && of_table.contains("Keys") ? of_table["Keys"] : of_table;
  if (!list.is_array()) return entries;
  for (const Json& each : list) {
    const Json& inner = each.is_object() && each.size() == 1 ? each.begin().value() : each;
    const bool puts = inner.is_object() && inner.contains("Item");
    const bool removes = inner.is_object() && inner.contains("Key");
    entries.push_back(puts ? inner["Item"] : removes ? inner["Key"] : each);
  }
  return entries;
}

}  // namespace

Json RawFacts::member(const char* name) const {
  return body.is_object() ? body.value(name, Json()) : Json();
}

std::string RawFacts::text(const char* name) const {
  const Json value = member(name);
  return value.is_string() ? value.get<std::string>() : std::string();
}

const RawTable* RawFacts::table() const {
  return find_table(text("TableName"), tables);
}

const RawIndex* RawFacts::index() const {
  const RawTable* const of = table();
  if (of == nullptr) return nullptr;
  const std::string name = text("IndexName");
  const auto found =
      std::find_if(of->indexes.begin(), of->indexes.end(), [&](const RawIndex& each) { return each.name == name; });
  return found == of->indexes.end() ? nullptr : &*found;
}

RawFacts::Keys RawFacts::keys() const {
  if (const RawIndex* const of = index()) return {of->partition, of->sort};
  if (const RawTable* const of = table()) return {of->partition, of->sort};
  return {{"pk", "S"}, {"sk", "N"}};  // of the tables that come and go
}

std::string RawFacts::attribute(const std::string& name) const {
  const Json names = member("ExpressionAttributeNames");
  const Json found = names.is_object() ? names.value(name, Json()) : Json();
  return found.is_string() ? found.get<std::string>() : name;
}

bool RawFacts::has(const char* name, const Json& value) const {
  return any_member(body, name, [&](const Json& each) { return each == value; });
}

bool RawFacts::names_table_by_arn() const {
  return any_member(body, "TableName", [](const Json& each) {
    return each.is_string() && each.get<std::string>().starts_with("arn:aws:dynamodb:");
  });
}

bool RawFacts::has_string_longer_than(std::size_t bytes) const {
  return any_member(body, "S",
                    [&](const Json& each) { return each.is_string() && each.get<std::string>().size() > bytes; });
}

bool RawFacts::starts_at_long_key() const {
  const Json start = member("ExclusiveStartKey");
  if (!start.is_object()) return false;
  std::vector<std::string> partitions{keys().partition.name};
  if (const RawTable* const of = table()) partitions.push_back(of->partition.name);
  return std::any_of(start.items().begin(), start.items().end(), [&](const auto& each) {
    const bool is_partition = std::find(partitions.begin(), partitions.end(), each.key()) != partitions.end();
    return is_longer(start, each.key(), is_partition ? longest_partition_key : longest_sort_key);
  });
}

bool RawFacts::starts_at_no_base64() const {
  static const std::regex groups("([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?");
  const Json start = member("ExclusiveStartKey");
  return start.is_object() && std::any_of(start.begin(), start.end(), [](const Json& value) {
           const Json text = value.is_object() ? value.value("B", Json()) : Json();
           return text.is_string() && !std::regex_match(text.get<std::string>(), groups);
         });
}

bool RawFacts::starts_in_other_segment() const {
  const Json start = member("ExclusiveStartKey");
  const Json index = member("Segment");
  const Json total = member("TotalSegments");
  if (!start.is_object() || !index.is_number_unsigned() || !total.is_number_unsigned() || index >= total) return false;
  const KeyPart partition = keys().partition;
  const Json value = start.value(partition.name, Json::object()).value(partition.type, Json());
  if (!value.is_string()) return false;
  std::string bytes;
  partita::embedded::append_sort_bytes(Json{{partition.type, value}}.dump(), bytes);
  return !partita::embedded::segment(index.get<std::uint32_t>(), total.get<std::uint32_t>()).holds(bytes);
}

bool RawFacts::may_start_outside() const {
  const Json start = member("ExclusiveStartKey");
  const std::string condition = text("KeyConditionExpression");
  const Json values = member("ExpressionAttributeValues");
  if (!start.is_object() || !values.is_object()) return false;
  const std::string partition = keys().partition.name;
  const std::regex equality(R"(([#\w]+)\s*=\s*(:\w+))");
  for (auto each = std::sregex_iterator(condition.begin(), condition.end(), equality); each != std::sregex_iterator();
       ++each) {
    if (attribute((*each)[1]) != partition) continue;
    Json wanted = values.value((*each)[2].str(), Json());
    Json there = start.value(partition, Json());
    normalise(wanted);
    normalise(there);
    if (wanted != there) return true;
  }
  return condition.find(" AND ") != std::string::npos;
}

bool RawFacts::writes_a_key_in_two_ways() const {
  const Json items = member("RequestItems");
  if (!items.is_object()) return false;
  for (const auto& [name, of_table] : items.items()) {
    const RawTable* const known = find_table(name, tables);
    std::vector<Json> as_given;
    for (const Json& each : entries_of(of_table)) as_given.push_back(known != nullptr ? known->key_of(each) : each);
    for (std::size_t i = 0; i < as_given.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        Json one = as_given[i];
        Json other = as_given[j];
        normalise(one);
        normalise(other);
        if (one == other && as_given[i] != as_given[j]) return true;
      }
    }
  }
  return false;
}

bool RawFacts::asks_for_unprojected(const std::string& refusal) const {
  const RawTable* const of = table();
  const RawIndex* const read = index();
  if (of == nullptr || read == nullptr || read->projection["ProjectionType"] == "ALL") return false;
  if (member("Select") == "ALL_ATTRIBUTES") return !read->local;
  std::vector<std::string> has = of->key_names();
  has.insert(has.end(), {read->partition.name, read->sort.name});
  for (const Json& each : read->projection.value("NonKeyAttributes", Json::array())) has.push_back(each);
  const std::size_t begin = refusal.find('[');
  const std::size_t end = refusal.rfind(']');
  if (begin == std::string::npos || end == std::string::npos) return false;
  std::istringstream lacking(refusal.substr(begin + 1, end - begin - 1));
  const std::string asked = body.dump();
  for (std::string name; std::getline(lacking >> std::ws, name, ',');) {
    const bool projected = std::find(has.begin(), has.end(), name) != has.end();
    if (projected || asked.find(name) == std::string::npos) return false;
  }
  return true;
}

bool RawFacts::has_value_beside_enumeration(const std::string& refusal) const {
  const std::regex text(
      R"('(?:\w+\.)*(\w)(\w*)' failed to satisfy constraint: Member must satisfy enum value set: \[(.*?)\])");
  std::smatch found;
  if (!std::regex_search(refusal, found, text)) return false;
  const std::string name =
      static_cast<char>(std::toupper(static_cast<unsigned char>(*found[1].first))) + found[2].str();
  std::set<std::string> values;
  std::istringstream list(found[3].str());
  for (std::string value; std::getline(list >> std::ws, value, ',');) values.insert(value);
  return any_member(body, name,
                    [&](const Json& each) { return each.is_string() && !values.contains(each.get<std::string>()); });
}

std::optional<RawFacts::Beginning> RawFacts::beginning() const {
  const std::string condition = text("KeyConditionExpression");
  const std::regex call(R"(begins_with\s*\(\s*([#\w]+)\s*,\s*(:\w+)\s*\))");
  std::smatch found;
  if (!std::regex_search(condition, found, call)) return std::nullopt;
  const Json values = member("ExpressionAttributeValues");
  const Json operand = values.is_object() ? values.value(found[2].str(), Json()) : Json();
  if (!operand.is_object() || !operand.contains("S") || !operand["S"].is_string()) return std::nullopt;
  return Beginning{attribute(found[1]), operand["S"].get<std::string>()};
}

}  // namespace differential
