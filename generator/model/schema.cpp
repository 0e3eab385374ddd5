#include "model/schema.hpp"

#include <algorithm>
#include <cassert>

namespace partita::model {

const NamedType& Schema::type(const std::string& qualified) const {
  const auto found =
      std::find_if(types.begin(), types.end(), [&](const NamedType& type) { return type.qualified == qualified; });
  assert(found != types.end() && "a front end adds each named type that it uses");
  return *found;
}

}  // namespace partita::model
