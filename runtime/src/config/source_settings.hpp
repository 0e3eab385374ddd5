// What sources of credentials need beside the environment and the files.
#pragma once

#include "config/ini_file.hpp"
#include "config/refreshing_credentials.hpp"
#include "http/endpoint.hpp"

#include <partita/result.hpp>

#include <functional>
#include <string>

namespace partita::inline epoch1::config {

struct SourceSettings {
  Clock clock;
  Setting region{};  ///< that requests are signed for
  http::EndpointVariant variant{};
  /// The file of certificates, looked for by sources that use TLS.
  std::function<Result<std::string>()> ca_bundle{};
};

}  // namespace partita::inline epoch1::config
