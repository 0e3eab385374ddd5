#include "write_condition.hpp"

#include <partita/companions.hpp>

#include <utility>

namespace partita::inline epoch1::detail {

namespace {

// Each term is complete in itself: terms are joined by AND, alternatives inside one by OR.
class Terms {
 public:
  void add(const std::vector<std::string>& alternatives) {
    std::string term;
    for (const std::string& each : alternatives) term.append(term.empty() ? "" : " OR ").append(each);
    terms_.push_back({std::move(term), alternatives.size() > 1});
  }
  void add(const std::string& text) { terms_.push_back({text, false}); }
  void add_composed(std::string text) { terms_.push_back({std::move(text), true}); }

  std::string joined() const {
    if (terms_.size() == 1) return terms_.front().text;
    std::string text;
    for (const Term& each : terms_) {
      if (!text.empty()) text += " AND ";
      text += each.needs_brackets ? "(" + each.text + ")" : each.text;
    }
    return text;
  }

 private:
  struct Term {
    std::string text;
    bool needs_brackets = false;
  };

  std::vector<Term> terms_;
};

class Condition {
 public:
  Condition(const WriteDemands& demands, ExpressionParts& parts) : demands_(demands), parts_(parts) {}

  std::string text() {
    if (demands_.presence == Presence::absent) {
      absent();
      version();
    } else {
      by_kind();
    }
    if (demands_.condition) {
      terms_.add_composed(demands_.condition->render('c', parts_));
    }
    return terms_.joined();
  }

 private:
  void by_kind() {
    switch (demands_.kind) {
      case WriteKind::create:
        absent();
        break;
      case WriteKind::put:
      case WriteKind::upsert:
      case WriteKind::remove:
        demands_.presence == Presence::there ? there() : absent_or_ours();
        version();
        break;
      case WriteKind::replace:
      case WriteKind::update:
      case WriteKind::check:
        present();
        version();
        break;
    }
  }

  bool has(const AttributeName& name) const { return !name.name.empty(); }

  // An expired item may be replaced: it does not exist, whether the service has deleted it yet or not.
  // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ttl-expired-items.html
  void absent() {
    std::vector<std::string> alternatives{is_absent()};
    if (has(rules().ttl)) {
      std::string expired = is_expired();
      const std::vector<std::string> same = sameness();
      for (const std::string& each : same) expired += " AND " + each;
      alternatives.push_back(same.empty() ? expired : "(" + expired + ")");
    }
    terms_.add(alternatives);
  }

  // What is there already must be of the entity, and of the tenant.
  void absent_or_ours() {
    const std::vector<std::string> same = sameness();
    if (same.empty()) return;
    terms_.add({is_absent(), same.size() == 1 ? same.front() : "(" + same[0] + " AND " + same[1] + ")"});
  }

  void there() {
    terms_.add("attribute_exists(" + name(rules().partition_key) + ")");
    // The discriminator tells companions; without one they look like any item that has the key.
    if (rules().companions != nullptr && !has(rules().type_name)) {
      terms_.add("attribute_not_exists(" + parts_.numbered_alias(std::string(companion_owner)) + ")");
    }
    for (const std::string& same : sameness()) terms_.add(same);
  }

  void present() {
    there();
    if (has(rules().ttl)) {
      const std::string ttl = name(rules().ttl);
      terms_.add({"attribute_not_exists(" + ttl + ")", ttl + " > " + now()});
    }
  }

  // Items from before there was a version count as version 0.
  void version() {
    if (!demands_.version) return;
    parts_.value(":version", Value::of(*demands_.version).json());
    const std::string version = name(rules().version);
    std::vector<std::string> alternatives;
    if (*demands_.version == 0) alternatives.push_back("attribute_not_exists(" + version + ")");
    alternatives.push_back(version + " = :version");
    const bool replaces = demands_.kind == WriteKind::put || demands_.kind == WriteKind::upsert;
    if (replaces && has(rules().ttl)) alternatives.push_back(is_expired());
    terms_.add(alternatives);
  }

  std::vector<std::string> sameness() {
    std::vector<std::string> same;
    if (has(rules().type_name)) {
      parts_.value(":type", Value::of(rules().type).json());
      same.push_back(name(rules().type_name) + " = :type");
    }
    if (!demands_.tenant.is_absent()) {
      parts_.value(":tenant", demands_.tenant.json());
      same.push_back(name(rules().tenant) + " = :tenant");
    }
    return same;
  }

  std::string is_absent() { return "attribute_not_exists(" + name(rules().partition_key) + ")"; }
  std::string is_expired() { return name(rules().ttl) + " <= " + now(); }

  std::string now() {
    if (!has_now_) parts_.value(":now", Value::of(demands_.now.milliseconds() / 1000).json());
    has_now_ = true;
    return ":now";
  }

  std::string name(const AttributeName& attribute) {
    parts_.name(attribute);
    return std::string(attribute.text());
  }

  const WriteRules& rules() const { return demands_.rules; }

  const WriteDemands& demands_;
  ExpressionParts& parts_;
  Terms terms_;
  bool has_now_ = false;
};

}  // namespace

std::string write_condition(const WriteDemands& demands, ExpressionParts& parts) {
  return Condition(demands, parts).text();
}

}  // namespace partita::inline epoch1::detail
