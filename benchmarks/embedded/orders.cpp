#include "orders.hpp"

#include <utility>

namespace partita::benchmarks {
namespace {

std::string number(std::size_t value, std::size_t digits) {
  const std::string text = std::to_string(value);
  return std::string(digits - text.size(), '0') + text;
}

}  // namespace

std::vector<Order> make_orders() {
  std::vector<Order> orders;
  for (std::size_t i = 0; i < partitions * rows; ++i) {
    Order order;
    order.partition = "customer-" + number(i / rows * 7919 % partitions, 8);
    order.sort = "order-" + number(i % rows, 6);
    const std::string key = R"("id":{"S":")" + order.partition + R"("},"order":{"S":")" + order.sort + R"("})";
    order.text = R"({"city":{"S":"Heidelberg"},"count":{"N":")" + std::to_string(i) + R"("},)" + key +
                 R"(,"paid":{"BOOL":true},"state":{"S":"shipped"},"street":{"S":")" + std::string(210, 's') +
                 R"("},"total":{"N":"129.95"},"when":{"N":"1795313923"}})";
    order.get = R"({"TableName":"orders","Key":{)" + key + "}}";
    order.put = R"({"TableName":"orders","Item":)" + order.text + "}";
    order.query =
        R"({"TableName":"orders","KeyConditionExpression":"id = :id","ExpressionAttributeValues":{":id":{"S":")" +
        order.partition + R"("}}})";
    orders.push_back(std::move(order));
  }
  return orders;
}

}  // namespace partita::benchmarks
