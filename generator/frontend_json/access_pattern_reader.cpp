#include "frontend_json/access_pattern_reader.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <utility>

namespace partita::frontend_json {
namespace {

using diagnostics::Id;

void read_where(const ObjectMember& member, const std::string& subject, const Reader& reader,
                model::DeclaredPattern& pattern) {
  const Value& body = member.value;
  const ObjectMember* where = body.find("where");
  if (where == nullptr) {
    if (reader.is_misspelt(body, "where") || reader.is_misspelt(body, "scan")) return;
    reader.sink().report(Id::missing_member, member.key_span,
                         subject +
                             " has no 'where'; list the attributes whose values a caller knows, or write "
                             "\"scan\": true to read every item");
    return;
  }
  const std::size_t errors = reader.sink().errors();
  pattern.where = reader.names(body, "where");
  if (pattern.where.empty() && errors == reader.sink().errors()) {
    reader.sink().report(Id::missing_member, where->value.span,
                         subject + " lists no attribute in 'where'; list those whose values a caller knows");
  }
}

void read_range_and_order(const ObjectMember& member, const std::string& subject, const Reader& reader,
                          model::DeclaredPattern& pattern) {
  const Value& body = member.value;
  if (const Value* range = reader.optional_member(body, "range", ValueKind::string)) {
    pattern.range = reader.name(*range);
  }
  if (const Value* order_by = reader.optional_member(body, "order_by", ValueKind::string)) {
    pattern.ordered = reader.name(*order_by);
  }
  const ObjectMember* range = body.find("range");
  const ObjectMember* order_by = body.find("order_by");
  if (range != nullptr && order_by != nullptr) {
    reader.sink()
        .report(Id::conflicting_annotations, order_by->key_span,
                subject +
                    " has a 'range' and an 'order_by'; what a range binds is read in order of the same attribute: "
                    "remove 'order_by'")
        .notes.push_back({range->key_span, "the range is here", std::nullopt});
    pattern.ordered.reset();
  }
  const Value* order = reader.optional_member(body, "order", ValueKind::string);
  if (order == nullptr) return;
  const std::optional<std::size_t> choice = reader.choice(*order, "an order", {"asc", "desc"});
  if (choice == std::size_t{1}) pattern.order = model::Order::descending;
  if (pattern.range) pattern.ordered = pattern.range;
  if (range == nullptr && order_by == nullptr && !reader.is_misspelt(body, "range") &&
      !reader.is_misspelt(body, "order_by")) {
    reader.sink().report(
        Id::missing_member, member.key_span,
        subject +
            " has an 'order' but neither 'order_by' nor 'range'; name in 'order_by' the attribute that "
            "it is read in order of, or in 'range' if a caller gives bounds for it too");
  }
}

void read_load(const Value& body, const Reader& reader, model::AccessLoad& load) {
  load.per_second = reader.quantity(body, "rate", model::parse_rate).value_or(0);
  if (const Value* criticality = reader.optional_member(body, "criticality", ValueKind::string)) {
    const auto choice = reader.choice(*criticality, "a criticality", {"low", "normal", "high"});
    if (choice) load.criticality = static_cast<model::Criticality>(*choice);
  }
  if (const ObjectMember* items = body.find("items")) {
    load.items = reader.count(items->value, "'items'").value_or(0);
  }
  load.item_bytes = reader.quantity(body, "item_size", model::parse_size).value_or(0);
}

}  // namespace

void read_access_pattern(const ObjectMember& member, const Reader& reader, model::DeclaredEntity& entity,
                         std::vector<model::Suppression>& suppressions) {
  const std::string subject = "access pattern '" + member.key + "'";
  if (!reader.expect(member.value, ValueKind::object, subject)) return;
  const Value& body = member.value;
  model::DeclaredPattern pattern;
  pattern.name = {member.key, member.key_span};
  pattern.span = member.key_span;
  pattern.options_end = body.members_end();
  pattern.scan = reader.flag(body, "scan");
  if (pattern.scan) {
    reader.check_members(body, "an access pattern that scans",
                         {"scan", "reads", "rate", "criticality", "items", "item_size", "suppress"});
  } else {
    reader.check_members(body, "an access pattern",
                         {"where", "range", "order_by", "order", "reads", "scan", "hydrate", "rate", "criticality",
                          "items", "item_size", "suppress"});
    read_where(member, subject, reader, pattern);
    read_range_and_order(member, subject, reader, pattern);
    pattern.hydrate = reader.flag(body, "hydrate");
  }
  pattern.reads = reader.names(body, "reads");
  read_load(body, reader, pattern.load);
  reader.suppressions(body, member.span(), suppressions);
  entity.patterns.push_back(std::move(pattern));
}

}  // namespace partita::frontend_json
