#include "http/http_transport.hpp"

#include "async/condition.hpp"
#include "http/connection.hpp"
#include "http/crc32.hpp"
#include "http/operation.hpp"
#include "http/raw_json.hpp"
#include "http/service_error.hpp"
#include "http/throttling_reasons.hpp"
#include "text.hpp"
#include "waiting.hpp"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <optional>
#include <utility>
#include <vector>

namespace partita::inline epoch1::http {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::string_view target_prefix = "DynamoDB_20120810.";

constexpr std::int64_t worthwhile_correction = 60;  // seconds; the service tolerates five minutes

std::string user_agent(const std::string& application) {
  std::string line = "User-Agent: partita/" PARTITA_VERSION " lang/c++";
  if (!application.empty()) line += " app/" + application;
  return line;
}

void fail(const Request& request, Reply& reply, Error::Details details, Applied applied) {
  details.operation = request.operation;
  details.table = request.table;
  details.status = reply.facts.status;
  details.attempts = reply.facts.attempts;
  details.maybe_applied = applied == Applied::unknown && !only_reads(request.operation);
  append_reasons(details, request.table);
  if (details.request_id.empty()) details.request_id = reply.facts.request_id;
  reply.facts.request_id = details.request_id;
  reply.applied = applied;
  reply.error.emplace(std::move(details));
}

void fail(const Request& request, Reply& reply, ErrorKind kind, std::string message, Applied applied) {
  Error::Details details;
  details.kind = kind;
  details.message = std::move(message);
  fail(request, reply, std::move(details), applied);
}

struct Limits {
  milliseconds connect{};
  milliseconds total{};
  bool by_deadline = false;    // the call's deadline comes before the attempt's timeout
  bool hurry_connect = false;  // and leaves so little that no connection says nothing
  bool hurry_answer = false;   // or no answer
};

// nullopt: the deadline has passed.
std::optional<Limits> limits_of(const HttpSettings& settings, const CallContext& context,
                                steady_clock::time_point now) {
  // libcurl reads 0 as "no limit".
  Limits limits{std::max(settings.connect_timeout, milliseconds(1)),
                std::max(settings.request_timeout, milliseconds(1))};
  if (context.deadline) {
    const auto left = std::chrono::floor<milliseconds>(*context.deadline - now);
    if (left <= milliseconds(0)) return std::nullopt;
    limits.by_deadline = left < limits.total;
    limits.hurry_connect = is_hurry(left, limits.connect);
    limits.hurry_answer = is_hurry(left, limits.total);
    limits.total = std::min(limits.total, left);
  }
  limits.connect = std::min(limits.connect, limits.total);
  return limits;
}

void fail_exchange(const Request& request, Reply& reply, const ExchangeResult& result, const Limits& limits,
                   milliseconds queued, const Endpoint& endpoint) {
  const Applied applied = result.sent > 0 && result.bytes_sent > 0 ? Applied::unknown : Applied::no;
  if (result.cancelled) {
    return fail(request, reply, ErrorKind::cancelled, "cancelled by the caller's stop token", applied);
  }
  const std::string where = "'" + endpoint.url + "'";
  if (result.too_large) {
    return fail(request, reply, ErrorKind::decode,
                "the answer is larger than " + std::to_string(Connection::largest_answer >> 20) +
                    " MB, which none of DynamoDB's is; is " + where + " the endpoint of a DynamoDB?",
                Applied::unknown);
  }
  if (result.code == CURLE_OPERATION_TIMEDOUT) {
    const auto fail_by_deadline = [&] {
      reply.facts.cut_short = result.sent > 0 ? limits.hurry_answer : limits.hurry_connect;
      std::string message = "no answer from " + where + " before the call's deadline";
      if (queued > milliseconds(0)) message += "; it waited " + text::ms(queued) + " for a connection";
      fail(request, reply, ErrorKind::deadline, std::move(message), applied);
    };
    if (limits.by_deadline && limits.total <= limits.connect) return fail_by_deadline();
    if (result.sent == 0) {
      reply.facts.connect_timed_out = true;
      return fail(request, reply, ErrorKind::transport,
                  "no connection to " + where + " within " + text::ms(limits.connect), applied);
    }
    if (limits.by_deadline) return fail_by_deadline();
    return fail(request, reply, ErrorKind::deadline, "no answer from " + where + " within " + text::ms(limits.total),
                applied);
  }
  if (result.sent == 0 && (result.open_error == EMFILE || result.open_error == ENFILE)) {
    return fail(request, reply, ErrorKind::pool_exhausted,
                "no connection to " + where + ": too many open files; `ulimit -n` limits the process to " +
                    std::to_string(sysconf(_SC_OPEN_MAX)) + ", and a connection takes up to three of them",
                applied);
  }
  std::string message = result.sent == 0 ? "no connection to " : "the exchange with ";
  message.append(where).append(result.sent == 0 ? ": " : " broke: ").append(result.failure);
  if (result.code == CURLE_PEER_FAILED_VERIFICATION) {
    message += "; the certificate is checked against ClientOptions::ca_bundle, AWS_CA_BUNDLE or the system's";
  }
  fail(request, reply, ErrorKind::transport, std::move(message), applied);
}

}  // namespace

HttpTransport::HttpTransport(HttpSettings settings)
    : settings_(std::move(settings)),
      pool_(settings_.pool, [connection = ConnectionSettings{settings_.endpoint, settings_.region, settings_.ca_bundle,
                                                             user_agent(settings_.application)}] {
        return std::make_unique<Connection>(connection);
      }) {}

void HttpTransport::send(const Request& request, Reply& reply) noexcept {
  exchange(request, reply);
}

// False if the request was signed by the service's time already, or it did not tell: repeating it would not help.
bool HttpTransport::correct_clock(std::optional<std::chrono::sys_seconds> server_date, std::int64_t used) {
  if (!server_date) return false;
  const auto ours = std::chrono::floor<std::chrono::seconds>(settings_.clock());
  const std::int64_t correction = (*server_date - ours).count();
  clock_correction_ = correction;
  return std::abs(correction - used) > worthwhile_correction;
}

void HttpTransport::fail_to_take(const Request& request, Reply& reply, NoTurn no_turn, milliseconds queued) {
  const PoolOptions& pool = settings_.pool;
  const auto in_use_for = [&](milliseconds time) {
    return "all " + std::to_string(pool.max_connections) + " connections to '" + settings_.endpoint.url +
           "' were in use for " + text::ms(time);
  };
  switch (no_turn) {
    case NoTurn::cancelled:
      return fail(request, reply, ErrorKind::cancelled, "cancelled by the caller's stop token", Applied::no);
    case NoTurn::deadline:
      pool_.count_expired();
      return fail(request, reply, ErrorKind::deadline,
                  "the call's deadline passed while it waited for a connection: " + in_use_for(queued) +
                      "; see PoolOptions::max_connections",
                  Applied::no);
    case NoTurn::waited:
      return fail(request, reply, ErrorKind::pool_exhausted,
                  in_use_for(pool.queue_wait) + "; see PoolOptions::max_connections and PoolOptions::recommended",
                  Applied::no);
  }
}

// Takes the places of all connections at once, so that none is opened twice.
Result<void> HttpTransport::warm_up(std::size_t connections, const CallContext& context) {
  connections = std::min({connections, settings_.pool.max_idle, settings_.pool.max_connections});
  std::vector<ConnectionPool::Lease> leases;
  while (leases.size() < connections) {
    auto lease = pool_.take(context);
    if (!lease) break;  // the others are in use, and so open
    leases.push_back(*std::move(lease));
  }
  std::vector<std::string> failures(leases.size());
  {
    constexpr std::size_t threads = 8;
    std::atomic<std::size_t> next{0};
    const auto open_some = [&] {
      for (std::size_t i = next++; i < leases.size(); i = next++) {
        const auto limits = limits_of(settings_, context, steady_clock::now());
        failures[i] = limits ? leases[i]->open(limits->connect, context.stop) : "the call's deadline passed";
      }
    };
    async::Workers helpers;
    for (std::size_t i = 1; i < std::min(threads, leases.size()) && helpers.start(open_some); ++i) {
    }
    open_some();
  }
  for (const std::string& failure : failures) {
    if (failure.empty()) {
      pool_.count_exchange(false);
      continue;
    }
    return Error(ErrorKind::transport, "no connection to '" + settings_.endpoint.url + "': " + failure);
  }
  return {};
}

void HttpTransport::exchange(const Request& request, Reply& reply) {
  reply.reset();
  if (request.context.stop.requested()) {
    return fail(request, reply, ErrorKind::cancelled, "cancelled by the caller's stop token", Applied::no);
  }
  const auto begin = steady_clock::now();
  const auto fail_late = [&] {
    fail(request, reply, ErrorKind::deadline, "the call's deadline passed before the request was sent", Applied::no);
  };
  if (!limits_of(settings_, request.context, begin)) return fail_late();
  const Result<Credentials> credentials =
      settings_.credentials->get_within({request.context.deadline, request.context.stop});
  if (!credentials) return fail(request, reply, credentials.error().details(), Applied::no);
  if (text::has_control(credentials->access_key_id) || text::has_control(credentials->session_token)) {
    return fail(request, reply, ErrorKind::credentials,
                "the access key id or the session token holds a control character, such as a line end", Applied::no);
  }
  const auto asked = steady_clock::now();
  if (request.context.deadline && *request.context.deadline <= asked) {
    return fail(request, reply, ErrorKind::deadline,
                "the call's deadline passed while it waited for credentials, for " +
                    text::ms(std::chrono::floor<milliseconds>(asked - begin)),
                Applied::no);
  }
  auto connection = pool_.take(request.context);
  const auto queued = std::chrono::floor<milliseconds>(steady_clock::now() - asked);
  if (!connection) return fail_to_take(request, reply, connection.error(), queued);
  // A provider may take a minute (a program to run, a lock to wait for), and so may others' exchanges. What is left of
  // the time is this one's.
  if (request.context.stop.requested()) {
    return fail(request, reply, ErrorKind::cancelled, "cancelled by the caller's stop token", Applied::no);
  }
  const auto limits = limits_of(settings_, request.context, steady_clock::now());
  if (!limits) return queued > milliseconds(0) ? fail_to_take(request, reply, NoTurn::deadline, queued) : fail_late();

  const std::int64_t correction = clock_correction_;
  std::string target;
  target.append(target_prefix).append(request.operation);
  const auto signature =
      (*connection)
          ->signer()
          .sign(target, request.body, *credentials, settings_.clock() + std::chrono::seconds(correction));
  if (!signature) {
    return fail(request, reply, ErrorKind::unsupported, "OpenSSL offers no SHA-256, which signing needs", Applied::no);
  }

  ResponseHeaders headers;
  const ExchangeResult result = (*connection)
                                    ->exchange({.target = target,
                                                .body = request.body,
                                                .security_token = credentials->session_token,
                                                .signature = *signature,
                                                .connect_timeout = limits->connect,
                                                .timeout = limits->total,
                                                .resend_on_dead_connection = request.retry == RetryClass::idempotent,
                                                .stop = &request.context.stop},
                                               reply.body, headers);

  ReplyFacts& facts = reply.facts;
  facts.elapsed = steady_clock::now() - begin;
  facts.bytes_sent = result.bytes_sent;
  facts.attempts = std::max(result.sent, 1);
  facts.connection_reused = result.reused;
  facts.ambiguous_attempt = result.sent > 1;
  if (result.sent > 0) pool_.count_exchange(result.reused);
  facts.server_date = headers.date;
  facts.request_id = headers.request_id;
  if (result.code != CURLE_OK) return fail_exchange(request, reply, result, *limits, queued, settings_.endpoint);
  facts.status = static_cast<int>(result.status);

  const std::string_view body = reply.body.view();
  if (headers.crc32 && *headers.crc32 != crc32(body)) {
    return fail(request, reply, ErrorKind::transport, "the answer was damaged on the way: its checksum is wrong",
                Applied::unknown);
  }
  if (!headers.content_encoding.empty() && headers.content_encoding != "identity") {
    return fail(request, reply, ErrorKind::decode,
                "the answer is encoded as '" + headers.content_encoding + "', which was not asked for",
                Applied::unknown);
  }
  if (facts.status < 200 || facts.status > 299) {
    ServiceError refusal = decode_service_error(facts.status, headers, body, settings_.clock());
    facts.clock_corrected = refusal.details.kind == ErrorKind::clock_skew && correct_clock(headers.date, correction);
    return fail(request, reply, std::move(refusal.details), refusal.applied);
  }
  if (!is_json_object(body)) {
    return fail(request, reply, ErrorKind::decode,
                "the answer is not a JSON object; is '" + settings_.endpoint.url + "' the endpoint of a DynamoDB?",
                Applied::unknown);
  }
}

}  // namespace partita::inline epoch1::http
