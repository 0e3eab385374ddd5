#include "post.hpp"

#include <curl/curl.h>

#include <cstddef>
#include <memory>

namespace partita::test {
namespace {

std::size_t append(char* bytes, std::size_t size, std::size_t count, void* text) {
  static_cast<std::string*>(text)->append(bytes, size * count);
  return size * count;
}

// Of curl's ways to write a header: "Name: value", "Name:" for none, "Name;" for one that is empty.
std::string name_of(const std::string& header) {
  return header.substr(0, header.find_first_of(":;"));
}

}  // namespace

HttpAnswer post(const std::string& url, const std::string& operation, const std::string& body,
                const std::vector<std::string>& headers) {
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl(curl_easy_init(), curl_easy_cleanup);
  std::vector<std::string> all{"Content-Type: application/x-amz-json-1.0", "Expect:", "Authorization: none",
                               "X-Amz-Target: DynamoDB_20120810." + operation};
  for (const std::string& each : headers) {
    std::erase_if(all, [&](const std::string& other) { return name_of(other) == name_of(each); });
    all.push_back(each);
  }
  curl_slist* list = nullptr;
  for (const std::string& each : all) list = curl_slist_append(list, each.c_str());
  const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> owned(list, curl_slist_free_all);
  HttpAnswer answer;
  curl_easy_setopt(curl.get(), CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_NOPROXY, "*");
  curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT, 60L);
  curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, list);
  curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDS, body.data());
  curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
  curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, append);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &answer.body);
  curl_easy_setopt(curl.get(), CURLOPT_HEADERFUNCTION, append);
  curl_easy_setopt(curl.get(), CURLOPT_HEADERDATA, &answer.headers);
  curl_easy_perform(curl.get());
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &answer.status);
  return answer;
}

}  // namespace partita::test
