#include "sample_data.hpp"

#include <nlohmann/json.hpp>

#include <charconv>

namespace partita::benchmarks {

namespace {

using nlohmann::json;

std::string text_of(double value) {
  char buffer[32];
  return {buffer, std::to_chars(buffer, buffer + sizeof buffer, value).ptr};
}

json s(const std::string& text) {
  return {{"S", text}};
}
json n(std::int64_t number) {
  return {{"N", std::to_string(number)}};
}
json d(double number) {
  return {{"N", text_of(number)}};
}

json item_of(const shop::Order& order) {
  json lines = json::array();
  for (const shop::Line& line : order.lines) {
    lines.push_back({{"M", {{"sku", s(line.sku)}, {"quantity", n(line.quantity)}, {"price", d(line.price)}}}});
  }
  json item = {{"tenant_id", s(order.tenant_id)}, {"order_id", s(order.order_id)}, {"customer", s(order.customer)},
               {"address", s(order.address)},     {"note", s(order.note)},         {"created_at", n(order.created_at)},
               {"revision", n(order.revision)},   {"total", d(order.total)},       {"paid", {{"BOOL", order.paid}}},
               {"tags", {{"SS", order.tags}}},    {"lines", {{"L", lines}}}};
  if (order.coupon) item["coupon"] = s(*order.coupon);
  return item;
}

json list_of(const std::vector<shop::Part>& parts) {
  json list = json::array();
  for (const shop::Part& part : parts) list.push_back({{"M", {{"name", s(part.name)}, {"value", s(part.value)}}}});
  return {{"L", list}};
}

json item_of(const shop::Mixed& item) {
  json numbers = json::array();
  for (const std::int64_t number : item.numbers) numbers.push_back(std::to_string(number));
  json map = json::object();
  for (const auto& [key, value] : item.map) map[key] = s(value);
  return {{"pk", s(item.pk)},
          {"sk", s(item.sk)},
          {"flag", {{"BOOL", item.flag}}},
          {"number", n(item.number)},
          {"text", s(item.text)},
          {"numbers", {{"NS", numbers}}},
          {"strings", {{"SS", item.strings}}},
          {"map", {{"M", map}}},
          {"first", list_of(item.first)},
          {"second", list_of(item.second)},
          {"third", list_of(item.third)}};
}

template <class T>
std::string reply_of(const std::vector<T>& items) {
  json array = json::array();
  for (const T& item : items) array.push_back(item_of(item));
  return json{{"Count", items.size()}, {"Items", array}, {"ScannedCount", items.size()}}.dump();
}

}  // namespace

shop::Order sample_order(std::size_t number) {
  const std::string text = std::to_string(number);
  shop::Order order;
  order.tenant_id = "tenant-0001";
  order.order_id = "2026-11-21#" + std::string(8 - std::min<std::size_t>(8, text.size()), '0') + text;
  order.customer = "Customer number " + text;
  order.address = "Gneisenaustrasse " + text + ", 10961 Berlin";
  order.note = number % 8 == 0 ? "said \"call first\"\nthen ring" : "leave at the door of the shop";
  order.created_at = 1'700'000'000'000 + static_cast<std::int64_t>(number) * 977;
  order.revision = static_cast<std::int64_t>(number % 17);
  order.total = static_cast<double>(number % 100'000) / 100 + 7.25;
  order.paid = number % 3 == 0;
  order.tags = {"express", "gift-" + std::to_string(number % 7), "web"};
  for (std::size_t line = 0; line < 3; ++line) {
    order.lines.push_back({"SKU-" + std::to_string(1000 + (number + line) % 9000),
                           static_cast<std::int64_t>(1 + (number + line) % 9),
                           static_cast<double>((number + line) % 5'000) / 100});
  }
  return order;
}

shop::Mixed sample_mixed(std::size_t number) {
  const std::string text = std::to_string(number);
  const std::vector<shop::Part> parts = {{"part", "value-" + text}};
  return {.pk = "pk-1",
          .sk = "sk-" + text,
          .flag = number % 2 == 0,
          .number = static_cast<std::int32_t>(number),
          .text = "text of item " + text,
          .numbers = {1, 2, static_cast<std::int64_t>(number) + 3},
          .strings = {"a", "b", "c-" + text},
          .map = {{"left", "l"}, {"right", "r-" + text}},
          .first = parts,
          .second = parts,
          .third = parts};
}

std::string query_reply(const std::vector<shop::Order>& orders) {
  return reply_of(orders);
}
std::string query_reply(const std::vector<shop::Mixed>& items) {
  return reply_of(items);
}

}  // namespace partita::benchmarks
