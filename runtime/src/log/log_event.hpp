// Puts a record for the log together.
#pragma once

#include <partita/log.hpp>
#include <partita/transport.hpp>

#include <array>
#include <charconv>
#include <concepts>
#include <cstddef>
#include <string_view>

namespace partita::inline epoch1 {

/// A record of up to `most` fields, without an allocation. Texts must live until it is told.
class LogEvent {
 public:
  LogEvent(LogLevel level, std::string_view event) : record_{level, event, {}} {}
  LogEvent(const LogEvent&) = delete;
  LogEvent& operator=(const LogEvent&) = delete;

  LogEvent& with(std::string_view name, std::string_view value) {
    if (!value.empty() && size_ < most) fields_[size_++] = {name, value};
    return *this;
  }
  template <std::integral Number>
  LogEvent& with(std::string_view name, Number value) {
    if (size_ == most) return *this;
    auto& digits = digits_[size_];
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    return with(name, std::string_view(digits.data(), static_cast<std::size_t>(end - digits.data())));
  }

  LogEvent& about(const Request& request) {
    with("operation", request.operation).with("entity", request.entity);
    return with("table", request.table).with("index", request.index);
  }

  /// To no sink is fine.
  void tell(const LogSink& sink) {
    if (!sink) return;
    record_.fields = {fields_.data(), size_};
    sink(record_);
  }

 private:
  static constexpr std::size_t most = 12;

  LogRecord record_;
  std::size_t size_ = 0;
  std::array<LogField, most> fields_{};
  std::array<std::array<char, 24>, most> digits_{};
};

}  // namespace partita::inline epoch1
