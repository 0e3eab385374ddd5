// What happens when a result is used without a look at it.
#include "contacts.hpp"

#include <catch2/catch.hpp>

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstddef>
#include <string>

namespace partita::test {
namespace {

struct End {
  int signal = 0;
  std::string said;
};

// Runs `use` in a child process, and tells how it ended.
template <class Use>
End end_of(Use use) {
  int pipe_ends[2] = {};
  REQUIRE(pipe(pipe_ends) == 0);
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    // Catch would report the abort as a failure of the test.
    std::signal(SIGABRT, SIG_DFL);
    dup2(pipe_ends[1], STDERR_FILENO);
    use();
    _exit(0);
  }
  close(pipe_ends[1]);
  End end;
  char buffer[512];
  for (ssize_t got = 0; (got = read(pipe_ends[0], buffer, sizeof buffer)) > 0;) {
    end.said.append(buffer, static_cast<std::size_t>(got));
  }
  close(pipe_ends[0]);
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  if (WIFSIGNALED(status)) end.signal = WTERMSIG(status);
  return end;
}

Result<std::optional<Contact>> failed() {
  const Contacts contacts;
  contacts.transport->fail(ErrorKind::throttled);
  return contacts->get("c-1", "t-1");
}

TEST_CASE("the value of a failed result stops the program with the error's text", "[result]") {
  const std::string text = "throttled: GetItem on 'contacts': the script says so";
  const auto check = [&](const End& end) {
    CHECK(end.signal == SIGABRT);
    INFO(end.said);
    CHECK(end.said.find(text) != std::string::npos);
  };
  check(end_of([] { static_cast<void>(*failed()); }));
  check(end_of([] { static_cast<void>(failed()->has_value()); }));
  check(end_of([] { static_cast<void>(failed().value()); }));
  check(end_of([] {
    const auto found = failed();
    static_cast<void>((*found)->name);
  }));
}

TEST_CASE("the value of a good result is just that", "[result]") {
  const End end = end_of([] {
    const Contacts contacts;
    contacts.transport->answer("{}");
    const auto found = contacts->get("c-1", "t-1");
    static_cast<void>(found->has_value());
  });
  CHECK(end.signal == 0);
  CHECK(end.said.empty());
}

TEST_CASE("results move cheaply and errors are shared", "[result]") {
  static_assert(sizeof(Error) <= 2 * sizeof(void*));
  const auto found = failed();
  const Error copy = found.error();
  CHECK(&copy.message() == &found.error().message());
}

}  // namespace
}  // namespace partita::test
