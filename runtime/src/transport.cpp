#include <partita/transport.hpp>

namespace partita::inline epoch1 {

void Reply::reset() {
  body.clear();
  error.reset();
  applied = Applied::no;
  facts = {};
}

}  // namespace partita::inline epoch1
