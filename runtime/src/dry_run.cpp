#include <partita/dry_run.hpp>

#include "redacted.hpp"

#include <thread>

namespace partita::inline epoch1 {

PlannedRequest::PlannedRequest(const Request& request)
    : operation_(request.operation),
      entity_(request.entity),
      table_(request.table),
      index_(request.index),
      body_(request.body),
      hidden_(request.hidden.begin(), request.hidden.end()) {}

std::string PlannedRequest::to_string() const {
  std::string text = operation_;
  if (!table_.empty()) text += " on '" + table_ + "'";
  if (!index_.empty()) text += ", index '" + index_ + "'";
  if (!entity_.empty()) text += " (" + entity_ + ")";
  return text + ": " + redacted(body_, hidden_);
}

namespace detail {

/// Keeps the first request of the thread that made it, and sends none.
class DryTransport final : public Transport {
 public:
  void send(const Request& request, Reply& reply) noexcept override {
    reply.reset();
    if (std::this_thread::get_id() == owner_ && !planned_) planned_.emplace(request);
    reply.error = Error(ErrorKind::cancelled, "this is a dry run, which sends nothing");
  }

  const std::optional<PlannedRequest>& planned() const { return planned_; }

 private:
  const std::thread::id owner_ = std::this_thread::get_id();
  std::optional<PlannedRequest> planned_;
};

DryRun::DryRun(const Client& client) : transport_(std::make_shared<DryTransport>()), client_(client.over(transport_)) {}

Result<PlannedRequest> DryRun::plan(const std::optional<Error>& error) const {
  if (transport_->planned()) return *transport_->planned();
  if (error) return *error;
  return Error(ErrorKind::invalid_argument,
               "the dry run sent no request; execute the call over the client that it is given, as in "
               "`repository.with(dry).get(...)`");
}

}  // namespace detail

}  // namespace partita::inline epoch1
