// A request of DynamoDB's API, as text.
#pragma once

#include <string>
#include <vector>

namespace partita::test {

struct HttpAnswer {
  long status = 0;
  std::string body;
  std::string headers;  ///< as they came
};

/// Sends a request of DynamoDB's API, with a signature that is none; `headers` come beside the ones it needs, or in
/// their place.
HttpAnswer post(const std::string& url, const std::string& operation, const std::string& body,
                const std::vector<std::string>& headers = {});

}  // namespace partita::test
