#pragma once

#include <partita/annotations.hpp>

#include <string>

// What a suppression names and says. Whether it is used is asked only where there are no errors.
struct Wrong {
  using partita_entity = partita::entity<
      "wrong",
      // expected-error@+1 [unknown-diagnostic]: there is no diagnostic 'unused-supression'; did
      partita::suppress<"unused-supression", "a reason">,
      // expected-error@+2 [not-suppressible]: 'optional-key' is an error that cannot be suppressed
      // expected-note@none: 'partita explain --id optional-key' says how to mend it
      partita::suppress<"optional-key", "a reason">,
      // expected-error@+1 [missing-reason]: the suppression of 'no-entity' gives no reason; say why it is right here
      partita::suppress<"no-entity", "  ">>;

  partita::partition_key<std::string> id{};
  // expected-error@+2 [unknown-diagnostic]: there is no diagnostic 'slow'
  // expected-note@none: 'partita explain --help' lists all diagnostics
  partita::attribute<int, partita::suppress<"slow", "a reason">> count{};
};
