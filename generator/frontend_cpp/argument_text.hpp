// The texts in the arguments of annotations: names, key templates, rates, durations and sizes, each with its exact
// place.
#pragma once

#include "diagnostics/diagnostic.hpp"
#include "frontend_cpp/locator.hpp"
#include "frontend_cpp/sugar.hpp"
#include "model/declared.hpp"
#include "model/quantity.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace partita::frontend_cpp {

class ArgumentText {
 public:
  ArgumentText(Locator& locator, diagnostics::Sink& sink) : locator_(locator), sink_(sink) {}

  /// Argument `index` of an annotation.
  model::Name name(const TemplateUse& use, unsigned index);

  /// The bytes [begin, end) of that argument, or the literal or annotation that holds them if they are not written
  /// byte for byte.
  source::Span part(const TemplateUse& use, unsigned index, std::size_t begin, std::size_t end);

  /// The same, of a C++ method. Nothing, and reported, if C++ has no such names.
  std::optional<model::Name> method(const TemplateUse& use, unsigned index);

  /// Nothing, and reported, if the text is malformed.
  std::optional<model::KeyTemplate> key_template(const TemplateUse& use, unsigned index);

  /// 0, and reported, if the text is malformed.
  double rate(const TemplateUse& use, unsigned index);
  std::chrono::seconds duration(const TemplateUse& use, unsigned index);
  std::uint64_t size(const TemplateUse& use, unsigned index);

  /// Reports a mistake in some bytes of an argument. `replacement` becomes a fix-it where these bytes are exact.
  void report(diagnostics::Id id, const TemplateUse& use, unsigned index, std::size_t begin, std::size_t end,
              std::string message, const std::optional<std::string>& replacement);

  /// Reports an annotation that stands twice where once is enough. `where` as in "on member 'id'".
  diagnostics::Diagnostic& report_second(const TemplateUse& use, const std::string& where);

 private:
  template <class T>
  T checked(const tl::expected<T, model::QuantityError>& parsed, const TemplateUse& use, unsigned index);

  Locator& locator_;
  diagnostics::Sink& sink_;
};

}  // namespace partita::frontend_cpp
