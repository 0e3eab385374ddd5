#include "embedded/expressions/projection.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace partita::inline epoch1::embedded {

namespace {

// Paths sorted by their steps, so that those with a common beginning are neighbours, and a list's elements come in
// their order. None is the beginning of another: that was refused.
class Selection {
 public:
  explicit Selection(const Expression& expression) : expression_(expression) {
    for_each_path(expression, [&](const Node& path) { paths_.push_back(&path); });
    std::sort(paths_.begin(), paths_.end(), [&](const Node* a, const Node* b) { return before(*a, *b); });
  }

  Map of(const Map& item) const { return of(item, 0, paths_.size(), 0); }

 private:
  const Step& step(const Node& path, std::size_t depth) const { return expression_.syntax->steps[path.first + depth]; }
  std::string_view name(const Node& path, std::size_t depth) const { return expression_.names[path.first + depth]; }
  bool same(const Node& a, const Node& b, std::size_t depth) const {
    return step(a, depth).index == step(b, depth).index && name(a, depth) == name(b, depth);
  }

  bool before(const Node& a, const Node& b) const {
    for (std::size_t i = 0; i < std::min(a.count, b.count); ++i) {
      if (name(a, i) != name(b, i)) return name(a, i) < name(b, i);
      if (step(a, i).index != step(b, i).index) return step(a, i).index < step(b, i).index;
    }
    return a.count < b.count;
  }

  // The paths from `begin` to `end` agree up to `depth`, and lead into `whole`.
  template <class Keep>
  void each_part(std::size_t begin, std::size_t end, std::size_t depth, Keep keep) const {
    while (begin < end) {
      std::size_t next = begin + 1;
      while (next < end && same(*paths_[begin], *paths_[next], depth)) ++next;
      keep(*paths_[begin], begin, next);
      begin = next;
    }
  }

  Map of(const Map& whole, std::size_t begin, std::size_t end, std::size_t depth) const {
    Map part;
    each_part(begin, end, depth, [&](const Node& path, std::size_t first, std::size_t last) {
      if (step(path, depth).kind == Step::Kind::index) return;
      const Value* value = whole.find(name(path, depth));
      if (value == nullptr) return;
      if (auto kept = of(*value, first, last, depth + 1)) part.set(name(path, depth), *std::move(kept));
    });
    return part;
  }

  List of(const List& whole, std::size_t begin, std::size_t end, std::size_t depth) const {
    List part;
    each_part(begin, end, depth, [&](const Node& path, std::size_t first, std::size_t last) {
      const Step& at = step(path, depth);
      if (at.kind != Step::Kind::index || at.index >= whole.size()) return;
      if (auto kept = of(whole[at.index], first, last, depth + 1)) part.push_back(*std::move(kept));
    });
    return part;
  }

  std::optional<Value> of(const Value& whole, std::size_t begin, std::size_t end, std::size_t depth) const {
    if (paths_[begin]->count == depth) return whole;
    if (const auto* map = whole.as<Map>()) {
      Map part = of(*map, begin, end, depth);
      if (!part.empty()) return Value(std::move(part));
    } else if (const auto* list = whole.as<List>()) {
      List part = of(*list, begin, end, depth);
      if (!part.empty()) return Value(std::move(part));
    }
    return std::nullopt;
  }

  const Expression& expression_;
  std::vector<const Node*> paths_;
};

}  // namespace

Map project(const Expression& expression, const Map& item) {
  return Selection(expression).of(item);
}

}  // namespace partita::inline epoch1::embedded
