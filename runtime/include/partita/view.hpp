// Views: structs with some of an entity's attributes, read instead of whole items.
//
//   auto cards = contacts.by_account("a-9").all_as<crm::ContactCard>();
//
// A view saves the bytes of what it leaves out and the work of decoding them. It saves no read units: DynamoDB charges
// for the items, not for what is returned of them.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ProjectionExpressions.html
#pragma once

#include <partita/entity_codec.hpp>
#include <partita/expression.hpp>

#include <span>

namespace partita::inline epoch1 {

/// How a view is read. One static constant a view, in generated code.
template <class View>
struct ViewCodec {
  EntityCodec<View> codec;
  std::span<const AttributeName> attributes;  ///< what requests ask for: the view's and those of the table's key
};

/// `View` is a struct that says `using partita_view = partita::view<Entity>;`, or one of the "views" of a JSON schema.
template <class View, class Entity>
concept view_of = requires(const Entity* entity, const View* view) { view_codec(entity, view); };

/// The generated constant, found beside the entity.
template <class Entity, class View>
const ViewCodec<View>& find_view() {
  const Entity* const entity = nullptr;
  const View* const view = nullptr;
  return view_codec(entity, view);
}

}  // namespace partita::inline epoch1
