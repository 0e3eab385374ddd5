// What the service says when it refuses: an HTTP status and a body of one of many shapes.
#pragma once

#include "http/response_headers.hpp"

#include <partita/error.hpp>
#include <partita/transport.hpp>

#include <chrono>
#include <string_view>

namespace partita::inline epoch1::http {

struct ServiceError {
  Error::Details details;
  Applied applied = Applied::no;
};

/// Decodes an answer with a status other than 2xx. Takes DynamoDB's JSON (`__type` and `message` or `Message`), XML as
/// gateways send it, HTML, plain text and nothing at all. `now` is this machine's time, to tell a wrong clock from a
/// wrong key. Operation, table and attempts are the caller's to add.
ServiceError decode_service_error(int status, const ResponseHeaders& headers, std::string_view body,
                                  std::chrono::system_clock::time_point now);

/// The kind that an exception of DynamoDB's has here; nullopt for a name that is not known.
/// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html
std::optional<ErrorKind> kind_of_exception(std::string_view code);

}  // namespace partita::inline epoch1::http
