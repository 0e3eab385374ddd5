#include <partita/result.hpp>

#include <sys/wait.h>
#include <unistd.h>
#include <catch2/catch.hpp>

#include <csignal>
#include <cstdio>
#include <string>

using namespace partita;

TEST_CASE("an error prints as one line that names what is known") {
  Error::Details details;
  details.kind = ErrorKind::condition_failed;
  details.message = "The conditional request failed";
  details.operation = "PutItem";
  details.table = "contacts";
  details.request_id = "ABC";
  CHECK(Error(details).to_string() ==
        "condition_failed: PutItem on 'contacts': The conditional request failed (request id ABC)");
  details.attempts = 3;
  details.maybe_applied = true;
  CHECK(Error(details).to_string() ==
        "condition_failed: PutItem on 'contacts': The conditional request failed (request id ABC, 3 attempts, may have "
        "been applied)");
  CHECK(Error(ErrorKind::invalid_argument, "no region").to_string() == "invalid_argument: no region");
}

TEST_CASE("every kind has a name of its own") {
  std::string names = ",";
  for (int kind = 0; kind <= static_cast<int>(ErrorKind::unsupported); ++kind) {
    const std::string name = "," + std::string(to_string(static_cast<ErrorKind>(kind))) + ",";
    CHECK(name != ",unknown,");
    CHECK(names.find(name) == std::string::npos);
    names += name.substr(1);
  }
}

TEST_CASE("copies of an error share its details") {
  const Error error(ErrorKind::server, "text");
  const Error copy = error;  // NOLINT(performance-unnecessary-copy-initialization)
  CHECK(&copy.details() == &error.details());
}

TEST_CASE("the value of a failed result stops the program with the error's text") {
  int ends[2];
  REQUIRE(pipe(ends) == 0);
  const pid_t child = fork();
  if (child == 0) {
    dup2(ends[1], STDERR_FILENO);
    std::signal(SIGABRT, SIG_DFL);  // not the test framework's
    const Result<int> failed = Error(ErrorKind::throttled, "too fast");
    _exit(*failed);
  }
  close(ends[1]);
  std::string text;
  char block[256];
  while (const ssize_t size = read(ends[0], block, sizeof block)) {
    if (size < 0) break;
    text.append(block, static_cast<std::size_t>(size));
  }
  close(ends[0]);
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  CHECK(WIFSIGNALED(status));
  CHECK(WTERMSIG(status) == SIGABRT);
  CHECK(text.find("throttled: too fast") != std::string::npos);
}
