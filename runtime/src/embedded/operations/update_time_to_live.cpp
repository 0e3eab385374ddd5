// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTimeToLive.html
#include "embedded/operations/table_operations.hpp"
#include "embedded/operations/table_request.hpp"

namespace partita::inline epoch1::embedded {

// A change takes effect at once, so another one may follow within the hour for which the service refuses it.
Checked<void> update_time_to_live(Engine& engine, const OperationInput& input, std::string& answer) {
  const RequestTree request(input.body);
  Violations violations;
  const std::string name = read_table_name(request, violations);
  const RequestValue specification = request["TimeToLiveSpecification"];
  violations.required(specification.given(), "timeToLiveSpecification");
  const auto attribute = specification["AttributeName"].string();
  const auto enabled = specification["Enabled"].boolean();
  if (specification.given()) {
    violations.required(enabled.has_value(), "timeToLiveSpecification.enabled");
    violations.required(attribute.has_value(), "timeToLiveSpecification.attributeName");
  }
  if (attribute) {
    violations.at_least_long(attribute->size(), *attribute, "timeToLiveSpecification.attributeName", 1);
    violations.at_most_long(attribute->size(), *attribute, "timeToLiveSpecification.attributeName", 255);
  }
  if (auto good = check_request(request, violations); !good) return tl::unexpected(good.error());

  auto writer = engine.store().begin_write(input.patience);
  const auto found = engine.catalog().require_named(*writer, name);
  if (!found) return tl::unexpected(found.error());
  Table table = **found;
  if (!*enabled && table.ttl.empty()) return invalid("TimeToLive is already disabled");
  if (!table.ttl.empty() && table.ttl != *attribute) {
    return invalid("TimeToLive is active on a different AttributeName: current AttributeName is " + table.ttl);
  }
  if (*enabled && !table.ttl.empty()) return invalid("TimeToLive is already enabled");
  table.ttl = *enabled ? *attribute : std::string();
  define(*writer, table);
  wire::Writer out;
  {
    JsonObject object(out);
    JsonObject changed(object.member("TimeToLiveSpecification"));
    changed.flag("Enabled", *enabled);
    changed.text("AttributeName", *attribute);
  }
  answer.append(out.view());
  if (auto committed = writer->commit(); !committed) return committed;
  writer.reset();
  // The catalog learns of it, and so the engine that somebody must look for what expires. Should this fail, the next
  // request that meets the table does it.
  static_cast<void>(engine.catalog().find(*engine.store().begin_read(), name));
  return {};
}

}  // namespace partita::inline epoch1::embedded
