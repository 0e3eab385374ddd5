// Tables for tests of operations on items, and bodies written short: `{'pk':{'S':'a'}}` for `{"pk":{"S":"a"}}`.
#pragma once

#include "engine_calls.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>

/// A key of one string, `pk`.
inline constexpr auto plain_table = R"({'TableName':'plain','BillingMode':'PAY_PER_REQUEST',
    'AttributeDefinitions':[{'AttributeName':'pk','AttributeType':'S'}],
    'KeySchema':[{'AttributeName':'pk','KeyType':'HASH'}]})";

/// A key of a string and a number; global indexes of g (all), of g and h (keys), of n (x); a local one of l.
inline constexpr auto indexed_table = R"({'TableName':'indexed','BillingMode':'PAY_PER_REQUEST',
    'AttributeDefinitions':[{'AttributeName':'pk','AttributeType':'S'},{'AttributeName':'sk','AttributeType':'N'},
        {'AttributeName':'g','AttributeType':'S'},{'AttributeName':'h','AttributeType':'B'},
        {'AttributeName':'n','AttributeType':'N'},{'AttributeName':'l','AttributeType':'S'}],
    'KeySchema':[{'AttributeName':'pk','KeyType':'HASH'},{'AttributeName':'sk','KeyType':'RANGE'}],
    'GlobalSecondaryIndexes':[
        {'IndexName':'by_g','KeySchema':[{'AttributeName':'g','KeyType':'HASH'}],'Projection':{'ProjectionType':'ALL'}},
        {'IndexName':'by_gh','KeySchema':[{'AttributeName':'g','KeyType':'HASH'},{'AttributeName':'h','KeyType':'RANGE'}],
            'Projection':{'ProjectionType':'KEYS_ONLY'}},
        {'IndexName':'by_n','KeySchema':[{'AttributeName':'n','KeyType':'HASH'}],
            'Projection':{'ProjectionType':'INCLUDE','NonKeyAttributes':['x']}}],
    'LocalSecondaryIndexes':[
        {'IndexName':'by_l','KeySchema':[{'AttributeName':'pk','KeyType':'HASH'},{'AttributeName':'l','KeyType':'RANGE'}],
            'Projection':{'ProjectionType':'ALL'}}]})";

inline std::string quoted(std::string body) {
  std::replace(body.begin(), body.end(), '\'', '"');
  return body;
}

template <class Backend>
struct ItemsUnderTest : EngineUnderTest<Backend> {
  explicit ItemsUnderTest(partita::embedded::Conditions conditions = {}) : EngineUnderTest<Backend>(conditions) {
    for (const char* const table : {plain_table, indexed_table}) {
      REQUIRE(this->call("CreateTable", quoted(table)).starts_with("{\"TableDescription\""));
    }
  }
  /// The answer with single quotes, or the refusal.
  std::string run(const std::string& operation, const std::string& body) {
    std::string text = this->call(operation, quoted(body));
    std::replace(text.begin(), text.end(), '"', '\'');
    return text;
  }
  nlohmann::json json(const std::string& operation, const std::string& body) {
    const std::string text = this->call(operation, quoted(body));
    auto parsed = nlohmann::json::parse(text, nullptr, false);
    return parsed.is_discarded() ? nlohmann::json(text) : parsed;
  }
  std::string put(const std::string& item, const std::string& rest = "") {
    return run("PutItem", "{'TableName':'plain','Item':" + item + rest + "}");
  }
  std::string get(const std::string& key, const std::string& rest = "") {
    return run("GetItem", "{'TableName':'plain','Key':" + key + rest + "}");
  }
  std::string update(const std::string& key, const std::string& rest = "") {
    return run("UpdateItem", "{'TableName':'plain','Key':" + key + rest + "}");
  }
  std::string remove(const std::string& key, const std::string& rest = "") {
    return run("DeleteItem", "{'TableName':'plain','Key':" + key + rest + "}");
  }
};
