#pragma once

#include <partita/annotations.hpp>

#include <string>

// A suppression is used by what is found in the text it stands in, and by nothing else.
struct Covered {
  using partita_entity = partita::entity<"covered", partita::suppress<"no-entity", "found nowhere in an entity">,
                                         partita::suppress<"unused-suppression", "the one before is kept">>;

  partita::partition_key<std::string> id{};
};

struct Apart {
  using partita_entity = partita::entity<
      "apart",
      // expected-warning@+2 [unused-suppression]: nothing here is found to be 'no-entity'
      // expected-note@none: remove the suppression: it would hide what is found later
      partita::suppress<"no-entity", "found nowhere in an entity">>;

  partita::partition_key<std::string> id{};
  // expected-warning@+2 [unused-suppression]: nothing here is found to be 'unused-suppression'
  // expected-note@none: remove the suppression: it would hide what is found later
  partita::attribute<int, partita::suppress<"unused-suppression", "covers this member alone">> count{};
};
