// A read of one item that was not sent: an action of a transaction.
//
// For the runtime; users meet <partita/read_transaction.hpp>.
#pragma once

#include <partita/call_options.hpp>
#include <partita/client.hpp>
#include <partita/cost.hpp>
#include <partita/error.hpp>
#include <partita/expression.hpp>
#include <partita/recorder.hpp>
#include <partita/tenant.hpp>
#include <partita/write_rules.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace partita::inline epoch1 {

namespace wire {
class Reader;
}

namespace detail {

struct RecordedRead {
  std::string table;
  std::string body;  ///< as an action has it
  std::string key;   ///< as JSON
  const WriteRules* rules = nullptr;
  AttributeName ttl{};
  AnyTenant tenant{};
  bool of_previous = false;  ///< another place of the item that the action before it asks for
  const void* codec = nullptr;
  /// Reads the item ahead into a std::optional of it.
  void (*read)(wire::Reader& in, const void* codec, void* item) = nullptr;
};

/// The actions of one transaction, in their order.
class ReadRecorder final : public Recorder {
 public:
  ReadRecorder* reads() override { return this; }

  void record(RecordedRead read) { reads_.push_back(std::move(read)); }
  /// What comes next can't be asked for.
  void refuse(const Error& error);

  /// Sends them, and reads what they find into `items`: a std::optional for each.
  std::optional<Error> execute(const Client& client, const CallOptions& options, std::span<void* const> items,
                               Cost& cost) const;

 private:
  std::optional<Error> check() const;
  std::string table() const;
  std::string body() const;
  /// Of the caller's action that a read belongs to.
  std::size_t position(std::size_t read) const;
  std::size_t actions() const { return reads_.empty() ? 0 : position(reads_.size() - 1) + 1; }
  std::string name_of(std::size_t read) const;
  Error explained(const Error& error) const;

  std::vector<RecordedRead> reads_;
  std::optional<Error> refused_;
};

}  // namespace detail

}  // namespace partita::inline epoch1
