# Spaces in every path.
mv "$source_dir" "$work/my (project)"
source_dir="$work/my (project)"
build_dir="$work/build directory 1"
mv "$source_dir/include" "$source_dir/include dir"
mv "$source_dir/include dir/crm/contact.hpp" "$source_dir/include dir/crm/my contact.hpp"
sed -i 's,crm/contact,crm/my contact,' "$source_dir/main.cpp"
write_cmakelists <<'END'
add_library(entities)
target_include_directories(entities PUBLIC "include dir")
partita_generate(TARGET entities HEADERS "include dir/crm/my contact.hpp" SCHEMAS schemas/session.json)
add_executable(app main.cpp)
target_link_libraries(app PRIVATE entities)
END

step "first build"
configure
build
run app
expect_runs 1
expect_generated entities "crm/my contact.partita.hpp" "crm/my contact.partita.cpp" \
  session.partita.hpp session.partita.cpp session.types.partita.hpp

step "build again"
build
expect_runs 0
expect_compiled

step "an included header is touched"
touch_file "include dir/crm/address.hpp"
build
expect_runs 1

step "build again"
build
expect_runs 0

step "a generated file is deleted"
rm "$build_dir/entities_partita/crm/my contact.partita.cpp"
build
expect_runs 1
