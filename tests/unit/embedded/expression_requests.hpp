// Expressions as requests bring them: a text, and placeholders in JSON.
#pragma once

#include "embedded/expressions/expression.hpp"
#include "embedded/request_reader.hpp"
#include "embedded/values/item_scanner.hpp"
#include "embedded/values/value_text.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <string_view>

namespace partita::embedded {

/// An item in JSON, with any white space.
inline Map item_of(std::string_view json) {
  RequestReader in(json);
  ScannedItem item;
  scan_item(in, item);
  INFO(json);
  REQUIRE(in.ok());
  return parse_item(item.text);
}

inline std::string text_of(const Map& item) {
  std::string text;
  append_text(item, text);
  return text;
}

inline std::string text_of(const Value& value) {
  std::string text;
  append_text(value, text);
  return text;
}

/// One expression with its placeholders; empty texts are parameters that are not there.
struct ExpressionRequest {
  ExpressionRequest(ExpressionKind kind, std::string_view text, std::string_view values = "",
                    std::string_view names = "") {
    if (!names.empty()) read(names, &Placeholders::read_names);
    if (!values.empty()) read(values, &Placeholders::read_values);
    if (!refused.empty()) return;
    auto read = read_expression(kind, text, placeholders);
    if (!read) {
      refuse(read.error());
    } else if (const auto unused = placeholders.refuse_unused()) {
      refuse(*unused);
    } else {
      expression = *std::move(read);
    }
  }

  void read(std::string_view json, void (Placeholders::*member)(RequestReader&)) {
    if (!refused.empty()) return;
    RequestReader in(json);
    (placeholders.*member)(in);
    if (!in.ok()) refuse(in.refusal());
  }
  void refuse(const Refusal& refusal) {
    CHECK(refusal.type == "ValidationException");
    refused = refusal.message;
  }

  Placeholders placeholders;
  Expression expression;
  std::string refused;  // the message; empty if it was not
};

}  // namespace partita::embedded
