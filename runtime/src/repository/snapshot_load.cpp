#include <partita/batch.hpp>
#include <partita/snapshot.hpp>
#include <partita/table.hpp>
#include <partita/wire/reader.hpp>

#include "embedded/operations/item_key.hpp"
#include "embedded/request_reader.hpp"
#include "embedded/tables/table.hpp"
#include "embedded/values/item_scanner.hpp"
#include "item_text.hpp"
#include "line_reader.hpp"
#include "place.hpp"

#include <algorithm>
#include <istream>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace partita::inline epoch1 {

namespace {

constexpr std::string_view operation = "BatchWriteItem";
constexpr std::size_t items_in_one = 25;  // of its requests

// `[{"AttributeName":"id","KeyType":"HASH"},...]`: names, and what the other member says of them.
std::vector<std::pair<std::string, std::string>> read_names(wire::Reader& in) {
  std::vector<std::pair<std::string, std::string>> names;
  std::string_view key;
  in.begin_array();
  while (in.next_element()) {
    auto& [name, says] = names.emplace_back();
    in.begin_object();
    while (in.next_key(key)) (key == "AttributeName" ? name : says) = in.read_plain_string();
  }
  return names;
}

// The key of a table, by its description; nullopt if that does not say it.
std::optional<embedded::KeySchema> key_of(std::string_view description) {
  std::vector<std::pair<std::string, std::string>> parts;
  std::vector<std::pair<std::string, std::string>> types;
  wire::TextReader text{description};
  wire::Reader& in = text.reader();
  std::string_view member;
  in.begin_object();
  while (in.next_key(member)) {
    if (member == "KeySchema") {
      parts = read_names(in);
    } else if (member == "AttributeDefinitions") {
      types = read_names(in);
    } else {
      in.skip_value();
    }
  }
  if (!in.ok()) return std::nullopt;
  embedded::KeySchema key;
  for (const auto& [name, role] : parts) {
    const auto type = std::find_if(types.begin(), types.end(), [&](const auto& each) { return each.first == name; });
    if (type == types.end()) return std::nullopt;
    (role == "HASH" ? key.partition : key.sort).push_back({name, embedded::key_type_named(type->second)});
  }
  if (key.partition.size() != 1 || key.sort.size() > 1) return std::nullopt;
  return key;
}

Error refused(const std::string& message) {
  return {ErrorKind::invalid_argument, message};
}

// Reads the object of a line: the item alone.
std::optional<Error> read_line(embedded::RequestReader& in, embedded::ScannedItem& item) {
  bool is_there = false;
  std::string_view key;
  in.begin_object();
  while (in.next_key(key)) {
    if (key != "Item") return refused("it has a member '" + std::string(key) + "' beside or instead of 'Item'");
    if (std::exchange(is_there, true)) return refused("it has two members 'Item'");
    embedded::scan_item(in, item);
  }
  in.end();
  if (!in.ok()) {
    const std::string where = item.refused.empty() ? "" : "attribute '" + item.refused + "': ";
    return refused("it is no item: " + where + in.refusal().message);
  }
  if (!is_there) return refused("it has no member 'Item'");
  return detail::too_large(item.text);
}

class Load {
 public:
  Load(const Client& client, std::string_view table, std::istream& in, const SnapshotOptions& options)
      : client_(client), table_name_(client.table_name(table)), options_(options), lines_(in) {
    rules_.table = table;
    options_.fix_deadline();
  }

  SnapshotReport run() {
    if (auto error = find_key()) return end(*error);
    while (const auto line = lines_.next()) {
      if (line->find_first_not_of(" \t\r") == std::string_view::npos) continue;
      Item item{{}, {}, lines_.number(), line->size() + 1};
      if (auto error = read(*line, item)) return end_behind_batch(at_line(*error, item.line), item.line);
      // Of two in one batch nobody can tell which would be written last.
      if (keys_.contains(item.key) || items_.size() == items_in_one * options_.workers()) {
        if (auto error = write()) return end(*error);
      }
      keys_.insert(item.key);
      items_.push_back(std::move(item));
    }
    if (const auto& error = lines_.error()) {
      return end_behind_batch(*error, error->kind() == ErrorKind::invalid_argument ? lines_.number() : 0);
    }
    if (auto error = write()) return end(*error);
    return std::move(report_);
  }

 private:
  struct Item {
    std::string json;
    embedded::ItemKey key;
    std::uint64_t line;
    std::size_t bytes;  // of the line
  };

  std::optional<Error> find_key() {
    auto described = describe_table(client_, rules_.table, options_);
    report_.cost += described.cost();
    if (!described) return described.error();
    auto key = key_of(described->raw);
    if (!key) {
      return detail::with_place(Error(ErrorKind::decode, "the table's description does not say its key"),
                                "DescribeTable", table_name_);
    }
    table_.key = *std::move(key);
    rules_.partition_key.name = table_.key.partition.front().name;
    if (!table_.key.sort.empty()) rules_.sort_key.name = table_.key.sort.front().name;
    return std::nullopt;
  }

  std::optional<Error> read(std::string_view line, Item& item) const {
    embedded::RequestReader in(line);
    embedded::ScannedItem scanned;
    if (auto error = read_line(in, scanned)) return error;
    auto key = embedded::key_of_item(table_, scanned.members);
    if (!key) return refused(key.error().message);
    item.key = *std::move(key);
    item.json = std::move(scanned.text);
    return std::nullopt;
  }

  // All that was taken.
  std::optional<Error> write() {
    if (items_.empty()) return std::nullopt;
    BatchWrite batch(client_, WriteKind::put, rules_);
    for (const Item& each : items_) batch.next().raw(each.json);
    const BatchResult result = batch.run(BatchOptions(options_).workers(options_.workers()));
    report_.cost += result.cost;
    report_.items += result.written;
    for (const Item& each : items_) report_.bytes += each.bytes;
    for (const std::size_t left : result.left) report_.bytes -= items_[left].bytes;
    if (result.error) return of_lines(*result.error, result.written);
    if (options_.on_progress()) options_.on_progress()({report_.items, report_.bytes});
    items_.clear();
    keys_.clear();
    return std::nullopt;
  }

  Error of_lines(const Error& error, std::size_t written) const {
    return prefixed(error, "lines " + std::to_string(items_.front().line) + " to " +
                               std::to_string(items_.back().line) + ", of which " + std::to_string(written) +
                               " are known to be written: ");
  }
  static Error at_line(const Error& error, std::uint64_t line) {
    return prefixed(error, "line " + std::to_string(line) + ": ");
  }
  static Error prefixed(const Error& error, const std::string& text) {
    Error::Details details = error.details();
    details.message = text + details.message;
    return Error(std::move(details));
  }

  // With what came before it written.
  SnapshotReport end_behind_batch(const Error& error, std::uint64_t line) {
    if (auto earlier = write()) return end(*earlier);
    report_.line = line;
    return end(error);
  }

  SnapshotReport end(const Error& error) {
    Error::Details details = detail::with_place(error, operation, table_name_).details();
    details.message += "; " + std::to_string(report_.items) + " items are written";
    report_.error = Error(std::move(details));
    return std::move(report_);
  }

  Client client_;
  std::string table_name_;
  SnapshotOptions options_;
  detail::LineReader lines_;
  WriteRules rules_{};
  embedded::Table table_{};  // its key alone
  std::vector<Item> items_;  // that the next batch has
  std::set<embedded::ItemKey> keys_;
  SnapshotReport report_;
};

}  // namespace

SnapshotReport Client::load(std::string_view table, std::istream& lines, const SnapshotOptions& options) const {
  return Load(*this, table, lines, options).run();
}

SnapshotReport Client::load(std::string_view table, std::istream& lines) const {
  return load(table, lines, {});
}

}  // namespace partita::inline epoch1
