# What makes the tool run again, and what does not.

step "first build"
configure
build
run app
expect_runs 1
expect_compiled contact.partita.cpp session.partita.cpp main.cpp
expect_generated entities crm/contact.partita.hpp crm/contact.partita.cpp \
  session.partita.hpp session.partita.cpp session.types.partita.hpp

step "build again"
build
expect_runs 0
expect_compiled

step "a header that no input includes is touched"
touch_file include/crm/unrelated.hpp
build
expect_runs 0
expect_compiled main.cpp

step "a schema is touched: the same output compiles nothing"
touch_file schemas/session.json
build
expect_runs 1
expect_compiled

step "build again"
build
expect_runs 0

step "a header that an input includes is touched: only what includes it compiles"
touch_file include/crm/address.hpp
build
expect_runs 1
expect_compiled contact.partita.cpp main.cpp

step "build again"
build
expect_runs 0
expect_compiled

step "a member is added to a structure in an included header"
sed -i 's/std::string town{};/std::string town{};\n  std::string zip{};/' "$source_dir/include/crm/address.hpp"
build
expect_runs 1
expect_compiled contact.partita.cpp main.cpp
grep -q zip "$build_dir/entities_partita/crm/contact.partita.cpp" || fail "the new member is not in the codec"

step "an entity is added"
sed -i 's,^}  // namespace crm,struct Note {\n  using partita_entity = partita::entity<"notes">;\n\n  partita::partition_key<std::string> id{};\n};\n\n&,' \
  "$source_dir/include/crm/contact.hpp"
build
expect_runs 1
expect_compiled contact.partita.cpp main.cpp
grep -q NoteRepository "$build_dir/entities_partita/crm/contact.partita.hpp" || fail "the new entity has no repository"

for file in crm/contact.partita.hpp session.partita.cpp session.types.partita.hpp; do
  step "generated file $file is deleted"
  rm "$build_dir/entities_partita/$file"
  build
  expect_runs 1
  expect_file "entities_partita/$file"
  step "build again"
  build
  expect_runs 0
  expect_compiled
done

step "clean, then build"
build --target clean
expect_no_file entities_partita/crm/contact.partita.hpp
build
expect_runs 1

step "the tool is replaced"
sleep 0.02
touch "$tool"
build
expect_runs 1
expect_compiled

step "a definition is added"
echo 'target_compile_definitions(entities PUBLIC LIMIT=3)' >>"$source_dir/CMakeLists.txt"
build
expect_runs 1

step "the call changes in nothing but a name"
sed -i 's, SCHEMAS, EXPORT_HEADER export.hpp EXPORT_MACRO EXPORTED&,' "$source_dir/CMakeLists.txt"
write include/export.hpp <<<'#define EXPORTED'
build
expect_runs 1
expect_compiled contact.partita.cpp session.partita.cpp main.cpp

step "an input is removed: what was generated from it is gone"
sed -i 's, SCHEMAS schemas/session.json,,' "$source_dir/CMakeLists.txt"
sed -i '/[sS]ession/d' "$source_dir/main.cpp"
build
expect_generated entities crm/contact.partita.hpp crm/contact.partita.cpp
