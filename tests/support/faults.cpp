// The catalogue of faults.
#include "fault_proxy.hpp"
#include "partial_batch.hpp"

#include <algorithm>

#include <array>
#include <chrono>
#include <ctime>
#include <utility>

namespace partita::test {
namespace {

using namespace std::chrono_literals;

using Spoil = std::function<ScriptedAnswer(ScriptedAnswer)>;

// The server does not hear of the request.
Fault instead(std::string name, ScriptedAnswer answer) {
  return {std::move(name), [answer = std::move(answer)](const ScriptedRequest&, const Forward&) { return answer; }};
}

// The server has answered, and something becomes of the answer.
Fault after(std::string name, Spoil spoil) {
  return {std::move(name), [spoil = std::move(spoil)](const ScriptedRequest& request, const Forward& forward) {
            return spoil(forward(request));
          }};
}

// Both: a client cannot tell them from each other.
void either(std::vector<Fault>& faults, const std::string& name, const ScriptedAnswer& answer) {
  faults.push_back(instead(name, answer));
  faults.push_back(after(name + "_applied", [answer](const ScriptedAnswer&) { return answer; }));
}

std::string http_date(std::time_t time) {
  std::tm parts{};
  gmtime_r(&time, &parts);
  std::array<char, 40> text{};
  const std::size_t size = std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
  return {text.data(), size};
}

// What the service says to a machine whose clock is two hours ahead, its own time beside it.
ScriptedAnswer wrong_clock() {
  ScriptedAnswer answer = error_answer(400, "InvalidSignatureException", "Signature expired: is now earlier than");
  answer.headers = {{"Date", http_date(std::time(nullptr) - 7200)}};
  return answer;
}

ScriptedAnswer throttling_with_reasons() {
  return {.status = 400,
          .body = R"({"__type":"com.amazonaws.dynamodb.v20120810#ThrottlingException","message":"too fast",)"
                  R"("ThrottlingReasons":[{"reason":"TableReadKeyRangeThroughputExceeded",)"
                  R"("resource":"arn:aws:dynamodb:eu-west-1:1:table/t"}]})"};
}

void add_connections(std::vector<Fault>& faults) {
  either(faults, "reset", reset_unanswered());
  either(faults, "closed", closed_unanswered());
  either(faults, "half_closed", {.ending = Ending::half_close});
  either(faults, "silent", {.ending = Ending::never_answer});
  const auto cut = [](Ending ending) {
    return [ending](ScriptedAnswer answer) {
      answer.ending = ending;
      answer.cut_after = 200;  // within the body of a longer answer, or the headers of a shorter one
      answer.body.resize(std::max<std::size_t>(answer.body.size(), 100), ' ');
      return answer;
    };
  };
  faults.push_back(after("closed_midway_applied", cut(Ending::close_midway)));
  faults.push_back(after("reset_midway_applied", cut(Ending::reset_midway)));
  faults.push_back(after("closed_afterwards", [](ScriptedAnswer answer) {
    answer.ending = Ending::close_unannounced;
    return answer;
  }));
}

void add_slowness(std::vector<Fault>& faults) {
  faults.push_back(after("late", [](ScriptedAnswer answer) {
    answer.delay = 40ms;
    return answer;
  }));
  faults.push_back(after("dribbled", [](ScriptedAnswer answer) {
    answer.piece_size = 40;
    answer.pause = 1ms;
    return answer;
  }));
  // A byte now and then, and never the end of it: every one of them comes in time.
  faults.push_back(after("dribbled_too_long_applied", [](ScriptedAnswer answer) {
    answer.piece_size = 1;
    answer.pause = 20ms;
    return answer;
  }));
}

void add_bodies(std::vector<Fault>& faults) {
  const auto unchecked = [](ScriptedAnswer answer, std::string body) {
    answer.body = std::move(body);
    answer.checksum = Checksum::none;
    return answer;
  };
  const auto with_header = [](ScriptedAnswer answer, const char* name, std::string value) {
    answer.headers.emplace_back(name, std::move(value));
    return answer;
  };
  faults.push_back(after("garbage_applied", [=](const ScriptedAnswer&) {
    return unchecked({}, std::string("\0\xFF\xFE{]\r\n\r\nHTTP/1.1 200 OK\r\n", 26));
  }));
  faults.push_back(after("truncated_applied", [=](const ScriptedAnswer& answer) {
    return unchecked(answer, answer.body.substr(0, answer.body.size() / 2));
  }));
  faults.push_back(after("empty_applied", [=](const ScriptedAnswer& answer) { return unchecked(answer, ""); }));
  faults.push_back(after("wrong_checksum_applied", [](ScriptedAnswer answer) {
    answer.checksum = Checksum::wrong;
    return answer;
  }));
  faults.push_back(after("length_too_short_applied", [=](const ScriptedAnswer& answer) {
    return with_header(unchecked(answer, answer.body), "content-length", std::to_string(answer.body.size() / 2));
  }));
  faults.push_back(after("length_too_long_applied", [=](const ScriptedAnswer& answer) {
    return with_header(unchecked(answer, answer.body), "content-length", std::to_string(answer.body.size() + 1));
  }));
  faults.push_back(after("chunked", [](ScriptedAnswer answer) {
    answer.chunk_size = 7;
    return answer;
  }));
  faults.push_back(after("broken_chunks_applied", [=](const ScriptedAnswer& answer) {
    return with_header(unchecked(answer, "zz\r\n" + answer.body), "transfer-encoding", "chunked");
  }));
  faults.push_back(after("compressed_applied", [=](const ScriptedAnswer& answer) {
    return with_header(unchecked(answer, "\x1F\x8B\x08" + answer.body), "content-encoding", "gzip");
  }));
  faults.push_back(after("not_http_applied", [](const ScriptedAnswer&) {
    return ScriptedAnswer{.ending = Ending::close_midway, .cut_after = 3};
  }));
}

void add_failures(std::vector<Fault>& faults) {
  for (const char* const type : {"InternalServerError", "InternalFailure"})
    either(faults, type, error_answer(500, type, "oops"));
  for (const char* const type : {"ServiceUnavailable", "ServiceUnavailableException"}) {
    either(faults, type, error_answer(503, type, "come back"));
  }
  either(faults, "empty_500", {.status = 500});
  either(faults, "gateway_502", {.status = 502, .body = "<html><title>Bad Gateway</title></html>"});
  either(faults, "gateway_504", {.status = 504, .body = "upstream request timeout"});
}

// Each of them proves that nothing was done.
void add_refusals(std::vector<Fault>& faults) {
  for (const char* const type :
       {"TransactionConflictException", "ReplicatedWriteConflictException", "ItemCollectionSizeLimitExceededException",
        "AccessDeniedException", "UnrecognizedClientException", "ExpiredTokenException", "IncompleteSignature",
        "MissingAuthenticationToken", "ResourceNotFoundException", "ResourceInUseException", "ValidationException",
        "SerializationException", "UnknownOperationException"}) {
    faults.push_back(instead(type, error_answer(400, type, "no")));
  }
  faults.push_back(instead("text_413", {.status = 413, .body = "request entity too large"}));
  faults.push_back({"wrong_clock", [](const ScriptedRequest&, const Forward&) { return wrong_clock(); }});
}

// They too.
void add_throttlings(std::vector<Fault>& faults) {
  const auto add = [&](std::string name, ScriptedAnswer answer) {
    faults.push_back(instead(std::move(name), std::move(answer)));
    faults.back().is_throttling = true;
  };
  for (const char* const type :
       {"ProvisionedThroughputExceededException", "RequestLimitExceeded", "LimitExceededException"}) {
    add(type, error_answer(400, type, "no"));
  }
  add("ThrottlingException", throttling_with_reasons());
  add("ThrottlingException_503", error_answer(503, "ThrottlingException", "slow down"));
  add("text_429", {.status = 429, .body = "too many requests"});
}

std::vector<Fault> make_faults() {
  std::vector<Fault> faults;
  add_connections(faults);
  add_slowness(faults);
  add_bodies(faults);
  add_failures(faults);
  add_refusals(faults);
  add_throttlings(faults);
  // The very transaction is under way.
  either(faults, "TransactionInProgressException", error_answer(400, "TransactionInProgressException", "under way"));
  faults.push_back({"partial_batch", answer_in_part, true});
  return faults;
}

}  // namespace

const std::vector<Fault>& all_faults() {
  static const std::vector<Fault> faults = make_faults();
  return faults;
}

}  // namespace partita::test
