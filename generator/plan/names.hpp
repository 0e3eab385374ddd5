// Every C++ name that the generator derives, and every word it must keep clear of. The one place for naming.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace partita::plan {

/// Derives a C++ identifier from a stored name: letters, digits and underscores stay, every other character becomes an
/// underscore, a leading digit gets one before it, a keyword or predefined macro one after it.
/// `created-at` gives `created_at`, `2fa` gives `_2fa`, `class` gives `class_`.
std::string cpp_identifier(std::string_view stored);

/// As cpp_identifier, and clear of the words that the generated classes themselves use: `update` gives `update_`.
/// For index methods of a repository and sort key methods of its queries.
std::string method_name(std::string_view stored);

/// The nested class that an index method returns: `by_role` gives `ByRole`.
std::string index_class_name(std::string_view method);

/// The same inside the repository of entity `cpp_name`: a class `Contact` would hide the entity, and a method `GSI1`
/// its own class, so that they give `ContactQuery` and `GSI1Query`.
std::string index_class_name(std::string_view method, std::string_view cpp_name);

/// The structure that a query of an index returns that holds parts of items: `SessionByCapsuleItem`.
std::string narrow_item_name(std::string_view stem, std::string_view class_name);

/// The class that reads an item collection: `TeamReader`.
std::string collection_reader_name(std::string_view cpp_name);

/// What the classes made for an entity are named after: `Contact`, or `OuterContact` for `Outer::Contact`.
std::string entity_stem(std::string_view cpp_name);

/// `ContactCard` gives `contact_card`.
std::string snake_case(std::string_view name);

/// The namespace of an entity's codec: `detail_contact`.
std::string detail_namespace(std::string_view stem);

/// The classes that generated code declares beside an entity: `ContactRepository`, `ContactKey`, ...
std::vector<std::string> generated_names(std::string_view stem);

/// Letters, digits and underscores, not starting with a digit.
bool has_identifier_form(std::string_view text);

bool is_cpp_keyword(std::string_view word);

/// Object-like macros that compilers and the headers behind generated code define without a leading underscore.
bool is_predefined_macro(std::string_view word);

/// `partita` and `std`: generated code names what is in them without a leading `::`, so nothing around it may be called
/// so.
inline constexpr std::array<std::string_view, 2> used_namespaces{"partita", "std"};

/// Methods and types of the generated classes; an index method can't be called so.
bool is_api_word(std::string_view word);

/// What generated bodies name their own things; a parameter can't be called so.
bool is_local_word(std::string_view word);

/// The words that generated code may find where it names a type of the user's: methods, what bodies call their own
/// things, and codecs theirs.
std::vector<std::string_view> words_in_scope();

}  // namespace partita::plan
