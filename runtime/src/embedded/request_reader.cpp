#include "embedded/request_reader.hpp"

#include <utility>

namespace partita::inline epoch1::embedded {

namespace {

std::string_view name_of_kind(char first) {
  switch (first) {
    case '"':
      return "STRING_VALUE";
    case 't':
      return "TRUE_VALUE";
    case 'f':
      return "FALSE_VALUE";
    case 'n':
      return "NULL_VALUE";
    default:
      return first == '-' || (first >= '0' && first <= '9') ? "NUMBER_VALUE" : "";
  }
}

}  // namespace

Refusal RequestReader::refusal() const {
  if (refusal_ && refusal_->type != "SerializationException") {
    wire::TextReader whole(body_);
    whole.reader().skip_value();
    whole.reader().end();
    if (!whole.reader().ok()) return {"SerializationException", whole.reader().error().message()};
  }
  return refusal_.value_or(Refusal{"SerializationException", ok() ? std::string() : in_.error().message()});
}

void RequestReader::refuse(Refusal refusal) {
  if (!ok()) return;
  refusal_ = std::move(refusal);
  in_.fail({});
}

bool RequestReader::expect(char opening, std::string_view type) {
  const char found = in_.peek();
  if (found == opening) return true;
  if (found == '{') {
    refuse({"SerializationException", "Start of structure or map found where not expected"});
  } else if (found == '[') {
    refuse({"SerializationException", "Unrecognized collection type " + std::string(type)});
  } else if (const std::string_view kind = name_of_kind(found); !kind.empty()) {
    refuse({"SerializationException", std::string(kind) + " cannot be converted to " + std::string(type)});
  } else {
    in_.skip_value();  // says what is wrong
  }
  return false;
}

bool RequestReader::begin_object() {
  return expect('{', "Map") && in_.begin_object();
}

bool RequestReader::begin_array() {
  return expect('[', "List") && in_.begin_array();
}

bool RequestReader::take_null() {
  if (in_.peek() != 'n') return false;
  in_.skip_value();
  return true;
}

std::string_view RequestReader::string() {
  if (!expect('"', "String") || !in_.quote()) return {};
  return in_.text();
}

bool RequestReader::boolean() {
  if (in_.peek() == 'f') return in_.read_bool();
  return expect('t', "Boolean") && in_.read_bool();
}

std::int64_t RequestReader::integer() {
  const char found = in_.peek();
  if (name_of_kind(found) != "NUMBER_VALUE") {
    (void)expect('0', "Integer");
    return 0;
  }
  return in_.read_int64();
}

}  // namespace partita::inline epoch1::embedded
