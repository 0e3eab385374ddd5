#include "embedded/tables/schema_text.hpp"

namespace partita::inline epoch1::embedded {

void write_attributes(JsonObject& object, const std::vector<KeyAttribute>& attributes) {
  wire::Writer& out = object.out();
  object.list("AttributeDefinitions", attributes, [&out](const KeyAttribute& each) {
    JsonObject attribute(out);
    attribute.text("AttributeName", each.name);
    attribute.text("AttributeType", wire::name_of(each.type));
  });
}

void write_key_schema(JsonObject& object, const KeySchema& key) {
  std::vector<std::pair<std::string_view, std::string_view>> elements;
  for (const KeyAttribute& each : key.partition) elements.emplace_back(each.name, "HASH");
  for (const KeyAttribute& each : key.sort) elements.emplace_back(each.name, "RANGE");
  wire::Writer& out = object.out();
  object.list("KeySchema", elements, [&out](const auto& each) {
    JsonObject element(out);
    element.text("AttributeName", each.first);
    element.text("KeyType", each.second);
  });
}

void write_projection(JsonObject& object, const Index& index) {
  wire::Writer& out = object.member("Projection");
  JsonObject projection(out);
  projection.text("ProjectionType", name_of(index.projection));
  if (index.projection != Projection::include) return;
  projection.list("NonKeyAttributes", index.included, [&out](const std::string& each) { out.json_string(each); });
}

}  // namespace partita::inline epoch1::embedded
