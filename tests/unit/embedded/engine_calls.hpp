// An engine under test, called as a client calls it.
#pragma once

#include "embedded/engine.hpp"
#include "stores.hpp"

#include <nlohmann/json.hpp>

#include <chrono>
#include <string>
#include <utility>

template <class Backend>
struct EngineUnderTest {
  Backend backend;
  std::chrono::system_clock::time_point now =
      std::chrono::system_clock::time_point(std::chrono::milliseconds(1795313923737));
  partita::embedded::Engine engine;

  explicit EngineUnderTest(partita::embedded::Conditions conditions = {})
      : engine(std::move(backend.store), [this] { return now; }, conditions) {}

  /// The answer, or the refusal as `ValidationException: text`.
  std::string call(const std::string& operation, const nlohmann::json& body) { return call(operation, body.dump()); }
  std::string call(const std::string& operation, const char* body) { return call(operation, std::string(body)); }
  std::string call(const std::string& operation, const std::string& body) {
    std::string answer;
    const auto outcome = engine.run(operation, body, answer);
    return outcome ? answer : outcome.error().type + ": " + outcome.error().message;
  }
  nlohmann::json answer(const std::string& operation, const nlohmann::json& body) {
    const std::string text = call(operation, body);
    auto json = nlohmann::json::parse(text, nullptr, false);
    return json.is_discarded() ? nlohmann::json(text) : json;
  }
};
