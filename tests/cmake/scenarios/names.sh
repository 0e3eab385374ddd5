# Generated files are named relative to the longest include directory that holds the input, else BASE_DIR, else the
# input's own directory. Include directories count however and wherever they are given. What the input declares does not
# matter: address.hpp has no entity.
for name in own nested interface linked set based alone; do
  sed -e "s/Contact/$name/; s/\"contacts\"/\"$name-table\"/" "$source_dir/include/crm/contact.hpp" | write "$name/part/$name.hpp"
done
sed -e 's/Session/Other/; s/"sessions"/"others"/' "$source_dir/schemas/session.json" | write schemas/deep/other.json
write_cmakelists <<'END'
add_library(types INTERFACE)
target_include_directories(types INTERFACE linked)
add_library(types_alias ALIAS types)

add_library(entities)
partita_generate(TARGET entities
  HEADERS own/part/own.hpp nested/part/nested.hpp interface/part/interface.hpp linked/part/linked.hpp set/part/set.hpp
          based/part/based.hpp alone/part/alone.hpp
          include/crm/address.hpp
  SCHEMAS schemas/session.json schemas/deep/other.json
  BASE_DIR based)
target_include_directories(entities PUBLIC include own/ nested nested/part
  $<BUILD_INTERFACE:${CMAKE_CURRENT_SOURCE_DIR}/interface> $<INSTALL_INTERFACE:include> $<$<CONFIG:Debug>:/nowhere>)
target_link_libraries(entities PUBLIC types_alias)
target_sources(entities PUBLIC FILE_SET HEADERS BASE_DIRS set FILES set/part/set.hpp)
END
configure
build
expect_generated entities \
  part/own.partita.hpp part/own.partita.cpp \
  nested.partita.hpp nested.partita.cpp \
  part/interface.partita.hpp part/interface.partita.cpp \
  part/linked.partita.hpp part/linked.partita.cpp \
  part/set.partita.hpp part/set.partita.cpp \
  part/based.partita.hpp part/based.partita.cpp \
  alone.partita.hpp alone.partita.cpp \
  crm/address.partita.hpp crm/address.partita.cpp \
  session.partita.hpp session.partita.cpp session.types.partita.hpp \
  other.partita.hpp other.partita.cpp other.types.partita.hpp

step "build again"
build
expect_runs 0
expect_compiled
