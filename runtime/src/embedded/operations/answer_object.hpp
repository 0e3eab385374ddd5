// A JSON object at the end of an answer, into which stored items go as they are.
#pragma once

#include <string>
#include <string_view>

namespace partita::inline epoch1::embedded {

/// Closes its object when it ends.
class AnswerObject {
 public:
  explicit AnswerObject(std::string& out) : out_(out) { out_ += '{'; }
  AnswerObject(const AnswerObject&) = delete;
  AnswerObject& operator=(const AnswerObject&) = delete;
  ~AnswerObject() { out_ += '}'; }

  /// Where the value is to be appended. `name` needs no escapes.
  std::string& member(std::string_view name) {
    if (!empty_) out_ += ',';
    empty_ = false;
    return out_.append("\"").append(name).append("\":");
  }

 private:
  std::string& out_;
  bool empty_ = true;
};

}  // namespace partita::inline epoch1::embedded
