// Which keys a template can make.
#pragma once

#include "model/declared.hpp"
#include "sema/rules/templates.hpp"

#include <bitset>
#include <string_view>
#include <vector>

namespace partita::sema {

/// A sequence of bytes, each out of a set, some of them any number of times. It may take in keys that no values make,
/// but it leaves out none that some values make.
struct KeyPattern {
  struct Step {
    std::bitset<256> bytes;
    bool repeated = false;  ///< any number of times, even none
  };

  std::vector<Step> steps;
};

/// Every key.
KeyPattern any_key();

/// Every key that starts with `text`.
KeyPattern prefix_pattern(std::string_view text);

/// `use` says what the entity's own template parts stand for.
KeyPattern key_pattern(const model::Declared& declared, const model::DeclaredEntity& entity, const TemplateUse& use,
                       const model::KeyTemplate& key);

/// True if some key is in both.
bool can_be_equal(const KeyPattern& a, const KeyPattern& b);

}  // namespace partita::sema
