#include "peers.hpp"

#include "../peers/sdk_path.hpp"

#include <simdjson.h>
#include <nlohmann/json.hpp>

#include <charconv>
#include <memory>
#include <utility>

namespace peers {

namespace {

using nlohmann::json;

std::string text_of(double value) {
  char buffer[32];
  return {buffer, std::to_chars(buffer, buffer + sizeof buffer, value).ptr};
}

double to_double(std::string_view text) {
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

std::int64_t to_int(std::string_view text) {
  std::int64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

}  // namespace

std::vector<shop::Order> nlohmann_orders(const std::string& page) {
  const json root = json::parse(page);
  std::vector<shop::Order> orders;
  for (const json& item : root["Items"]) {
    shop::Order order;
    order.tenant_id = item["tenant_id"]["S"];
    order.order_id = item["order_id"]["S"];
    order.customer = item["customer"]["S"];
    order.address = item["address"]["S"];
    order.note = item["note"]["S"];
    order.created_at = to_int(item["created_at"]["N"].get_ref<const std::string&>());
    order.revision = to_int(item["revision"]["N"].get_ref<const std::string&>());
    order.total = to_double(item["total"]["N"].get_ref<const std::string&>());
    order.paid = item["paid"]["BOOL"];
    for (const json& tag : item["tags"]["SS"]) order.tags.insert(tag);
    for (const json& line : item["lines"]["L"]) {
      const json& map = line["M"];
      order.lines.push_back({map["sku"]["S"], to_int(map["quantity"]["N"].get_ref<const std::string&>()),
                             to_double(map["price"]["N"].get_ref<const std::string&>())});
    }
    if (const auto coupon = item.find("coupon"); coupon != item.end()) order.coupon = (*coupon)["S"];
    orders.push_back(std::move(order));
  }
  return orders;
}

std::vector<shop::Order> simdjson_orders(const std::string& page) {
  thread_local simdjson::dom::parser parser;
  const auto text = [](simdjson::dom::element value) { return std::string(std::string_view(value)); };
  std::vector<shop::Order> orders;
  for (const simdjson::dom::object item : parser.parse(page)["Items"]) {
    shop::Order& order = orders.emplace_back();
    // One pass over the members, as a careful user would write it.
    for (const auto [key, value] : item) {
      if (key == "tenant_id")
        order.tenant_id = text(value["S"]);
      else if (key == "order_id")
        order.order_id = text(value["S"]);
      else if (key == "customer")
        order.customer = text(value["S"]);
      else if (key == "address")
        order.address = text(value["S"]);
      else if (key == "note")
        order.note = text(value["S"]);
      else if (key == "created_at")
        order.created_at = to_int(value["N"]);
      else if (key == "revision")
        order.revision = to_int(value["N"]);
      else if (key == "total")
        order.total = to_double(value["N"]);
      else if (key == "paid")
        order.paid = value["BOOL"];
      else if (key == "tags") {
        for (const simdjson::dom::element tag : value["SS"]) order.tags.insert(text(tag));
      } else if (key == "lines") {
        for (const simdjson::dom::element line : value["L"]) {
          shop::Line& added = order.lines.emplace_back();
          for (const auto [name, field] : simdjson::dom::object(line["M"])) {
            if (name == "sku")
              added.sku = text(field["S"]);
            else if (name == "quantity")
              added.quantity = to_int(field["N"]);
            else if (name == "price")
              added.price = to_double(field["N"]);
          }
        }
      } else if (key == "coupon") {
        order.coupon = text(value["S"]);
      }
    }
  }
  return orders;
}

std::vector<shop::Order> sdk_orders(const std::string& page) {
  std::vector<shop::Order> orders;
  for (const Item& item : parse_query_result(page)) {
    shop::Order order;
    order.tenant_id = item.at("tenant_id").GetS();
    order.order_id = item.at("order_id").GetS();
    order.customer = item.at("customer").GetS();
    order.address = item.at("address").GetS();
    order.note = item.at("note").GetS();
    order.created_at = std::stoll(item.at("created_at").GetN());
    order.revision = std::stoll(item.at("revision").GetN());
    order.total = std::stod(item.at("total").GetN());
    order.paid = item.at("paid").GetBool();
    for (const std::string& tag : item.at("tags").GetSS()) order.tags.insert(tag);
    for (const auto& line : item.at("lines").GetL()) {
      const auto map = line->GetM();
      order.lines.push_back(
          {map.at("sku")->GetS(), std::stoll(map.at("quantity")->GetN()), std::stod(map.at("price")->GetN())});
    }
    if (const auto coupon = item.find("coupon"); coupon != item.end()) order.coupon = coupon->second.GetS();
    orders.push_back(std::move(order));
  }
  return orders;
}

std::string nlohmann_put_item(const shop::Order& order) {
  const auto s = [](const std::string& text) -> json { return {{"S", text}}; };
  const auto n = [](std::string text) -> json { return {{"N", std::move(text)}}; };
  json lines = json::array();
  for (const shop::Line& line : order.lines) {
    lines.push_back(
        {{"M",
          {{"sku", s(line.sku)}, {"quantity", n(std::to_string(line.quantity))}, {"price", n(text_of(line.price))}}}});
  }
  json item = {{"tenant_id", s(order.tenant_id)},
               {"order_id", s(order.order_id)},
               {"customer", s(order.customer)},
               {"address", s(order.address)},
               {"note", s(order.note)},
               {"created_at", n(std::to_string(order.created_at))},
               {"revision", n(std::to_string(order.revision))},
               {"total", n(text_of(order.total))},
               {"paid", {{"BOOL", order.paid}}},
               {"tags", {{"SS", order.tags}}},
               {"lines", {{"L", std::move(lines)}}}};
  if (order.coupon) item["coupon"] = s(*order.coupon);
  return json{{"TableName", "orders"}, {"Item", std::move(item)}, {"ReturnConsumedCapacity", "TOTAL"}}.dump();
}

std::string sdk_put_item(const shop::Order& order) {
  Item item;
  item["tenant_id"].SetS(order.tenant_id);
  item["order_id"].SetS(order.order_id);
  item["customer"].SetS(order.customer);
  item["address"].SetS(order.address);
  item["note"].SetS(order.note);
  item["created_at"].SetN(std::to_string(order.created_at));
  item["revision"].SetN(std::to_string(order.revision));
  item["total"].SetN(text_of(order.total));
  item["paid"].SetBool(order.paid);
  item["tags"].SetSS({order.tags.begin(), order.tags.end()});
  std::vector<std::shared_ptr<AttributeValue>> lines;
  for (const shop::Line& line : order.lines) {
    std::map<std::string, std::shared_ptr<AttributeValue>> map;
    map["sku"] = std::make_shared<AttributeValue>(AttributeValue().SetS(line.sku));
    map["quantity"] = std::make_shared<AttributeValue>(AttributeValue().SetN(std::to_string(line.quantity)));
    map["price"] = std::make_shared<AttributeValue>(AttributeValue().SetN(text_of(line.price)));
    lines.push_back(std::make_shared<AttributeValue>(AttributeValue().SetM(std::move(map))));
  }
  item["lines"].SetL(std::move(lines));
  if (order.coupon) item["coupon"].SetS(*order.coupon);
  return serialize_put_item("orders", item);
}

std::string parse_put_item(const std::string& body) {
  return json::parse(body)["Item"].dump();
}

}  // namespace peers
