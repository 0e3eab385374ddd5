#include "diagnostics/suggestion.hpp"
#include "model/limits.hpp"
#include "sema/index_fixes.hpp"
#include "sema/lookup.hpp"
#include "sema/rules/proof_rules.hpp"

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

namespace partita::sema {
namespace {

using diagnostics::Diagnostic;
using diagnostics::Id;
using model::AttributeRef;
using plan::Verdict;

/// What is said about one pattern, and the index that would mend it.
struct Finding {
  std::size_t pattern = 0;
  tl::expected<IndexProposal, std::string> proposal;
  std::optional<std::size_t> proposed_for;  ///< the pattern whose proposal serves this one too
};

class PatternChecker {
 public:
  /// `index_names` are those of the table; what is proposed is added.
  PatternChecker(const model::Declared& schema, const ProvenEntity& proven, std::set<std::string>& index_names,
                 diagnostics::Sink& sink)
      : schema_(schema),
        declared_(proven.declared),
        entity_(proven.entity),
        proven_(proven),
        index_names_(index_names),
        sink_(sink),
        extended_(proven.entity) {}

  void run() {
    std::vector<std::size_t> unserved;
    for (std::size_t i = 0; i < proven_.proofs.size(); ++i) {
      const Verdict verdict = proven_.proofs[i].verdict;
      if (verdict == Verdict::too_narrow) report_narrow(i);
      if (verdict == Verdict::scan_refused) report_scan(i);
      if (verdict == Verdict::unserved || verdict == Verdict::filtered) unserved.push_back(i);
    }
    // Nobody knows what an index would serve that another mistake is in.
    if (!proven_.knows_indexes) return;
    // The index for the pattern that asks most may serve the others too.
    std::stable_sort(unserved.begin(), unserved.end(),
                     [&](std::size_t a, std::size_t b) { return asked(a).size() > asked(b).size(); });
    for (const std::size_t i : unserved) propose(i);
    for (const Finding& finding : findings_) report(finding);
  }

 private:
  const model::AccessPattern& pattern(std::size_t i) const { return entity_.patterns[i]; }
  const std::string& stored(AttributeRef attribute) const { return entity_.attributes[attribute].member.name.text; }
  std::string subject(std::size_t i) const { return "access pattern '" + pattern(i).name.text + "'"; }

  std::vector<AttributeRef> asked(std::size_t i) const {
    std::vector<AttributeRef> asked = pattern(i).where;
    if (pattern(i).range) asked.push_back(*pattern(i).range);
    if (pattern(i).ordered && !pattern(i).range) asked.push_back(*pattern(i).ordered);
    return asked;
  }

  std::string listed(const std::vector<AttributeRef>& attributes) const {
    std::vector<std::string> names;
    names.reserve(attributes.size());
    for (const AttributeRef attribute : attributes) names.push_back(stored(attribute));
    return diagnostics::quoted_list(names);
  }

  source::Span place(const plan::AccessKey& key) const {
    if (key.index) return entity_.indexes[*key.index].name.span;
    if (key.lookup) return entity_.attributes[*key.lookup].span;
    return key_uses(declared_, "", model::KeyRole::partition_key).front()->span;
  }

  void propose(std::size_t i) {
    // An index that is proposed for one pattern may serve the next.
    const plan::Proof proof = plan::prove(extended_, pattern(i), plan::access_keys(extended_));
    if (proof.verdict == Verdict::served) {
      const std::size_t index = *plan::access_keys(extended_)[proof.path->key].index;
      const std::size_t first = proposed_by_[extended_.indexes[index].name.text];
      findings_.push_back({i, findings_[first].proposal, findings_[first].pattern});
      return;
    }
    Finding finding{i, propose_index(schema_, declared_, extended_, pattern(i), index_names_), std::nullopt};
    if (finding.proposal) {
      proposed_by_[finding.proposal->index] = findings_.size();
      index_names_.insert(finding.proposal->index);
      adopt(*finding.proposal, extended_);
    }
    findings_.push_back(std::move(finding));
  }

  void report(const Finding& finding) {
    const std::size_t i = finding.pattern;
    const plan::Proof& proof = proven_.proofs[i];
    const bool filtered = proof.verdict == Verdict::filtered;
    Diagnostic& report = filtered ? report_filter(i) : report_missing(i);
    const source::Span here = declared_.patterns[i].span;
    if (!finding.proposal) {
      report.notes.push_back({here, finding.proposal.error(), std::nullopt});
      return;
    }
    const IndexProposal& proposal = *finding.proposal;
    std::string text;
    if (finding.proposed_for) {
      text = "the index proposed for '" + pattern(*finding.proposed_for).name.text + "' serves it too: ";
    }
    text += advice(declared_, proposal);
    if (proposal.extends) text += "; a deployed index cannot change its key, it is made anew";
    if (!proposal.composed && has_template_key() && proposal.partition.size() + proposal.sort.size() > 2) {
      text +=
          "; keys of several attributes need DynamoDB of November 2025, and DynamoDB Local before it has no such keys";
    }
    if (!proposal.objection.empty()) {
      report.notes.push_back({here, text + "; " + proposal.objection, std::nullopt});
      return;
    }
    // The same for all findings that the index mends: each can be accepted without the others.
    auto fix = index_fix(declared_, proposal);
    report.notes.push_back({fix ? proposal_place(proposal, *fix) : here, std::move(text), std::move(fix)});
  }

  bool has_template_key() const { return entity_.attributes[entity_.key.partition].composed.has_value(); }

  source::Span proposal_place(const IndexProposal& proposal, const diagnostics::FixIt& fix) const {
    if (declared_.notation == model::Notation::json || proposal.composed) return fix.span;
    return declared_.attributes[proposal.extends ? proposal.sort.front() : proposal.partition.front()].span;
  }

  Diagnostic& report_missing(std::size_t i) {
    Diagnostic& report = sink_.report(Id::missing_index, pattern(i).name.span,
                                      "no key or index serves " + subject(i) + ", which asks by " + listed(asked(i)));
    for (const plan::Rejection& rejection : proven_.proofs[i].rejected) {
      report.notes.push_back({place(proven_.keys[rejection.key]), rejection.reason, std::nullopt});
    }
    return report;
  }

  Diagnostic& report_filter(std::size_t i) {
    const plan::AccessPath& path = *proven_.proofs[i].path;
    const plan::AccessKey& key = proven_.keys[path.key];
    Diagnostic& report =
        sink_.report(Id::filter_does_index_work, pattern(i).name.span,
                     subject(i) + " reads more than it returns: " + key_name(entity_, key) +
                         " finds the items, and a filter on " + listed(path.filter) + " then drops some of them");
    report.notes.push_back({place(key), "a filter saves no read units; what it drops is paid for", std::nullopt});
    return report;
  }

  void report_scan(std::size_t i) {
    auto& report = sink_.report(Id::scan_not_allowed, pattern(i).name.span,
                                subject(i) + " reads every item of table '" + entity_.table.text + "', which '" +
                                    entity_.cpp_name + "' does not allow");
    const bool json = declared_.notation == model::Notation::json;
    report.notes.push_back({entity_.span,
                            std::string("ask by a key, or say why it may scan with ") +
                                (json ? "\"allow_scan\": \"...\"" : "partita::allow_scan<\"...\">"),
                            std::nullopt});
  }

  void report_narrow(std::size_t i) {
    const plan::AccessPath& path = *proven_.proofs[i].path;
    const model::Index& index = entity_.indexes[*proven_.keys[path.key].index];
    Diagnostic& report = sink_.report(
        Id::projection_too_narrow, pattern(i).name.span,
        subject(i) + " reads " + missing_text(path, i) + ", which index '" + index.name.text + "' does not hold");
    add_projecting(report, path, declared_.indexes[*proven_.keys[path.key].index], i);
    const bool json = declared_.notation == model::Notation::json;
    const source::Span end = declared_.patterns[i].options_end;
    std::optional<diagnostics::FixIt> fix;
    if (end.valid()) fix = diagnostics::FixIt{end, json ? ", \"hydrate\": true" : ", partita::hydrate"};
    report.notes.push_back({declared_.patterns[i].span,
                            std::string("or read the rest from the table, in a second step, with ") +
                                (json ? "\"hydrate\": true" : "partita::hydrate"),
                            std::move(fix)});
  }

  std::string missing_text(const plan::AccessPath& path, std::size_t i) const {
    return pattern(i).reads.empty() ? "whole items, with " + listed(path.missing) : listed(path.missing);
  }

  void add_projecting(Diagnostic& report, const plan::AccessPath& path, const model::DeclaredIndex& index,
                      std::size_t i) {
    const std::vector<model::Name>& projected = index.projection.attributes;
    const bool fits = !pattern(i).reads.empty() &&
                      projected.size() + path.missing.size() <= model::limits::index_projected_attributes;
    const std::string what = fits ? listed(path.missing) : "all attributes";
    std::optional<diagnostics::FixIt> fix;
    if (fits && !projected.empty()) {
      const source::Span last = projected.back().span;
      // Behind the closing quote. One edit an attribute, so that what another pattern lacks too is added once.
      for (const AttributeRef attribute : path.missing) {
        diagnostics::FixIt edit{{last.file, last.end + 1, last.end + 1}, ", \"" + stored(attribute) + "\""};
        if (!fix) {
          fix = std::move(edit);
        } else {
          fix->also.push_back(std::move(edit));
        }
      }
    }
    report.notes.push_back({fix ? projected.back().span : index.name.span,
                            "project " + what + " into index '" + index.name.text + "', at the price of its writes",
                            std::move(fix)});
  }

  const model::Declared& schema_;
  const model::DeclaredEntity& declared_;
  const model::Entity& entity_;
  const ProvenEntity& proven_;
  std::set<std::string>& index_names_;
  diagnostics::Sink& sink_;
  model::Entity extended_;                          // with what has been proposed
  std::map<std::string, std::size_t> proposed_by_;  // which of the findings
  std::vector<Finding> findings_;
};

}  // namespace

void check_access_patterns(const model::Declared& declared, const std::vector<ProvenEntity>& entities,
                           diagnostics::Sink& sink) {
  // Entities that share a table share the names of its indexes.
  std::map<std::string, std::set<std::string>> index_names;
  for (const model::DeclaredEntity& entity : declared.entities) {
    for (const model::DeclaredIndex& index : entity.indexes) index_names[entity.table.text].insert(index.name.text);
  }
  for (const ProvenEntity& proven : entities) {
    PatternChecker(declared, proven, index_names[proven.entity.table.text], sink).run();
  }
}

}  // namespace partita::sema
