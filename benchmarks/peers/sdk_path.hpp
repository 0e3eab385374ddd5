// A stand-in for the AWS SDK for C++: what its marshalling does with an item, typed again after the public sources of
// aws-sdk-cpp (JsonValue, JsonView, AttributeValue, QueryResult, PutItemRequest::SerializePayload), on Debian's cJSON.
//
// Same data flow: the stream is copied character by character, every object becomes a map of views, each attribute is a
// shared_ptr found by up to nine probes for its type tag, getters return copies, and bodies are printed indented.
// HTTP, signing and retries of the SDK are not in it. It is not the SDK itself: Debian has no package of it.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

struct cJSON;

namespace peers {

class AttributeValue {
 public:
  AttributeValue() = default;
  explicit AttributeValue(const cJSON* view);

  std::string GetS() const { return value_ ? value_->s : std::string(); }
  std::string GetN() const { return value_ ? value_->n : std::string(); }
  bool GetBool() const { return value_ && value_->boolean; }
  std::vector<std::string> GetSS() const { return value_ ? value_->ss : std::vector<std::string>(); }
  std::vector<std::string> GetNS() const { return value_ ? value_->ns : std::vector<std::string>(); }
  std::vector<std::shared_ptr<AttributeValue>> GetL() const {
    return value_ ? value_->l : std::vector<std::shared_ptr<AttributeValue>>();
  }
  std::map<std::string, std::shared_ptr<AttributeValue>> GetM() const {
    return value_ ? value_->m : std::map<std::string, std::shared_ptr<AttributeValue>>();
  }

  AttributeValue& SetS(std::string text);
  AttributeValue& SetN(std::string text);
  AttributeValue& SetBool(bool on);
  AttributeValue& SetSS(std::vector<std::string> texts);
  AttributeValue& SetL(std::vector<std::shared_ptr<AttributeValue>> list);
  AttributeValue& SetM(std::map<std::string, std::shared_ptr<AttributeValue>> map);

  cJSON* Jsonize() const;

 private:
  enum class Kind { none, s, n, boolean, ss, ns, l, m };
  struct Value {
    Kind kind = Kind::none;
    std::string s, n;
    bool boolean = false;
    std::vector<std::string> ss, ns;
    std::vector<std::shared_ptr<AttributeValue>> l;
    std::map<std::string, std::shared_ptr<AttributeValue>> m;
  };
  std::shared_ptr<Value> value_;
};

using Item = std::map<std::string, AttributeValue>;

/// The items of a Query reply.
std::vector<Item> parse_query_result(const std::string& body);

/// The body of a PutItem request.
std::string serialize_put_item(const std::string& table, const Item& item);

}  // namespace peers
