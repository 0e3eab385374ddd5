#include "driver/fixes.hpp"

#include "driver/driver.hpp"
#include "emit/commit.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace partita::driver {

namespace {

using diagnostics::Diagnostic;
using diagnostics::FixIt;

const FixIt* fix_of(const Diagnostic& finding) {
  if (finding.fix) return &*finding.fix;
  for (const diagnostics::Note& note : finding.notes) {
    if (note.fix) return &*note.fix;
  }
  return nullptr;
}

std::string name_of(const Diagnostic& finding) {
  return finding.entity + "\n" + std::string(diagnostics::info(finding.id).name) + "\n" + finding.message;
}

/// Places to change, in the order of the text. Those at one place stay in the order in which they came.
class Edits {
 public:
  /// All of a change or, if it overlaps one that is there, nothing.
  bool add(const std::vector<FixIt>& change) {
    for (const FixIt& edit : change) {
      if (overlaps(edit)) return false;
    }
    for (const FixIt& edit : change) {
      if (!contains(edit)) edits_[edit.span.file].push_back(edit);
    }
    return true;
  }

  /// The files to change, each with its new text.
  std::map<source::FileId, std::string> texts(const source::SourceSet& sources) {
    std::map<source::FileId, std::string> result;
    for (auto& [file, edits] : edits_) {
      std::stable_sort(edits.begin(), edits.end(), [](const FixIt& a, const FixIt& b) {
        return std::tie(a.span.begin, a.span.end) < std::tie(b.span.begin, b.span.end);
      });
      const std::string& text = sources.text(file);
      std::size_t at = 0;
      for (const FixIt& edit : joined(edits)) {
        result[file] += text.substr(at, edit.span.begin - at) + edit.text;
        at = edit.span.end;
      }
      result[file] += text.substr(at);
    }
    return result;
  }

 private:
  static bool equal(const FixIt& a, const FixIt& b) { return a.span == b.span && a.text == b.text; }

  /// The insertions at one place that share their begin and end as one.
  static std::vector<FixIt> joined(const std::vector<FixIt>& edits) {
    std::vector<FixIt> result;
    for (const FixIt& edit : edits) {
      const auto other =
          std::find_if(result.begin(), result.end(), [&](const FixIt& each) { return are_joint(each, edit); });
      if (other == result.end()) {
        result.push_back(edit);
        continue;
      }
      const auto& [opening, closing, separator] = *edit.joint;
      const std::string middle = edit.text.substr(opening, edit.text.size() - opening - closing);
      other->text.insert(other->text.size() - closing, separator + middle);
    }
    return result;
  }

  static bool are_joint(const FixIt& a, const FixIt& b) {
    if (a.span != b.span || !a.joint || !b.joint) return false;
    const auto opening = [](const FixIt& fix) { return fix.text.substr(0, fix.joint->opening); };
    const auto closing = [](const FixIt& fix) { return fix.text.substr(fix.text.size() - fix.joint->closing); };
    return opening(a) == opening(b) && closing(a) == closing(b);
  }

  bool contains(const FixIt& edit) const {
    const auto in_file = edits_.find(edit.span.file);
    return in_file != edits_.end() && std::any_of(in_file->second.begin(), in_file->second.end(),
                                                  [&](const FixIt& other) { return equal(edit, other); });
  }

  /// Two insertions at one place don't overlap, and neither do two that are the same.
  bool overlaps(const FixIt& edit) const {
    const auto in_file = edits_.find(edit.span.file);
    if (in_file == edits_.end()) return false;
    return std::any_of(in_file->second.begin(), in_file->second.end(), [&](const FixIt& other) {
      if (equal(edit, other)) return false;
      if (edit.span == other.span) return edit.span.begin != edit.span.end;
      return edit.span.begin < other.span.end && other.span.begin < edit.span.end;
    });
  }

  std::map<source::FileId, std::vector<FixIt>> edits_;
};

std::string place_of(const Diagnostic& finding, const source::SourceSet& sources) {
  if (!finding.span.valid()) return {};
  const source::Position at = sources.position(finding.span.file, finding.span.begin);
  return sources.path(finding.span.file) + ":" + std::to_string(at.line) + ":" + std::to_string(at.column) + ": ";
}

}  // namespace

Fixed apply_fixes(const std::vector<Diagnostic>& findings, const source::SourceSet& sources,
                  const std::vector<std::string>& inputs, const std::set<std::string>& done) {
  const auto is_input = [&](const FixIt& edit) {
    return edit.span.valid() && std::find(inputs.begin(), inputs.end(), sources.path(edit.span.file)) != inputs.end();
  };
  struct Change {
    const Diagnostic* finding;
    std::vector<FixIt> edits;
  };
  std::vector<Change> changes;
  Edits edits;
  for (const Diagnostic& finding : findings) {
    const FixIt* fix = finding.accepted ? nullptr : fix_of(finding);
    if (fix == nullptr || done.contains(name_of(finding))) continue;
    std::vector<FixIt> change{*fix};
    change.insert(change.end(), fix->also.begin(), fix->also.end());
    if (!std::all_of(change.begin(), change.end(), is_input) || !edits.add(change)) continue;
    changes.push_back({&finding, std::move(change)});
  }
  Fixed fixed;
  const std::map<source::FileId, std::string> texts = edits.texts(sources);
  std::string unwritable;
  for (const auto& [file, text] : texts) {
    if (const auto may = emit::can_replace_text(sources.path(file)); !may) {
      unwritable += (unwritable.empty() ? "" : "\n") + may.error();
    }
  }
  if (!unwritable.empty()) {
    fixed.failure = Failure{exit_failure, unwritable + "; nothing was changed"};
    return fixed;
  }
  std::set<source::FileId> written;
  for (const auto& [file, text] : texts) {
    if (const auto done_so = emit::replace_text(sources.path(file), text); !done_so) {
      fixed.failure = Failure{exit_failure, done_so.error()};
      break;
    }
    written.insert(file);
  }
  for (const Change& change : changes) {
    const bool whole = std::all_of(change.edits.begin(), change.edits.end(),
                                   [&](const FixIt& edit) { return written.contains(edit.span.file); });
    if (!whole) continue;
    fixed.findings.insert(name_of(*change.finding));
    fixed.report += place_of(*change.finding, sources) + "fixed: " + change.finding->message + " [" +
                    std::string(diagnostics::info(change.finding->id).name) + "]\n";
  }
  return fixed;
}

}  // namespace partita::driver
