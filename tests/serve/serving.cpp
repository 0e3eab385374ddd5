#include "serving.hpp"

#include "tool/run_tool.hpp"

#include <curl/curl.h>
#include <fcntl.h>
#include <signal.h>  // NOLINT(modernize-deprecated-headers): kill is POSIX's
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>
#include <catch2/catch.hpp>

#include <array>
#include <cstdio>
#include <memory>

extern char** environ;  // NOLINT(readability-redundant-declaration)

namespace partita::test {
namespace {

std::filesystem::path new_log() {
  std::string name = (std::filesystem::temp_directory_path() / "partita-serve-XXXXXX").string();
  close(mkstemp(name.data()));
  return name;
}

std::size_t append(char* bytes, std::size_t size, std::size_t count, void* text) {
  static_cast<std::string*>(text)->append(bytes, size * count);
  return size * count;
}

// Of curl's ways to write a header: "Name: value", "Name:" for none, "Name;" for one that is empty.
std::string name_of(const std::string& header) {
  return header.substr(0, header.find_first_of(":;"));
}

}  // namespace

Serving::Serving(const std::vector<std::string>& arguments) : log_(new_log()) {
  std::vector<std::string> words{PARTITA_TOOL, "serve", "--port", "0"};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);

  std::array<int, 2> out{};
  REQUIRE(pipe(out.data()) == 0);
  posix_spawn_file_actions_t actions{};
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
  posix_spawn_file_actions_addclose(&actions, out[0]);
  posix_spawn_file_actions_addclose(&actions, out[1]);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, log_.c_str(), O_WRONLY | O_APPEND, 0);
  const int started = posix_spawn(&process_, pointers[0], &actions, nullptr, pointers.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  close(out[1]);
  REQUIRE(started == 0);
  for (char c = 0; read(out[0], &c, 1) == 1 && c != '\n';) first_line_ += c;
  close(out[0]);
  const auto begin = first_line_.find("http://");
  INFO(log());
  REQUIRE(begin != std::string::npos);
  url_ = first_line_.substr(begin, first_line_.find(',', begin) - begin);
}

Serving::~Serving() {
  if (process_ != 0) end(SIGKILL);
  std::filesystem::remove(log_);
}

int Serving::end(int signal) {
  kill(process_, signal);
  int status = 0;
  waitpid(process_, &status, 0);
  process_ = 0;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

std::string Serving::log() const {
  return read_file(log_);
}

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
