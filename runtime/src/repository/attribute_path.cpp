#include <partita/attribute_path.hpp>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <string>
#include <utility>

namespace partita::inline epoch1 {

namespace detail {

struct SharedSteps::Held {
  std::vector<PathStep> steps;
  std::atomic<std::size_t> owners = 1;
};

SharedSteps::SharedSteps(std::vector<PathStep> steps) : held_(new Held{std::move(steps)}) {}

const std::vector<PathStep>& SharedSteps::steps() const {
  static const std::vector<PathStep> none;
  return held_ == nullptr ? none : held_->steps;
}

void SharedSteps::retain() const {
  held_->owners.fetch_add(1, std::memory_order_relaxed);
}

void SharedSteps::release() const {
  if (held_->owners.fetch_sub(1, std::memory_order_acq_rel) == 1) delete held_;
}

}  // namespace detail

detail::SharedSteps AttributePath::owned() const {
  return name.empty() ? owned_ : detail::SharedSteps(steps());
}

AttributePath AttributePath::below(PathStep step) const {
  std::vector<PathStep> all = steps();
  all.push_back(std::move(step));
  return AttributePath(detail::SharedSteps(std::move(all)));
}

AttributePath AttributePath::element(std::size_t position) const {
  return below({PathStep::Kind::element, {}, {}, position});
}

AttributePath AttributePath::entry(std::string_view key) const {
  return below({PathStep::Kind::entry, std::string(key), {}, 0});
}

std::vector<PathStep> AttributePath::steps() const {
  std::vector<PathStep> all = above_ != nullptr ? above_->steps() : owned_.steps();
  if (!name.empty()) all.push_back({PathStep::Kind::member, std::string(name), std::string(alias), 0});
  return all;
}

std::string AttributePath::shown() const {
  return partita::shown(steps());
}

std::string shown(const std::vector<PathStep>& steps) {
  std::string text;
  for (const PathStep& step : steps) {
    switch (step.kind) {
      case PathStep::Kind::member:
        text.append(text.empty() ? "" : ".").append(step.name);
        break;
      case PathStep::Kind::entry:
        text.append("[\"").append(step.name).append("\"]");
        break;
      case PathStep::Kind::element:
        text.append("[").append(std::to_string(step.element)).append("]");
        break;
    }
  }
  return text;
}

bool overlap(const std::vector<PathStep>& one, const std::vector<PathStep>& other) {
  const auto is_same = [](const PathStep& a, const PathStep& b) {
    const bool are_elements = a.kind == PathStep::Kind::element && b.kind == PathStep::Kind::element;
    return are_elements ? a.element == b.element : a.kind != PathStep::Kind::element && a.name == b.name;
  };
  const std::size_t shorter = std::min(one.size(), other.size());
  return std::equal(one.begin(), one.begin() + static_cast<std::ptrdiff_t>(shorter), other.begin(), is_same);
}

}  // namespace partita::inline epoch1
