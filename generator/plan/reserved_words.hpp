// The words that derived C++ names keep clear of.
#pragma once

#include <array>
#include <string_view>

namespace partita::plan {

// C++20 keywords and alternative tokens. `import` and `module` stand among them because a line that starts with one of
// them is a directive; `final` and `override` because they change meaning behind a class name or a function.
inline constexpr auto cpp_keywords = std::to_array<std::string_view>(
    {"alignas",     "alignof",   "and",        "and_eq",    "asm",      "auto",         "bitand",
     "bitor",       "bool",      "break",      "case",      "catch",    "char",         "char8_t",
     "char16_t",    "char32_t",  "class",      "compl",     "concept",  "const",        "consteval",
     "constexpr",   "constinit", "const_cast", "continue",  "co_await", "co_return",    "co_yield",
     "decltype",    "default",   "delete",     "do",        "double",   "dynamic_cast", "else",
     "enum",        "explicit",  "export",     "extern",    "false",    "float",        "for",
     "friend",      "goto",      "if",         "inline",    "int",      "long",         "mutable",
     "namespace",   "new",       "noexcept",   "not",       "not_eq",   "nullptr",      "operator",
     "or",          "or_eq",     "private",    "protected", "public",   "register",     "reinterpret_cast",
     "requires",    "return",    "short",      "signed",    "sizeof",   "static",       "static_assert",
     "static_cast", "struct",    "switch",     "template",  "this",     "thread_local", "throw",
     "true",        "try",       "typedef",    "typeid",    "typename", "union",        "unsigned",
     "using",       "virtual",   "void",       "volatile",  "wchar_t",  "while",        "xor",
     "xor_eq",      "final",     "override",   "import",    "module"});

inline constexpr auto predefined_macros = std::to_array<std::string_view>(
    {// compilers in gnu++ mode, CMake's default
     "linux", "unix", "i386",
     // macros without a leading underscore that the standard headers behind generated code define in lower case
     "errno", "stdin", "stdout", "stderr", "sched_priority", "assert", "alloca", "offsetof",
     // ... and in upper case, as far as they are words that someone stores
     "BIG_ENDIAN", "BUFSIZ", "BYTE_ORDER", "CHAR_BIT", "CHAR_MAX", "CHAR_MIN", "EOF", "EXIT_FAILURE", "EXIT_SUCCESS",
     "HUGE_VAL", "INFINITY", "INT_MAX", "INT_MIN", "LC_ALL", "LINE_MAX", "LITTLE_ENDIAN", "LONG_MAX", "LONG_MIN", "NAN",
     "NAME_MAX", "NULL", "PATH_MAX", "RAND_MAX", "SEEK_CUR", "SEEK_END", "SEEK_SET", "SIZE_MAX", "UINT_MAX",
     "ULONG_MAX"});

inline constexpr auto api_words = std::to_array<std::string_view>(
    {// methods of a repository
     "create", "put", "get", "get_as", "get_shared", "update", "remove", "existing", "to_item", "from_item",
     "create_table", "describe_table", "client_", "query", "scan", "count", "exists", "replace", "upsert", "check",
     "put_returning_old", "remove_returning_old", "get_many", "put_many", "remove_many", "with", "backfill", "repair",
     "storing", "removal",
     // query builders, with what they inherit
     "where", "only", "all", "pages", "all_as", "pages_as", "first", "page_size", "max_items", "ascending",
     "descending", "max_pages", "items", "consistent", "after", "partition", "shards", "sort", "sort_equals",
     "sort_begins_with", "set_consistent", "change", "bind", "layout", "first_as", "cached", "set_cached",
     "cached_seconds",
     // update builders, calls
     "execute", "execute_returning_old", "execute_returning_new", "exactly_once", "run", "set", "set_if_absent", "add",
     "insert", "erase", "append", "prepend", "add_to", "append_to", "prepend_to", "if_", "remove_attribute",
     // the parameter of a method that is named after a sort key
     "condition",
     // classes nested in a repository, or in scope there
     "Query", "Update", "Call", "Key", "Fields", "Item", "Page", "Mentioned", "Equal", "Ranged", "Chosen"});

// What the bodies and classes of generated code call their own things, and what the bases of its classes are made of; a
// parameter that is named after an attribute keeps clear of them, as it does of api_words.
inline constexpr auto local_words = std::to_array<std::string_view>(
    {// parameters and variables beside which keys stand
     "batch", "call", "proposed", "client", "found", "key", "keys", "kind", "members", "now", "options", "out", "query",
     "stamped", "state", "tenant", "tenant_", "version", "write",
     // functions and constants that bodies name
     "companion_list", "companion_sources", "companions", "composed", "each_shard", "key_value", "keys_where",
     "keys_with", "older_keys", "stored", "table_body", "write_key", "write_rules",
     // members of builders
     "codec_", "state_",
     // types that bodies name
     "Codec", "Orders", "Tag", "UpdateBuilder", "VersionedRepository", "ConsistentQuery", "LookupQuery"});

// What else is in scope where generated code spells types of the user's: functions and parameters of codecs, of views
// and of collections, template parameters.
inline constexpr auto scope_words = std::to_array<std::string_view>(
    {"Client",     "Condition", "N",      "Parts",         "Query",          "Reading", "T",   "Update", "View",
     "attributes", "codec",     "encode", "encode_number", "encode_seconds", "error",   "in",  "item",   "json",
     "orders",     "read",      "stream", "table",         "value",          "view",    "wire"});

// What generated code declares beside an entity: `ContactRepository`.
inline constexpr auto generated_suffixes = std::to_array<std::string_view>({"Repository", "Key", "Fields"});

}  // namespace partita::plan
