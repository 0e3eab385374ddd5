#pragma once

#include <partita/annotations.hpp>

struct Event {
  using partita_entity = partita::entity<
      "events",
      // expected-error@+1 [malformed-access-pattern]: access pattern 'nothing': no attribute; write the attribute
      partita::access_pattern<"nothing", "">,
      // expected-error@+1 [malformed-access-pattern]: access pattern 'gap': an attribute name is missing here
      partita::access_pattern<"gap", "day,, hour">,
      // expected-error@+1 [malformed-access-pattern]: access pattern 'open': an attribute name is missing here
      partita::access_pattern<"open", "day, ">,
      // expected-error@+1 [malformed-access-pattern]: access pattern 'misspelt': unexpected 'dsc'; expected a comma,
      partita::access_pattern<"misspelt", "day, hour dsc">,
      // expected-error@+1 [malformed-access-pattern]: access pattern 'early': 'desc' on 'day', which is not the last
      partita::access_pattern<"early", "day desc, hour">,
      // expected-error@+1 [malformed-access-pattern]: access pattern 'both': unexpected 'sorted'; expected 'asc' or
      partita::access_pattern<"both", "day, hour range sorted">,
      // expected-error@+1 [malformed-access-pattern]: access pattern 'no_reads': no attribute; write the attributes
      partita::access_pattern<"no_reads", "day ->">,
      // expected-error@+1 [malformed-access-pattern]: access pattern 'two_arrows': a second '->'; name all
      partita::access_pattern<"two_arrows", "day -> hour -> day">>;

  partita::partition_key<int> day{};
  partita::sort_key<int> hour{};
};
